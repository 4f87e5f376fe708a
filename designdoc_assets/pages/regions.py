"""A region: the part of a page that one artifact owns, known by its slot.

A region's body is compared with line ends normalised and without trailing newlines, so that a checkout with CRLF does
not look edited.
"""

import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from designdoc_assets.pages.markers import HYPHENS, MARKER, SHORT, SUBJECT, RegionHeader, end_marker, state_of

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

    @property
    def forms(self) -> list[tuple[str, str]]:
        """Kind and subject of the regions that may be in it."""
        return [(self.kind, subject) for subject in self.subjects]


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
        marker = MARKER.match(self.raw[0]) if self.raw else None
        said = (marker["subject"] or "").strip() if marker else ""
        return said.replace(HYPHENS, "--") if SUBJECT.fullmatch(said) else ""

    @property
    def form(self) -> tuple[str, str]:
        """Its kind, and its subject."""
        return self.kind, self.subject

    @cached_property
    def edited(self) -> bool:
        """Whether its body may hold what a person wrote: it is not provably what was generated."""
        return body_digest(self.body)[:SHORT] != self._claimed_digest()

    def render(self, newline: str = "\n") -> str:
        """Return the exact text it was read from; for a new region its markers and body."""
        if self.raw:
            return "".join(self.raw)
        subject = f" {self.header.subject}" if self.header and self.header.partition else ""
        state = self.header.state if self.header and self.header.parts is None else ""
        lines = [f"<!-- designdoc:begin {self.kind}{subject} -->", *self._lines(), end_marker(self.kind, state)]
        return newline.join(lines) + newline

    def _lines(self) -> list[str]:
        return self.body.split("\n") if self.body else []

    def _claimed_digest(self) -> str | None:
        if self.header:
            return self.header.body_digest
        if not self.raw:
            return None
        found = _SHA256.search(self.raw[0]) or _CLAIM.match(state_of(self.raw[2]))
        return found[1] if found else None


@dataclass(frozen=True)
class Stray:
    """A marker that belongs to no region: an end without a begin, or a begin that names no kind."""

    kind: str | None
    raw: str


def normalised(body: str) -> str:
    """Return a body with LF line ends and without trailing newlines."""
    return body.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


def body_digest(body: str) -> str:
    """Return the sha256 of a body, the same for every style of line ends."""
    return hashlib.sha256(normalised(body).encode("utf-8", "surrogateescape")).hexdigest()
