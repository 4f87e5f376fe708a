"""The markers of regions: two comments on lines of their own, and what they say of the artifact between them.

The begin marker names the kind, and what the region is about where its page holds several; the end marker says what
the region was made of, what its text was, who wrote it, and what became of its checks.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

Status = Literal["passed", "disputed", "unreviewed"]

LINE_END = r"(?:\r\n|\r|\n|\Z)"
_KIND = r"[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*"
_STATE = r"[^-\r\n]*(?:-(?!->)[^-\r\n]*)*"
MARKER = re.compile(
    rf"<!-- designdoc:(?<![^\r\n]<!-- designdoc:)(?:"  # at the start of a line; with a literal first it is fast
    rf"begin(?=\s|-->|\Z)(?:[ \t]+(?P<begin>{_KIND}))?(?P<subject>{_STATE})(?:-->)?"
    rf"|end(?=\s|-->|\Z)(?:[ \t]+(?P<end>{_KIND})(?P<state>(?:[ \t]+(?!-->)[^\s<>]+)*))?(?:[ \t]*-->)?"
    rf")(?:[ \t]*{LINE_END})?"
)
SHORT = 16
"""Characters of a digest in a marker: 64 bits, for what nobody forges but who may write the text itself."""
SUBJECT = re.compile(r"[A-Za-z0-9_./:@+%-]+")
HYPHENS = "-%2D"
_HEADER = re.compile(rf"([0-9a-f]{{{SHORT}}}) ([0-9a-f]{{{SHORT}}}) ([\w.-]+) (passed|disputed|unreviewed)")


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
        return self.partition.replace("--", HYPHENS)

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
        if not found or not (subject == "" or SUBJECT.fullmatch(subject)):
            return None
        status = cast("Status", found[4])
        return cls(kind, subject.replace(HYPHENS, "--"), found[1], found[2], found[3], status)


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


def end_marker(kind: str, state: str) -> str:
    """Return the end marker of a kind; without a state it says nothing else."""
    return " ".join(filter(None, ["<!-- designdoc:end", kind, state, "-->"]))


def state_of(end: str) -> str:
    """Return what an end marker says besides its kind."""
    marker = MARKER.match(end)
    return (marker["state"] or "").strip() if marker else ""
