"""The names that modules of the standard library define, of any version: those of several words.

A name of one word, such as `second`, could mean anything. `stdlib_symbols.txt` holds them: what typeshed declares for
all but the modules of Tk, Windows and C, without constants.
"""

from functools import cache
from importlib.resources import files


@cache
def stdlib_symbols() -> frozenset[str]:
    """Return the names: `compare_digest`, `ThreadingHTTPServer`."""
    listed = files("designdoc_assets.languages.python").joinpath("stdlib_symbols.txt")
    return frozenset(listed.read_text("utf-8").split())
