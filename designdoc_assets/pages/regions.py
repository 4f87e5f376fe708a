"""A page as text: the regions that artifacts own, and the text of people around them.

A region is known by its `Slot`: its kind, and what its begin marker says it is about, where a page has several of them.
Reading and rendering are byte-exact, whatever the text: what is broken stays as it is until it is repaired, and a
repair never drops what a person may have written. Nothing here knows where a page stands or what its regions mean.

A region's body is compared with line ends normalised and without trailing newlines, so that a checkout with CRLF does
not look edited. New regions take the line ends of their page; the text of people keeps its own.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, NamedTuple, cast, get_args

from designdoc_assets.markup.fences import fenced_blocks

Status = Literal["passed", "disputed", "unreviewed"]

_EOL = r"(?:\r\n|\r|\n|\Z)"
_KIND = r"[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*"
_STATE = r"[^-\r\n]*(?:-(?!->)[^-\r\n]*)*"
_MARKER = re.compile(
    rf"<!-- designdoc:(?<![^\r\n]<!-- designdoc:)(?:"  # at the start of a line; with a literal first it is fast
    rf"begin(?=\s|-->|\Z)(?:[ \t]+(?P<begin>{_KIND}))?(?P<subject>{_STATE})(?:-->)?"
    rf"|end(?=\s|-->|\Z)(?:[ \t]+(?P<end>{_KIND})(?P<state>(?:[ \t]+(?!-->)[^\s<>]+)*))?(?:[ \t]*-->)?"
    rf")(?:[ \t]*{_EOL})?"
)
SHORT = 16
"""Characters of a digest in a marker: 64 bits, for what nobody forges but who may write the text itself."""
_SUBJECT = re.compile(r"[A-Za-z0-9_./:@+%-]+")
_HYPHENS = "-%2D"
_HEADER = re.compile(rf"([0-9a-f]{{{SHORT}}}) ([0-9a-f]{{{SHORT}}}) ([\w.-]+) (passed|disputed|unreviewed)")
_SHA256 = re.compile(rf'"body_sha256"\s*:\s*"([0-9a-f]{{{SHORT}}})[0-9a-f]{{{64 - SHORT}}}"')
_CLAIM = re.compile(rf"\s*[0-9a-f]{{{SHORT}}} ([0-9a-f]{{{SHORT}}})\b")


class Slot(NamedTuple):
    """What tells the region of one artifact from the others of its page.

    Attributes:
        kind: Its kind.
        subjects: What its begin marker may say it is about: first how it is written, then how it is read as well.
            Nothing is said where the page's name tells.
    """

    kind: str
    subjects: tuple[str, ...] = ("",)


@dataclass(frozen=True)
class RegionHeader:
    """What a region's markers say of its artifact: all that decides whether it is fresh.

    Attributes:
        kind: Its kind.
        partition: Its partition key, without what of it the page's name tells.
        data_version: The first characters of the data version that it was made of.
        body_digest: The first characters of the digest of the body that was generated.
        writer: Who wrote it.
        status: What became of its checks.
        parts: Digests of its inputs by name, which the markers of an earlier format held; None in one of today's.
    """

    kind: str
    partition: str
    data_version: str
    body_digest: str
    writer: str
    status: Status
    parts: Mapping[str, str] | None = None

    @property
    def subject(self) -> str:
        """What the begin marker says: the partition key, in which two hyphens would end a comment."""
        return self.partition.replace("--", _HYPHENS)

    @property
    def state(self) -> str:
        """What the end marker says."""
        return f"{self.data_version} {self.body_digest} {self.writer} {self.status}"

    @classmethod
    def read(cls, kind: str, subject: str, state: str) -> "RegionHeader | None":
        """Return what the markers of a region say; None where they say too little, or nothing that can be used."""
        if subject.startswith("{"):
            return _read_json(kind, subject)
        found = _HEADER.fullmatch(state)
        if not found or not (subject == "" or _SUBJECT.fullmatch(subject)):
            return None
        status = cast("Status", found[4])
        return cls(kind, subject.replace(_HYPHENS, "--"), found[1], found[2], found[3], status)


def _read_json(kind: str, text: str) -> RegionHeader | None:
    """Return what a begin marker of the earlier format says, which was JSON."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    names = ("partition", "data_version", "body_sha256", "writer", "status")
    if not isinstance(data, dict) or not all(isinstance(data.get(name), str) for name in names):
        return None
    partition, version, digest, writer, status = (data[name] for name in names)
    parts = data.get("parts", {})
    if status not in get_args(Status) or not isinstance(parts, dict):
        return None
    return RegionHeader(kind, partition, version[:SHORT], digest[:SHORT], writer, status, parts)


@dataclass(frozen=True)
class Region:
    """The part of a page that one artifact owns. `body` has LF line ends and no trailing newlines."""

    kind: str
    header: RegionHeader | None
    """None where its markers cannot be used."""
    body: str
    raw: tuple[str, str, str] | None = field(default=None, compare=False, repr=False)
    """The exact text it was read from: begin marker, body, and end marker (empty where there was none)."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "body", normalised(self.body))

    @property
    def subject(self) -> str:
        """What its begin marker says that it is about; nothing where that cannot be read."""
        if self.header:
            return self.header.partition
        marker = _MARKER.match(self.raw[0]) if self.raw else None
        said = (marker["subject"] or "").strip() if marker else ""
        return said.replace(_HYPHENS, "--") if _SUBJECT.fullmatch(said) else ""

    def fills(self, slot: Slot) -> bool:
        """Whether it is the region, or a copy of the region, of a slot."""
        return self.kind == slot.kind and self.subject in slot.subjects

    @property
    def edited(self) -> bool:
        """Whether its body may hold what a person wrote: it is not provably what was generated."""
        return body_digest(self.body)[:SHORT] != self._claimed_digest()

    def render(self, newline: str = "\n") -> str:
        """Return the exact text it was read from; for a new region its markers and body."""
        if self.raw:
            return "".join(self.raw)
        subject = f" {self.header.subject}" if self.header and self.header.partition else ""
        state = self.header.state if self.header and self.header.parts is None else ""
        lines = [f"<!-- designdoc:begin {self.kind}{subject} -->", *self._lines(), _end_marker(self.kind, state)]
        return newline.join(lines) + newline

    def _lines(self) -> list[str]:
        return self.body.split("\n") if self.body else []

    def _claimed_digest(self) -> str | None:
        if self.header:
            return self.header.body_digest
        if not self.raw:
            return None
        found = _SHA256.search(self.raw[0]) or _CLAIM.match(_state(self.raw[2]))
        return found[1] if found else None


@dataclass(frozen=True)
class Stray:
    """A marker that belongs to no region: an end without a begin, or a begin that names no kind."""

    kind: str | None
    raw: str


@dataclass(frozen=True)
class Page:
    """A page's text in order: text of people, regions, stray markers."""

    pieces: tuple[str | Region | Stray, ...]

    def render(self) -> str:
        """Return the page's text; of a page that was read, exactly the text it was read from."""
        return "".join(_text(piece) for piece in self.pieces)

    def own_text(self) -> str:
        """Return the text outside of all regions and markers."""
        return "".join(piece for piece in self.pieces if isinstance(piece, str))

    def region(self, slot: Slot) -> Region | None:
        """Return the region of a slot; of several, the first that is whole, else the first with a usable header."""
        copies = [piece for piece in self.pieces if isinstance(piece, Region) and piece.fills(slot)]
        return min(copies, key=lambda copy: (copy.header is None or copy.edited, copy.header is None), default=None)

    def is_whole(self, slot: Slot) -> bool:
        """Return whether a slot has one region, with both markers, and no marker besides: nothing to repair."""
        found = [piece for piece in self.pieces if _concerns(piece, slot)]
        if len(found) != 1 or not isinstance(found[0], Region):
            return False
        raw = found[0].raw
        return raw is None or ("-->" in raw[0] and "-->" in raw[2])

    def repaired(self, slots: Collection[Slot]) -> "Page":
        """Return the page with what is broken about the regions of these slots mended; others stay verbatim.

        Of a doubled region the copy that `region` returns stays. Another goes if it is provably what was generated;
        else its text stays as text of people. A missing end marker is set, and stray markers are taken out.
        """
        page, mended = self, self._mended(slots)
        while mended.render() != page.render():
            # What stood behind a marker that was taken out may now be at the start of a line, and itself be a marker.
            page = parse_page(mended.render())
            mended = page._mended(slots)
        return page

    def _mended(self, slots: Collection[Slot]) -> "Page":
        keep = [(slot, self.region(slot)) for slot in slots]
        pieces: list[str | Region | Stray] = []
        for piece, following in pairwise((*self.pieces, "")):
            if isinstance(piece, Region):
                kept = next((region for slot, region in keep if piece.fills(slot)), piece)
                if kept is piece:
                    pieces.append(_closed(piece) if any(region is piece for _, region in keep) else piece)
                elif piece.edited:
                    pieces.append(piece.raw[1] if piece.raw else piece.body)
                else:
                    _close_gap(pieces, following)
            elif not (isinstance(piece, Stray) and (piece.kind is None or any(piece.kind == s.kind for s in slots))):
                pieces.append(piece)
        return Page(_joined(pieces))

    def with_region(
        self, region: Region, slot: Slot | None = None, after: Sequence[Slot] = (), ahead_of: Sequence[Slot] = ()
    ) -> "Page":
        """Return the page with this region in its slot, no other byte changed.

        Where there is none yet, it comes after the last region of the slots in `after`, else right before the first of
        those in `ahead_of`, else at the end. What is broken about regions of its slot is repaired.

        Args:
            region: The region.
            slot: Its slot; without, what its own marker says, and where the page is about it, what says nothing.
            after: The slots before it.
            ahead_of: The slots behind it.

        Raises:
            ValueError: the body holds a marker, so that the region could not be read again.
        """
        slot = slot or Slot(region.kind, (region.subject, ""))
        page = self if self.is_whole(slot) else self.repaired([slot])
        current = page.region(slot)
        if current == region:
            return page
        newline = page._newline()
        (new, *others) = parse_page(replace(region, raw=None).render(newline)).pieces
        if others or new != region:
            raise ValueError(
                f"The region {region.kind} could not be read again: its body holds a region marker that is not "
                "neutralised, or its markers a value that is not allowed. The page is left as it was."
            )
        if current:
            new = _ending_like(current, new)
            return Page(tuple(new if piece is current else piece for piece in page.pieces))
        before_it, behind_it = _forms(after), _forms(ahead_of)
        forms = [(piece.kind, piece.subject) if isinstance(piece, Region) else ("", "") for piece in page.pieces]
        anchors = [i + 1 for i, form in enumerate(forms) if form in before_it]
        followers = [i for i, form in enumerate(forms) if form in behind_it]
        at = anchors[-1] if anchors else next(iter(followers), len(page.pieces))
        before, behind = page.pieces[:at], page.pieces[at:]
        return Page(_joined([*before, _gap_before(before, newline), new, _gap_behind(behind, newline), *behind]))

    def without_region(self, slot: Slot) -> "Page":
        """Return the page without the region of a slot; an edited copy of a doubled one stays as text of people."""
        page = self.repaired([slot])
        pieces: list[str | Region | Stray] = []
        for piece, following in pairwise((*page.pieces, "")):
            if isinstance(piece, Region) and piece.fills(slot):
                _close_gap(pieces, following)
            else:
                pieces.append(piece)
        return Page(_joined(pieces))

    def _newline(self) -> str:
        found = re.search(r"\r\n|\n", self.render())
        return found[0] if found else "\n"


def parse_page(text: str) -> Page:
    """Read a page. Any text can be read, and is rendered to the same text again.

    A marker counts at the start of a line, outside of fenced code. A region ends at its end marker; where that is
    missing, before the next marker or at the end of the page.
    """
    markers = _outside_of_fences(text, list(_MARKER.finditer(text)))
    pieces: list[str | Region | Stray] = []
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
        header = RegionHeader.read(marker["begin"], marker["subject"].strip(), _state(raw[2]))
        pieces.append(Region(marker["begin"], header, raw[1], raw))
        position = marker.start() + sum(map(len, raw))
    pieces.append(text[position:])
    return Page(_joined(pieces))


def normalised(body: str) -> str:
    """Return a body with LF line ends and without trailing newlines."""
    return body.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


def body_digest(body: str) -> str:
    """Return the sha256 of a body, the same for every style of line ends."""
    return hashlib.sha256(normalised(body).encode("utf-8", "surrogateescape")).hexdigest()


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


def _forms(slots: Iterable[Slot]) -> frozenset[tuple[str, str]]:
    return frozenset((slot.kind, subject) for slot in slots for subject in slot.subjects)


def _concerns(piece: str | Region | Stray, slot: Slot) -> bool:
    """Whether a piece is a region of a slot, or a stray marker that may be one's."""
    if isinstance(piece, Region):
        return piece.fills(slot)
    return isinstance(piece, Stray) and piece.kind in (slot.kind, None)


def _text(piece: str | Region | Stray) -> str:
    if isinstance(piece, str):
        return piece
    return piece.raw if isinstance(piece, Stray) else piece.render()


def _end_marker(kind: str, state: str) -> str:
    return " ".join(filter(None, ["<!-- designdoc:end", kind, state, "-->"]))


def _state(end: str) -> str:
    """Return what an end marker says besides its kind."""
    marker = _MARKER.match(end)
    return (marker["state"] or "").strip() if marker else ""


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
    return replace(region, raw=(begin, body, _end_marker(region.kind, _state(end)) + newline))


def _ending_like(old: Region, new: Region) -> Region:
    """Leave out the line end behind the new end marker if the old one had none: text may follow on its line."""
    if not (old.raw and new.raw) or old.raw[2].endswith(("\n", "\r")):
        return new
    begin, body, end = new.raw
    return replace(new, raw=(begin, body, end.rstrip("\r\n")))


def _without_blank_end(text: str) -> str:
    written = text.rstrip()
    line_end = re.compile(rf"[ \t]*{_EOL}").match(text, len(written)) if written else None
    return text[: line_end.end()] if line_end else written


def _joined(pieces: Iterable[str | Region | Stray]) -> tuple[str | Region | Stray, ...]:
    joined: list[str | Region | Stray] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece != "":
            joined.append(piece)
    return tuple(joined)


def _gap_before(pieces: Collection[str | Region | Stray], newline: str) -> str:
    text = "".join(_text(piece) for piece in pieces)
    if not text or re.search(r"(?:\A|\n|\r(?!\n))[ \t]*(?:\r\n|\r|\n)\Z", text):
        return ""
    return newline if text.endswith(("\n", "\r")) else newline * 2


def _gap_behind(pieces: Sequence[str | Region | Stray], newline: str) -> str:
    return newline if pieces and not _text(pieces[0]).startswith(("\n", "\r")) else ""


def _close_gap(pieces: list[str | Region | Stray], following: str | Region | Stray) -> None:
    """Take out the blank line before a region that is being removed, if another one or the end follows it."""
    behind = _text(following)
    if pieces and isinstance(pieces[-1], str) and (not behind or behind.startswith(("\n", "\r"))):
        pieces[-1] = re.sub(r"(\A|\r\n|\r|\n)(?:\r\n|\r|\n)\Z", r"\1", pieces[-1])
