"""Slices."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Slice:
    """A part of a text.

    Args:
        text (str): All of it.
        start (int): Where the part begins.

    Raises:
        TypeError: If the text is none.
    """

    text: str
    start: int

    def __post_init__(self):
        if not isinstance(self.text, str):
            raise TypeError("a text is wanted")


class Stored:
    """What can be stored.

    Attributes:
        __stored_fields__ (list): The names of what is stored.
        _cache (dict): For nobody.
    """
