"""What TypeScript and JavaScript share: a grammar that knows both, a reader, a dialect of doc comments, a linker."""

from importlib.metadata import version

from designdoc_assets.languages.engine import ENGINE_VERSION

READER_VERSION = "1"
"""To be raised with every change of what `read` returns, in either language."""


def reader_version() -> str:
    """Return the versions of the reader, of the engine, and of the grammars."""
    return f"{READER_VERSION} {ENGINE_VERSION} tree-sitter-typescript {version('tree-sitter-typescript')}"
