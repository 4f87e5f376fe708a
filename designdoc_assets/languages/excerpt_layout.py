"""Source without layout: lines of code moved to the left, without blank lines and what else is to go.

Strings are kept to the letter; only docstrings, of which the indentation is layout, are moved along.
"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from typing import NamedTuple

_BLANK = b" \t\f"


class Hole(NamedTuple):
    """A stretch of the source that is not shown, and what is shown instead."""

    start: int
    end: int
    put: bytes = b""


class Literal(NamedTuple):
    """Where a string literal stands."""

    start: int
    end: int
    is_docstring: bool


class Layout:
    """A stretch of source as it is shown, and where in it each of its bytes went.

    Args:
        source: The file, in UTF-8.
        start: Where the stretch begins.
        end: Where it ends.
        holes: What is not shown, in order.
        literals: The string literals that no other literal contains, in order.
        spaced: The bytes at which those lines of code begin that have a blank line before them.
    """

    def __init__(  # noqa: PLR0913 - each is one thing that layout is about
        self,
        source: bytes,
        start: int,
        end: int,
        *,
        holes: Sequence[Hole],
        literals: Sequence[Literal],
        spaced: Collection[int],
    ) -> None:
        self._source, self._end = source, end
        self._holes, self._hole = holes, 0
        self._literals, self._literal = literals, 0
        line = source[source.rfind(b"\n", 0, start) + 1 : start]
        self._indent = len(line) if not line.strip(_BLANK) else len(line) - len(line.lstrip(_BLANK))
        self._out: list[bytes] = []
        self._size = 0
        self._starts: list[int] = []
        self._pieces: list[tuple[int, int, int]] = []
        at = start
        while at < end:
            at = self._line(at, spaced) + 1
        self.text = b"".join(self._out)

    def starts_at(self, byte: int) -> int:
        """Return where in the text a byte of the source went; where it is not shown, what follows it."""
        index = bisect_right(self._starts, byte) - 1
        if index >= 0:
            start, end, went = self._pieces[index]
            if byte < end:
                return went + byte - start
        return self._pieces[index + 1][2] if index + 1 < len(self._pieces) else self._size

    def ends_at(self, byte: int) -> int:
        """Return where in the text a stretch ends that ends before a byte of the source."""
        index = bisect_right(self._starts, byte - 1) - 1
        if index < 0:
            return 0
        start, end, went = self._pieces[index]
        return went + min(byte, end) - start

    def _line(self, at: int, spaced: Collection[int]) -> int:
        """Write the line of code that begins at `at`, and return where it ends."""
        inside = self._literal_around(at)
        pieces, end = self._shown(at)
        outside = self._literal_around(end)
        start, first = pieces[0]
        if inside is None or inside.is_docstring:
            moved = min(self._indent, len(first) - len(first.lstrip(_BLANK)))
            pieces[0] = (start + moved, first[moved:])
        if outside is None or (outside.is_docstring and not pieces[-1][1].rstrip(_BLANK).endswith(b"\\")):
            while pieces and not pieces[-1][1].rstrip(_BLANK):
                pieces.pop()
            if pieces:
                pieces[-1] = (pieces[-1][0], pieces[-1][1].rstrip(_BLANK))
        if not pieces and inside is None and outside is None:
            self._join_nothing()
        else:
            self._write(pieces, blank_before=inside is None and self._first_byte(pieces) in spaced)
        return end

    def _shown(self, at: int) -> tuple[list[tuple[int, bytes]], int]:
        """Return the parts of a line that are shown, with where they stand, and where the line ends.

        What goes may reach over several lines: then the line goes on behind it.
        """
        source, holes = self._source, self._holes
        end = self._end_of_line(at)
        pieces: list[tuple[int, bytes]] = []
        while self._hole < len(holes) and holes[self._hole].start < end:
            hole = holes[self._hole]
            self._hole += 1
            if hole.start < at:
                continue
            pieces.append((at, source[at : hole.start]))
            if hole.put:
                pieces.append((-1, hole.put))
            at = hole.end
            if at > end:
                end = self._end_of_line(at)
        pieces.append((at, source[at:end]))
        return pieces, end

    def _end_of_line(self, at: int) -> int:
        found = self._source.find(b"\n", at, self._end)
        return self._end if found < 0 else found

    def _literal_around(self, at: int) -> Literal | None:
        """Return the literal that reaches over a byte; the next one asked for must not be smaller."""
        literals = self._literals
        while self._literal < len(literals) and literals[self._literal].end <= at:
            self._literal += 1
        literal = literals[self._literal] if self._literal < len(literals) else None
        return literal if literal and literal.start < at else None

    @staticmethod
    def _first_byte(pieces: Sequence[tuple[int, bytes]]) -> int:
        for start, piece in pieces:
            if stripped := piece.lstrip(_BLANK):
                return start + len(piece) - len(stripped)
        return -1

    def _join_nothing(self) -> None:
        """Take care that a line which is left out is not what a backslash before it joins."""
        if self._out and self._out[-1].endswith(b"\\"):
            joined = self._out[-1].rstrip(b"\\").rstrip(_BLANK)
            self._size -= len(self._out[-1]) - len(joined)
            self._out[-1] = joined

    def _write(self, pieces: Sequence[tuple[int, bytes]], *, blank_before: bool) -> None:
        if self._size:
            self._add(b"\n\n" if blank_before else b"\n")
        for start, piece in pieces:
            if start >= 0 and piece:
                self._starts.append(start)
                self._pieces.append((start, start + len(piece), self._size))
            self._add(piece)

    def _add(self, piece: bytes) -> None:
        self._out.append(piece)
        self._size += len(piece)
