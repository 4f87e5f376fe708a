"""Java, read with tree-sitter by the engine: the facts depend on the text alone."""

from collections.abc import Mapping
from importlib.metadata import version

from designdoc_assets.languages.engine import ENGINE_VERSION
from designdoc_assets.languages.excerpts import Excerpt
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.java.conventions import CONVENTIONS
from designdoc_assets.languages.java.lexicon import LEXICON
from designdoc_assets.languages.java.linker import Packages
from designdoc_assets.languages.java.name_rules import RULES
from designdoc_assets.languages.java.overloads import with_overloads
from designdoc_assets.languages.java.traits import TRAITS
from designdoc_assets.languages.java.types import TYPES
from designdoc_assets.languages.java.words import WORDS
from designdoc_assets.languages.language import Language
from designdoc_assets.languages.linking import Surroundings

READER_VERSION = "1"
"""To be raised with every change of what `read` returns."""


class Java(Language):
    """The `Language` for Java sources."""

    name = "java"
    suffixes = (".java",)
    words = WORDS
    ecosystem = "maven"
    lexicon = LEXICON
    conventions = CONVENTIONS
    rules = RULES
    types = TYPES
    traits = TRAITS

    @property
    def version(self) -> str:
        """The versions of this reader, of the engine, and of the grammar."""
        return f"{READER_VERSION} {ENGINE_VERSION} tree-sitter-java {version('tree-sitter-java')}"

    def read(self, text: str) -> FileFacts:
        """Return what parsing finds in a file's text; never raises, whatever the text is."""
        from designdoc_assets.languages.engine.reader import read  # noqa: PLC0415  most runs read from a cache
        from designdoc_assets.languages.java.reader import DIALECT  # noqa: PLC0415  as above

        return with_overloads(read(DIALECT, text))

    def excerpt(self, text: str, of: tuple[str, int] | None) -> Excerpt:
        """Return what a writer is shown of a file, or of a type in it."""
        from designdoc_assets.languages.engine.excerpt import excerpt  # noqa: PLC0415  most runs ask no writer
        from designdoc_assets.languages.java.reader import DIALECT  # noqa: PLC0415  as above

        return excerpt(DIALECT, text, of)

    def linker(self, files: Mapping[str, FileFacts], around: Surroundings) -> Packages:
        """Return what links packages."""
        return Packages(files, around)


LANGUAGE = Java()
