"""Java, read with tree-sitter by the engine: the facts depend on the text alone."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from designdoc_assets.languages.engine.language import EngineLanguage
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.frameworks import Framework
from designdoc_assets.languages.java.conventions import CONVENTIONS
from designdoc_assets.languages.java.lexicon import LEXICON
from designdoc_assets.languages.java.linker import Packages
from designdoc_assets.languages.java.name_rules import RULES
from designdoc_assets.languages.java.overloads import with_overloads
from designdoc_assets.languages.java.traits import TRAITS
from designdoc_assets.languages.java.types import TYPES
from designdoc_assets.languages.java.words import WORDS
from designdoc_assets.languages.linking import Surroundings

if TYPE_CHECKING:
    from designdoc_assets.languages.engine.dialect import Dialect


class Java(EngineLanguage):
    """The `Language` for Java sources."""

    name = "java"
    reader_version = "4"
    wheel = "tree-sitter-java"
    suffixes = (".java",)
    words = WORDS
    ecosystem = "maven"
    lexicon = LEXICON
    conventions = CONVENTIONS
    rules = RULES
    types = TYPES
    traits = TRAITS

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """Those that are recognised in its code."""
        from designdoc_assets.languages.java.frameworks import FRAMEWORKS  # noqa: PLC0415  most runs need none

        return FRAMEWORKS

    def dialect(self, text: str) -> "Dialect":
        """Return the one dialect."""
        from designdoc_assets.languages.java.reader import DIALECT  # noqa: PLC0415  most runs read from a cache

        return DIALECT

    def read(self, text: str) -> FileFacts:
        """Return the facts of a file, methods of one name put together."""
        return with_overloads(super().read(text))

    def linker(self, files: Mapping[str, FileFacts], around: Surroundings) -> Packages:
        """Return what links packages."""
        return Packages(files, around)


LANGUAGE = Java()
