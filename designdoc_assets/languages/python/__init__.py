"""Python, read with tree-sitter: the facts depend on the text alone, not on the Python that runs this."""

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import PurePosixPath

from designdoc_assets.languages.excerpts import Excerpt
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.frameworks import Framework
from designdoc_assets.languages.language import Language
from designdoc_assets.languages.linking import Surroundings
from designdoc_assets.languages.python.containers import TYPES
from designdoc_assets.languages.python.conventions import CONVENTIONS
from designdoc_assets.languages.python.lexicon import LEXICON
from designdoc_assets.languages.python.linker import Modules
from designdoc_assets.languages.python.name_rules import RULES
from designdoc_assets.languages.python.other_forms import OTHER_FORMS
from designdoc_assets.languages.python.traits import TRAITS
from designdoc_assets.languages.python.words import WORDS
from designdoc_assets.languages.resolve import Resolve

READER_VERSION = "39"
"""To be raised with every change of what `read` returns."""


class Python(Language):
    """The `Language` for Python sources."""

    name = "python"
    suffixes = (".py", ".pyw", ".pyi")
    words = WORDS
    lexicon = LEXICON
    conventions = CONVENTIONS
    other_forms = OTHER_FORMS
    ecosystem = "pypi"
    rules = RULES
    types = TYPES
    traits = TRAITS

    @property
    def version(self) -> str:
        """The versions of this reader and of the library that its facts depend on."""
        return f"{READER_VERSION} tree-sitter-python {version('tree-sitter-python')}"

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """Those that are recognised in its code."""
        from designdoc_assets.languages.python.frameworks import FRAMEWORKS  # noqa: PLC0415  as below

        return FRAMEWORKS

    def linker(self, files: Mapping[str, FileFacts], around: Surroundings) -> Modules:
        """Return what links modules."""
        return Modules(files, around)

    def is_face(self, path: str) -> bool:
        """Whether a file is the `__init__` of a package."""
        return PurePosixPath(path).stem == "__init__"

    def read(self, text: str) -> FileFacts:
        """Return what parsing finds in a file's text; never raises, whatever the text is."""
        from designdoc_assets.languages.python.reader import read  # noqa: PLC0415  most runs read from a cache

        return read(text)

    def joined(self, files: Mapping[str, FileFacts]) -> Mapping[str, FileFacts]:
        """Return the facts of all files, those of stubs put into the modules beside them."""
        from designdoc_assets.languages.python.stubs import with_stubs  # noqa: PLC0415  to list languages needs none

        return with_stubs(files)

    def settled(self, files: Mapping[str, FileFacts], resolve: Resolve) -> Mapping[str, FileFacts]:
        """Return the facts of all files with what can be told once all are known."""
        from designdoc_assets.languages.python.settled import settled  # noqa: PLC0415  as above

        return settled(files, resolve)

    def excerpt(self, text: str, of: tuple[str, int] | None) -> Excerpt:
        """Return what a writer is shown of a file, or of a class in it."""
        from designdoc_assets.languages.python.excerpt import excerpt  # noqa: PLC0415  most runs ask no writer

        return excerpt(text, of)

    def excerpt_at(self, text: str, line: int) -> Excerpt:
        """Return what a writer is shown of the function that begins in a line."""
        from designdoc_assets.languages.python.excerpt import function_excerpt  # noqa: PLC0415  as above

        return function_excerpt(text, line)


LANGUAGE = Python()
