"""Texts of SQL in code; only data."""

from dataclasses import dataclass

TEMPLATE = "{{}}"
"""What stands for a part that is known when the program runs, and not before."""


@dataclass(frozen=True, slots=True)
class SqlText:
    """A text of one or more statements, and the line that it begins in."""

    line: int
    text: str
    """Parts that are not known before the program runs are `TEMPLATE`."""
