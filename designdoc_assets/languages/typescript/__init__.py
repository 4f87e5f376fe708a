"""TypeScript, TSX and declarations included, read with tree-sitter: the facts depend on the text alone."""

from collections.abc import Mapping

from designdoc_assets.languages.ecmascript import reader_version
from designdoc_assets.languages.ecmascript.lexicon import LEXICON
from designdoc_assets.languages.ecmascript.linker import CONFIGURATIONS, Modules
from designdoc_assets.languages.ecmascript.name_rules import RULES
from designdoc_assets.languages.ecmascript.sources import SUFFIXES
from designdoc_assets.languages.ecmascript.types import TYPES
from designdoc_assets.languages.excerpts import Excerpt
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.language import Language
from designdoc_assets.languages.linking import Surroundings
from designdoc_assets.languages.typescript.conventions import CONVENTIONS
from designdoc_assets.languages.typescript.words import WORDS

_INDEXES = frozenset(f"index{suffix}" for suffix in SUFFIXES)
_FILLED = frozenset({"dist", "build", "out", "target", "coverage"})


class TypeScript(Language):
    """The `Language` for TypeScript sources."""

    name = "typescript"
    suffixes = (".ts", ".tsx", ".mts", ".cts")
    words = WORDS
    ecosystem = "npm"
    lexicon = LEXICON
    conventions = CONVENTIONS
    rules = RULES
    types = TYPES
    configurations = CONFIGURATIONS

    @property
    def version(self) -> str:
        """The versions of the reader, of the engine, and of the grammars."""
        return reader_version()

    def read(self, text: str) -> FileFacts:
        """Return what parsing finds in a file's text; never raises, whatever the text is."""
        from designdoc_assets.languages.ecmascript.reader import read  # noqa: PLC0415  most runs read from a cache

        return read(self.name, text)

    def excerpt(self, text: str, of: tuple[str, int] | None) -> Excerpt:
        """Return what a writer is shown of a file, or of a type in it."""
        from designdoc_assets.languages.ecmascript.reader import dialect_for  # noqa: PLC0415  most runs ask no writer
        from designdoc_assets.languages.engine.excerpt import excerpt  # noqa: PLC0415  as above

        return excerpt(dialect_for(self.name, text), text, of)

    def is_face(self, path: str) -> bool:
        """Whether a file is the index of its folder: who imports the folder gets what is in it.

        That a folder has one is no proof that people write what is in it: what builds fill has one, too.
        """
        folder, _, name = path.rpartition("/")
        return name in _INDEXES and folder.rpartition("/")[2] not in _FILLED

    def linker(self, files: Mapping[str, FileFacts], around: Surroundings) -> Modules:
        """Return what links modules."""
        return Modules(files, around)


LANGUAGE = TypeScript()
