"""Go, read with tree-sitter by the engine: the facts depend on the text alone."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from designdoc_assets.languages.engine.language import EngineLanguage
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.frameworks import Framework
from designdoc_assets.languages.go.conventions import CONVENTIONS
from designdoc_assets.languages.go.examples import with_examples
from designdoc_assets.languages.go.joining import with_homes
from designdoc_assets.languages.go.lexicon import LEXICON
from designdoc_assets.languages.go.linker import Packages
from designdoc_assets.languages.go.modules import MODULE_FILES
from designdoc_assets.languages.go.name_rules import RULES
from designdoc_assets.languages.go.satisfying import with_interfaces
from designdoc_assets.languages.go.types import TYPES
from designdoc_assets.languages.go.words import WORDS
from designdoc_assets.languages.linking import Surroundings
from designdoc_assets.languages.resolve import Resolve

if TYPE_CHECKING:
    from designdoc_assets.languages.engine.dialect import Dialect


class Go(EngineLanguage):
    """The `Language` for Go sources."""

    name = "go"
    reader_version = "5"
    wheel = "tree-sitter-go"
    ecosystem = "go"
    suffixes = (".go",)
    words = WORDS
    lexicon = LEXICON
    conventions = CONVENTIONS
    rules = RULES
    types = TYPES
    configurations = MODULE_FILES

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """Those that are recognised in its code."""
        from designdoc_assets.languages.go.frameworks import FRAMEWORKS  # noqa: PLC0415  most runs need none

        return FRAMEWORKS

    def dialect(self, text: str) -> "Dialect":
        """Return the one dialect."""
        from designdoc_assets.languages.go.reader import DIALECT  # noqa: PLC0415  most runs read from a cache

        return DIALECT

    def joined(self, files: Mapping[str, FileFacts]) -> Mapping[str, FileFacts]:
        """Return the facts of all files, methods told where their types stand, and examples with what they show."""
        return with_homes(with_examples(files))

    def settled(self, files: Mapping[str, FileFacts], resolve: Resolve) -> Mapping[str, FileFacts]:
        """Return the facts of all files, types told which interfaces they satisfy."""
        return with_interfaces(files, resolve)

    def linker(self, files: Mapping[str, FileFacts], around: Surroundings) -> Packages:
        """Return what links packages."""
        return Packages(files, around)


LANGUAGE = Go()
