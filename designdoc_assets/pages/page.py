"""A page as text: the regions that artifacts own, and the text of people around them.

Reading and rendering are byte-exact, whatever the text: what is broken stays as it is until it is repaired, and a
repair never drops what a person may have written. Nothing here knows where a page stands or what its regions mean.

New regions take the line ends of their page; the text of people keeps its own.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from designdoc_assets.markup.fences import fenced_blocks
from designdoc_assets.pages.markers import LINE_END, MARKER, RegionHeader, end_marker, state_of
from designdoc_assets.pages.regions import Region, Slot, Stray

Piece = str | Region | Stray


@dataclass(frozen=True)
class Page:
    """A page's text in order: text of people, regions, stray markers."""

    pieces: tuple[Piece, ...]

    def render(self) -> str:
        """Return the page's text; of a page that was read, exactly the text it was read from."""
        return "".join(_text(piece) for piece in self.pieces)

    def own_text(self) -> str:
        """Return the text outside of all regions and markers."""
        return "".join(piece for piece in self.pieces if isinstance(piece, str))

    def region(self, slot: Slot) -> Region | None:
        """Return the region of a slot; of several, the first that is whole, else the first with a usable header."""
        copies = [copy for _, copy in self._copies(slot)]
        if len(copies) == 1:
            return copies[0]
        return min(copies, key=lambda copy: (copy.header is None or copy.edited, copy.header is None), default=None)

    def is_whole(self, slot: Slot) -> bool:
        """Return whether a slot has one region, with both markers, and no marker besides: nothing to repair."""
        copies = self._copies(slot)
        if len(copies) != 1 or not self._strays.isdisjoint((slot.kind, None)):
            return False
        raw = copies[0][1].raw
        return raw is None or ("-->" in raw[0] and "-->" in raw[2])

    def _copies(self, slot: Slot) -> list[tuple[int, Region]]:
        """Return the regions of a slot, with their places among the pieces."""
        return sorted(
            (found for subject in {*slot.subjects} for found in self._regions.get((slot.kind, subject), ())),
            key=lambda found: found[0],
        )

    @cached_property
    def _regions(self) -> Mapping[tuple[str, str], list[tuple[int, Region]]]:
        """The regions by kind and subject: a page may have thousands."""
        found: dict[tuple[str, str], list[tuple[int, Region]]] = {}
        for at, piece in enumerate(self.pieces):
            if isinstance(piece, Region):
                found.setdefault((piece.kind, piece.subject), []).append((at, piece))
        return found

    @cached_property
    def _strays(self) -> frozenset[str | None]:
        return frozenset(piece.kind for piece in self.pieces if isinstance(piece, Stray))

    def repaired(self, slots: Collection[Slot]) -> "Page":
        """Return the page with what is broken about the regions of these slots mended; others stay verbatim.

        Of a doubled region the copy that `region` returns stays. Another goes if it is provably what was generated;
        else its text stays as text of people. A missing end marker is set, and stray markers are taken out.
        """
        if not self._strays and not any(map(self._copies, slots)):
            return self
        page, mended = self, self._mended(slots)
        while mended.render() != page.render():
            # What stood behind a marker that was taken out may now be at the start of a line, and itself be a marker.
            page = parse_page(mended.render())
            mended = page._mended(slots)
        return page

    def _mended(self, slots: Collection[Slot]) -> "Page":
        keep = {form: self.region(slot) for slot in slots for form in slot.forms}
        kept_ones = {id(region) for region in keep.values()}
        kinds = {slot.kind for slot in slots}
        pieces: list[Piece] = []
        for piece, following in pairwise((*self.pieces, "")):
            if isinstance(piece, Region):
                kept = keep.get(piece.form, piece)
                if kept is piece:
                    pieces.append(_closed(piece) if id(piece) in kept_ones else piece)
                elif piece.edited:
                    pieces.append(piece.raw[1] if piece.raw else piece.body)
                else:
                    _close_gap(pieces, following)
            elif not (isinstance(piece, Stray) and (piece.kind is None or piece.kind in kinds)):
                pieces.append(piece)
        return Page(_joined(pieces))

    def with_regions(self, regions: Mapping[Slot, Region], order: Sequence[Slot]) -> "Page":
        """Return the page with these regions in their slots, no other byte changed.

        Where there is none yet, it comes after the last region of the slots before it, else right before the first of
        those behind it, else at the end. What is broken about regions of these slots is repaired.

        Args:
            regions: The regions.
            order: The slots of the page, as they follow one another; those of the regions are among them.

        Raises:
            ValueError: a body holds a marker, so that the region could not be read again.
        """
        broken = [slot for slot in regions if not self.is_whole(slot)]
        page = self.repaired(broken) if broken else self
        newline = page._newline()
        instead: dict[int, Region] = {}
        ahead_of: dict[int, list[Region]] = {}
        at = None
        for slot in order:
            new, there = regions.get(slot), page._copies(slot)
            if there:
                at = max([at or 0, *(place + 1 for place, _ in there)])
                place, current = there[0]  # of a slot that is written there is one, since it was repaired
                if new is not None and current != new:
                    instead[place] = _ending_like(current, _readable(new, newline))
            elif new is not None:
                if at is None:
                    behind = (place for each in order for place, _ in page._copies(each))
                    at = min(behind, default=len(page.pieces))
                ahead_of.setdefault(at, []).append(_readable(new, newline))
        return page._changed(instead, ahead_of, newline) if instead or ahead_of else page

    def _changed(self, instead: Mapping[int, Region], ahead_of: Mapping[int, list[Region]], newline: str) -> "Page":
        """Return the page with regions in place of others, and with new ones ahead of pieces."""
        pieces: list[Piece] = []
        for at, piece in enumerate((*self.pieces, None)):
            for new in ahead_of.get(at, ()):
                pieces += [_gap_before(pieces, newline), new]
            if piece is not None:
                pieces += [_gap_behind([piece], newline)] if at in ahead_of else []
                pieces.append(instead.get(at, piece))
        return Page(_joined(pieces))

    def without_regions(self, slots: Collection[Slot]) -> "Page":
        """Return the page without the regions of slots; an edited copy of a doubled one stays as text of people."""
        page = self.repaired(slots)
        leaving = {form for slot in slots for form in slot.forms}
        pieces: list[Piece] = []
        for piece, following in pairwise((*page.pieces, "")):
            if isinstance(piece, Region) and piece.form in leaving:
                _close_gap(pieces, following)
            else:
                pieces.append(piece)
        return Page(_joined(pieces))

    def _newline(self) -> str:
        found = (re.search(r"\r\n|\n", _text(piece)) for piece in self.pieces)
        return next((match[0] for match in found if match), "\n")


def parse_page(text: str) -> Page:
    """Read a page. Any text can be read, and is rendered to the same text again.

    A marker counts at the start of a line, outside of fenced code. A region ends at its end marker; where that is
    missing, before the next marker or at the end of the page.
    """
    markers = _outside_of_fences(text, list(MARKER.finditer(text)))
    pieces: list[Piece] = []
    position = 0
    for marker, following in pairwise([*markers, None]):
        assert marker
        if marker.start() < position:
            continue  # the end marker of the region just read
        pieces.append(text[position : marker.start()])
        if not marker["begin"]:
            position = marker.end()
            pieces.append(Stray(marker["end"], marker[0]))
            continue
        if following and following["end"] == marker["begin"]:
            raw = (marker[0], text[marker.end() : following.start()], following[0])
        else:
            rest = text[marker.end() : following.start() if following else len(text)]
            raw = (marker[0], _without_blank_end(rest), "")
        header = RegionHeader.read(marker["begin"], marker["subject"].strip(), state_of(raw[2]))
        pieces.append(Region(marker["begin"], header, raw[1], raw))
        position = marker.start() + sum(map(len, raw))
    pieces.append(text[position:])
    return Page(_joined(pieces))


def _outside_of_fences(text: str, markers: list[re.Match[str]]) -> list[re.Match[str]]:
    """Leave out the markers that stand in fenced code.

    Fences inside of a region's body do not count, so that no new body changes what is a region; nor does a fence that
    is never closed, since it would swallow every region below it.
    """
    gaps: list[tuple[int, int]] = []
    position = 0
    before = None
    for marker in markers:
        if before is None or marker["end"] != before:
            gaps.append((position, marker.start()))
        before = marker["begin"]
        position = marker.end()
    gaps.append((position, len(text)))
    blocks = fenced_blocks(text, gaps)
    return [marker for marker in markers if not any(start < marker.start() < end for start, end in blocks)]


def _readable(region: Region, newline: str) -> Region:
    """Return a region as it is read again.

    Raises:
        ValueError: it is not.
    """
    (new, *others) = parse_page(replace(region, raw=None).render(newline)).pieces
    if others or new != region or not isinstance(new, Region):
        raise ValueError(
            f"The region {region.kind} could not be read again: its body holds a region marker that is not "
            "neutralised, or its markers a value that is not allowed. The page is left as it was."
        )
    return new


def _text(piece: Piece) -> str:
    if isinstance(piece, str):
        return piece
    return piece.raw if isinstance(piece, Stray) else piece.render()


def _closed(region: Region) -> Region:
    """Return the region with whole markers, all else as it was."""
    if not region.raw or ("-->" in region.raw[0] and "-->" in region.raw[2]):
        return region
    begin, body, end = region.raw
    newline = "\r\n" if "\r\n" in begin else "\n"
    if "-->" not in begin:
        begin = f"{begin.rstrip()} -->{newline}"
    if "-->" in end:
        return replace(region, raw=(begin, body, end))
    if not (begin + body).endswith(("\n", "\r")):
        body += newline
    return replace(region, raw=(begin, body, end_marker(region.kind, state_of(end)) + newline))


def _ending_like(old: Region, new: Region) -> Region:
    """Leave out the line end behind the new end marker if the old one had none: text may follow on its line."""
    if not (old.raw and new.raw) or old.raw[2].endswith(("\n", "\r")):
        return new
    begin, body, end = new.raw
    return replace(new, raw=(begin, body, end.rstrip("\r\n")))


def _without_blank_end(text: str) -> str:
    written = text.rstrip()
    line_end = re.compile(rf"[ \t]*{LINE_END}").match(text, len(written)) if written else None
    return text[: line_end.end()] if line_end else written


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece != "":
            joined.append(piece)
    return tuple(joined)


def _gap_before(pieces: Sequence[Piece], newline: str) -> str:
    text = ""
    for piece in reversed(pieces):  # a page may have thousands; what counts is how they end
        text = _text(piece) + text
        if text.strip():
            break
    if not text or re.search(r"(?:\A|\n|\r(?!\n))[ \t]*(?:\r\n|\r|\n)\Z", text):
        return ""
    return newline if text.endswith(("\n", "\r")) else newline * 2


def _gap_behind(pieces: Sequence[Piece], newline: str) -> str:
    return newline if pieces and not _text(pieces[0]).startswith(("\n", "\r")) else ""


def _close_gap(pieces: list[Piece], following: Piece) -> None:
    """Take out the blank line before a region that is being removed, if another one or the end follows it."""
    behind = _text(following)
    if pieces and isinstance(pieces[-1], str) and (not behind or behind.startswith(("\n", "\r"))):
        pieces[-1] = re.sub(r"(\A|\r\n|\r|\n)(?:\r\n|\r|\n)\Z", r"\1", pieces[-1])
