"""The source that a writer is shown: with the comments that tell something, without layout, reduced where it is long.

What may go, and in which order, is the same for every language; where it stands is what the languages find.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal, NamedTuple

from designdoc_assets.languages.written_names import names_written_in

LEFT_OUT = "⟦…⟧".encode()
"""What stands in place of what is left out: in brackets that no language has, since `...` is code in some."""
_BETWEEN = "\n\n"
"""What stands between pieces from several files."""


class CutKind(IntEnum):
    """What is left out of a long text, first that which says least."""

    BODY = 1
    REST_OF_DOC = 2
    DOC = 3
    VALUE = 4


UnitKind = Literal["function", "class", "statement"]

_LEFT_OUT: Mapping[CutKind | UnitKind, tuple[str, str]] = {
    CutKind.BODY: ("body of 1 function", "bodies of {} functions"),
    CutKind.REST_OF_DOC: ("all but the first line of 1 [doc]", "all but the first line of {} [doc]s"),
    CutKind.DOC: ("1 [doc]", "{} [doc]s"),
    CutKind.VALUE: ("1 long value", "{} long values"),
    "function": ("signature of 1 function", "signatures of {} functions"),
    "class": ("1 class", "{} classes"),
    "statement": ("1 other statement", "{} other statements"),
}
_MORE: Mapping[UnitKind, tuple[str, str]] = {
    "class": ("1 more class", "{} more classes"),
    "function": ("1 more function", "{} more functions"),
    "statement": ("1 more statement", "{} more statements"),
}


class Cut(NamedTuple):
    """A stretch of a text, in bytes of its UTF-8, and what may be put in its place."""

    kind: CutKind
    start: int
    end: int
    put: bytes

    @property
    def saved(self) -> int:
        """By how many bytes the text gets shorter."""
        return self.end - self.start - len(self.put)


class Unit(NamedTuple):
    """Where a definition or another statement outside of functions begins, in bytes of the text's UTF-8."""

    start: int
    kind: UnitKind


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The source of one file or class as it is shown to a writer."""

    text: str
    """All of it."""
    names: frozenset[str]
    """Every identifier of its code; not the words of strings, docstrings and comments."""
    cuts: tuple[Cut, ...] = ()
    """What can go, in that order. Two cuts that overlap start at the same byte, and the larger one comes later."""
    units: tuple[Unit, ...] = ()
    """What the text consists of, in order: where even that is too long, it ends before one of them."""
    doc: str = "docstring"
    """What a doc is called in its language."""
    comment: str = "#"
    """What the rest of a line is a comment behind."""

    @property
    def words(self) -> frozenset[str]:
        """The names in it, in what does not fit as well."""
        return names_written_in(self.text)

    def fitted(self, limit: int) -> tuple[str, tuple[str, ...]]:
        """Return the text in at most `limit` bytes of UTF-8, and what was left out, as phrases.

        Bodies of functions go first, the longest of them first; then docstrings and long values; signatures last.
        """
        raw = self.text.encode()
        if len(raw) <= limit:
            return self.text, ()
        chosen, size = self._choose(len(raw), limit)
        if size <= limit:
            return _rendered(raw, chosen.values()).decode(), self._phrases(Counter(cut.kind for cut in chosen.values()))
        return self._end_early(raw, chosen, limit)

    def _choose(self, size: int, limit: int) -> tuple[dict[int, Cut], int]:
        """Return the cuts to make, by the byte they start at, and the size of the text after them."""
        chosen: dict[int, Cut] = {}
        steps: list[tuple[Cut, Cut | None]] = []
        for cut in self.cuts:
            if size <= limit:
                break
            before = chosen.get(cut.start)
            size -= cut.saved - (before.saved if before else 0)
            chosen[cut.start] = cut
            steps.append((cut, before))
        if size > limit:
            return chosen, size
        # Where one long value was to blame, what went before it can come back: last gone, first back.
        for cut, before in reversed(steps):
            back = size + cut.saved - (before.saved if before else 0)
            if back <= limit and chosen[cut.start] is cut:
                size = back
                if before:
                    chosen[cut.start] = before
                else:
                    del chosen[cut.start]
        return chosen, size

    def _end_early(self, raw: bytes, chosen: Mapping[int, Cut], limit: int) -> tuple[str, tuple[str, ...]]:
        """Leave out as many units at the end as must go; where the first is too long by itself, cut within it."""
        reduced = _Reduced(raw, chosen)
        left: Counter[CutKind | UnitKind] = Counter(cut.kind for cut in chosen.values())
        for unit in reversed(self.units[1:]):
            left[unit.kind] += 1
            if reduced.size_before(unit.start) > limit:
                continue
            more = ", ".join(_in_words(left[kind], words) for kind, words in _MORE.items() if left[kind])
            last = f"\n{self.comment} and {more}"
            text = reduced.before(unit.start).rstrip() + last.encode()
            if len(text) <= limit:
                return text.decode(), self._phrases(left)
        cut = _rendered(raw, chosen.values())[:limit].decode(errors="ignore")
        return cut, (
            *self._phrases(Counter(cut.kind for cut in chosen.values())),
            f"all after the first {limit:,} bytes",
        )

    def _phrases(self, counts: Mapping[CutKind | UnitKind, int]) -> tuple[str, ...]:
        phrases = (_in_words(counts[what], words) for what, words in _LEFT_OUT.items() if counts.get(what))
        return tuple(phrase.replace("[doc]", self.doc) for phrase in phrases)


def in_one(excerpts: Sequence[Excerpt]) -> Excerpt:
    """Return one excerpt of several pieces, one below the other."""
    if len(excerpts) == 1:
        return excerpts[0]
    cuts: list[Cut] = []
    units: list[Unit] = []
    start = 0
    for excerpt in excerpts:
        cuts += [cut._replace(start=cut.start + start, end=cut.end + start) for cut in excerpt.cuts]
        units += [unit._replace(start=unit.start + start) for unit in excerpt.units]
        start += len(f"{excerpt.text}{_BETWEEN}".encode())
    return Excerpt(
        _BETWEEN.join(excerpt.text for excerpt in excerpts),
        frozenset().union(*(excerpt.names for excerpt in excerpts)),
        tuple(sorted(cuts, key=lambda cut: (cut.kind, -cut.saved))),
        tuple(units),
        excerpts[0].doc,
        excerpts[0].comment,
    )


class _Reduced:
    """A text with cuts made, up to any byte of the whole one; the bytes asked for come from the end to the start."""

    def __init__(self, raw: bytes, chosen: Mapping[int, Cut]) -> None:
        self._raw = raw
        self._chosen = [chosen[start] for start in sorted(chosen)]
        self._saved = sum(cut.saved for cut in self._chosen)

    def size_before(self, end: int) -> int:
        while self._chosen and self._chosen[-1].end > end:
            self._saved -= self._chosen.pop().saved
        return end - self._saved

    def before(self, end: int) -> bytes:
        return _rendered(self._raw[:end], self._chosen)


def _rendered(raw: bytes, chosen: Collection[Cut]) -> bytes:
    pieces: list[bytes] = []
    at = 0
    for cut in sorted(chosen, key=lambda cut: cut.start):
        pieces += [raw[at : cut.start], cut.put]
        at = cut.end
    return b"".join([*pieces, raw[at:]])


def _in_words(number: int, words: tuple[str, str]) -> str:
    singular, plural = words
    return singular if number == 1 else plural.format(f"{number:,}")
