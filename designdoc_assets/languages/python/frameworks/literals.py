"""Values that arguments of registrations write out."""

import ast
from typing import Any

_MANY = 10_000
"""Characters of a value that is worth evaluating."""


def literal(written: str) -> Any:
    """Return the value that a text writes out; None where it is none, or is computed."""
    if not written or len(written) > _MANY or written.endswith("…"):
        return None
    try:
        return ast.literal_eval(written)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None


def string(written: str) -> str | None:
    """Return a text that is written out; None where it is none."""
    value = literal(written)
    return value if isinstance(value, str) else None


def strings(written: str) -> tuple[str, ...]:
    """Return the texts of a list, a tuple or a set that is written out, sets in order of their letters."""
    value = literal(written)
    if isinstance(value, str):
        return (value,)
    if isinstance(value, set):
        value = sorted(each for each in value if isinstance(each, str))
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list | tuple) else ()
