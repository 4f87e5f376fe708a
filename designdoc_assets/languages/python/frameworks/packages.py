"""Which package of others a name comes from."""

from designdoc_assets.languages.resolve import Meant


def package_of(meant: Meant | None) -> str:
    """Return the outermost package of what a name means; empty of what the code itself defines, or is not known."""
    return meant.partition(".")[0] if isinstance(meant, str) else ""
