"""What a model is shown beside the ground of a text: it helps to write and to judge, and decides about nothing.

It is no part of what makes prose stale: a new caller of a thing must cost nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass

BYTES_PER_TOKEN = 3.5
"""Bytes of source and JSON in a token of Anthropic's tokenizers, which is between 3 and 4."""
_MOST_MISSES = 8
"""Pieces in a row that do not fit, after which no smaller one is looked for: each has to be read."""
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing of the context."""

    title: str
    text: str


def fitting(pieces: Iterable[Piece], tokens: int) -> str:
    """Return the pieces that fit into so many tokens: those that come first, then what is small enough for the rest."""
    room = int(tokens * BYTES_PER_TOKEN)
    shown: list[str] = []
    misses = 0
    if room <= 0:
        return ""
    for piece in pieces:
        text = f"### {piece.title}\n{piece.text}"
        size = len(f"{text}{_BETWEEN}".encode("utf-8", "replace"))
        if size > room:
            misses += 1
            if misses == _MOST_MISSES:
                break
            continue
        misses = 0
        room -= size
        shown.append(text)
    return _BETWEEN.join(shown)
