"""Which of some stretches of a file stand around a byte, such as functions without names."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tree_sitter import Node

OUTSIDE = -1
"""The stretch of what is in none."""


class Stretches:
    """The stretches of nodes of a sort, by numbers: one is in another, or apart from it."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        ordered = sorted((node.start_byte, node.end_byte, node.start_point[0] + 1) for node in nodes)
        self._starts = [start for start, _, _ in ordered]
        self._ends = [end for _, end, _ in ordered]
        self._lines = [line for _, _, line in ordered]
        self._outer: list[int] = []
        open_: list[int] = []
        for at, start in enumerate(self._starts):
            while open_ and self._ends[open_[-1]] <= start:
                open_.pop()
            self._outer.append(open_[-1] if open_ else OUTSIDE)
            open_.append(at)

    def around(self, byte: int) -> Iterator[int]:
        """Yield those around a byte, the innermost first, and what stands for none at last."""
        at = bisect_right(self._starts, byte) - 1
        while at != OUTSIDE:
            if byte < self._ends[at]:
                yield at
            at = self._outer[at]
        yield OUTSIDE

    def lines(self, byte: int, first: int) -> list[int]:
        """Return the lines in which those begin that are around a byte, from `first` on, the innermost first."""
        found = []
        at = bisect_right(self._starts, byte) - 1
        while at != OUTSIDE and self._starts[at] >= first:
            if byte < self._ends[at]:
                found.append(self._lines[at])
            at = self._outer[at]
        return found
