"""What TypeScript and JavaScript share: a grammar that knows both, a reader, a dialect of doc comments, a linker."""

READER_VERSION = "4"
"""To be raised with every change of what `read` returns, in either language."""
