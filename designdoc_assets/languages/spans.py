"""Stretches of a file that stand in one another: which are around a place, without a look at the rest."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

MarkT = TypeVar("MarkT")


class Spans(Generic[MarkT]):
    """Stretches by where they stand. Of two, one is inside of the other, or they have nothing in common."""

    def __init__(self, spans: Iterable[tuple[int, int, MarkT]]) -> None:
        """Take the first byte of each, the one behind its last, and what it is known by."""
        self._spans = sorted(spans, key=lambda span: (span[0], -span[1]))
        self._starts = [start for start, _, _ in self._spans]
        self._outer: list[int] = []
        open_ones: list[int] = []
        for at, (start, _, _) in enumerate(self._spans):
            while open_ones and self._spans[open_ones[-1]][1] <= start:
                open_ones.pop()
            self._outer.append(open_ones[-1] if open_ones else -1)
            open_ones.append(at)

    def enclosing(self, byte: int) -> Iterator[tuple[int, int, MarkT]]:
        """Yield the stretches that a byte stands in, the innermost first."""
        at = bisect_right(self._starts, byte) - 1
        while at >= 0:
            if byte < self._spans[at][1]:
                yield self._spans[at]
            at = self._outer[at]

    def around(self, byte: int) -> tuple[int, int, MarkT] | None:
        """Return the innermost stretch that a byte stands in."""
        return next(self.enclosing(byte), None)
