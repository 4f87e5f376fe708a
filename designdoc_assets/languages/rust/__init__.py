"""Rust, read with tree-sitter by the engine: the facts depend on the text alone."""

import posixpath
from collections.abc import Mapping
from typing import TYPE_CHECKING

from designdoc_assets.languages.engine.language import EngineLanguage
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.frameworks import Framework
from designdoc_assets.languages.linking import Surroundings
from designdoc_assets.languages.rust.conventions import CONVENTIONS
from designdoc_assets.languages.rust.joining import with_homes
from designdoc_assets.languages.rust.lexicon import LEXICON
from designdoc_assets.languages.rust.linker import Crates
from designdoc_assets.languages.rust.name_rules import RULES
from designdoc_assets.languages.rust.types import TYPES
from designdoc_assets.languages.rust.words import WORDS
from designdoc_assets.languages.traits import Traits

if TYPE_CHECKING:
    from designdoc_assets.languages.engine.dialect import Dialect


class Rust(EngineLanguage):
    """The `Language` for Rust sources."""

    name = "rust"
    reader_version = "6"
    wheel = "tree-sitter-rust"
    suffixes = (".rs",)
    words = WORDS
    ecosystem = "crates"
    lexicon = LEXICON
    conventions = CONVENTIONS
    rules = RULES
    types = TYPES
    traits = Traits(has_abstract_members=True)
    configurations = ("Cargo.toml",)

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """Those that are recognised in its code."""
        from designdoc_assets.languages.rust.frameworks import FRAMEWORKS  # noqa: PLC0415  most runs need none

        return FRAMEWORKS

    def dialect(self, text: str) -> "Dialect":
        """Return the one dialect."""
        from designdoc_assets.languages.rust.reader import DIALECT  # noqa: PLC0415  most runs read from a cache

        return DIALECT

    def is_face(self, path: str) -> bool:
        """Whether a file speaks for the module that its folder is."""
        return posixpath.basename(path) in {"lib.rs", "mod.rs"}

    def joined(self, files: Mapping[str, FileFacts]) -> Mapping[str, FileFacts]:
        """Return the facts of all files, members told where their types stand."""
        return with_homes(files)

    def linker(self, files: Mapping[str, FileFacts], around: Surroundings) -> Crates:
        """Return what links modules and crates."""
        return Crates(files, around)


LANGUAGE = Rust()
