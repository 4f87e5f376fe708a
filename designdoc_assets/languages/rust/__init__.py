"""Rust, read with tree-sitter by the engine: the facts depend on the text alone."""

import posixpath
from collections.abc import Mapping
from importlib.metadata import version

from designdoc_assets.languages.engine import ENGINE_VERSION
from designdoc_assets.languages.excerpts import Excerpt
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.language import Language
from designdoc_assets.languages.linking import Surroundings
from designdoc_assets.languages.rust.conventions import CONVENTIONS
from designdoc_assets.languages.rust.joining import with_homes
from designdoc_assets.languages.rust.lexicon import LEXICON
from designdoc_assets.languages.rust.linker import Crates
from designdoc_assets.languages.rust.name_rules import RULES
from designdoc_assets.languages.rust.types import TYPES
from designdoc_assets.languages.rust.words import WORDS

READER_VERSION = "3"
"""To be raised with every change of what `read` returns."""


class Rust(Language):
    """The `Language` for Rust sources."""

    name = "rust"
    suffixes = (".rs",)
    words = WORDS
    ecosystem = "crates"
    lexicon = LEXICON
    conventions = CONVENTIONS
    rules = RULES
    types = TYPES
    configurations = ("Cargo.toml",)

    @property
    def version(self) -> str:
        """The versions of this reader, of the engine, and of the grammar."""
        return f"{READER_VERSION} {ENGINE_VERSION} tree-sitter-rust {version('tree-sitter-rust')}"

    def read(self, text: str) -> FileFacts:
        """Return what parsing finds in a file's text; never raises, whatever the text is."""
        from designdoc_assets.languages.engine.reader import read  # noqa: PLC0415  most runs read from a cache
        from designdoc_assets.languages.rust.reader import DIALECT  # noqa: PLC0415  as above

        return read(DIALECT, text)

    def excerpt(self, text: str, of: tuple[str, int] | None) -> Excerpt:
        """Return what a writer is shown of a file, or of a type in it."""
        from designdoc_assets.languages.engine.excerpt import excerpt  # noqa: PLC0415  most runs ask no writer
        from designdoc_assets.languages.rust.reader import DIALECT  # noqa: PLC0415  as above

        return excerpt(DIALECT, text, of)

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
