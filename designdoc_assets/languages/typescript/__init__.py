"""TypeScript, TSX and declarations included, read with tree-sitter: the facts depend on the text alone."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from designdoc_assets.languages.ecmascript import READER_VERSION
from designdoc_assets.languages.ecmascript.lexicon import LEXICON
from designdoc_assets.languages.ecmascript.linker import CONFIGURATIONS, Modules
from designdoc_assets.languages.ecmascript.name_rules import RULES
from designdoc_assets.languages.ecmascript.sources import SUFFIXES
from designdoc_assets.languages.ecmascript.types import TYPES
from designdoc_assets.languages.engine.language import EngineLanguage
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.frameworks import Framework
from designdoc_assets.languages.linking import Surroundings
from designdoc_assets.languages.typescript.conventions import CONVENTIONS
from designdoc_assets.languages.typescript.words import WORDS

if TYPE_CHECKING:
    from designdoc_assets.languages.engine.dialect import Dialect

_INDEXES = frozenset(f"index{suffix}" for suffix in SUFFIXES)
_FILLED = frozenset({"dist", "build", "out", "target", "coverage"})


class TypeScript(EngineLanguage):
    """The `Language` for TypeScript sources."""

    name = "typescript"
    reader_version = READER_VERSION
    wheel = "tree-sitter-typescript"
    suffixes = (".ts", ".tsx", ".mts", ".cts")
    words = WORDS
    ecosystem = "npm"
    lexicon = LEXICON
    conventions = CONVENTIONS
    rules = RULES
    types = TYPES
    configurations = CONFIGURATIONS

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """Those that are recognised in its code, and in that of JavaScript."""
        from designdoc_assets.languages.ecmascript.frameworks import FRAMEWORKS  # noqa: PLC0415  most runs need none

        return FRAMEWORKS

    def dialect(self, text: str) -> "Dialect":
        """Return the dialect of a text: assertions in angle brackets and JSX exclude each other."""
        from designdoc_assets.languages.ecmascript.reader import dialect_for  # noqa: PLC0415  most runs read from a cache

        return dialect_for(self.name, text)

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
