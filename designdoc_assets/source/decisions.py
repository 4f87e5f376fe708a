"""Decisions that a project keeps records of, a file each: as Nygard and MADR have it, RFCs, KEPs."""

import hashlib
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from designdoc_assets.languages.secrets import masked
from designdoc_assets.source.selection import Selection
from designdoc_assets.source.text import NotText, decode

_PATH = re.compile(
    r"(?:.*/)?(?:adrs?|decisions|decision-records|architecture[-_]decisions|architectural-decisions"
    r"|architecture-decision-records|rfcs?)/(?:.*/)?(?:(?:adr|rfc)[-_ ]?)?\d+[-_ .](?!template\b)[^/]*"
    r"\.(?:md|markdown)"
    r"|keps/(?:[^/]+/)?\d+-[^/]+/README\.md",
    re.IGNORECASE,
)
"""A numbered or dated file in a folder of decisions: what has no number is about all of them."""
_MOST = 500
_MOST_BYTES = 1 << 17
_MOST_CHARACTERS = 160
_TITLE = re.compile(r"^#\s+(.+?)\s*#*\s*$|^(\S.*)\n=+\s*$", re.MULTILINE)
_FIELD = r"^\s*(?:[-*]\s+)?\**{}\**\s*:\s*\**\s*(.+?)\s*$"
_STATUS = re.compile(_FIELD.format("status"), re.IGNORECASE | re.MULTILINE)
_DATE = re.compile(_FIELD.format("(?:date|decided|decision date|start date)"), re.IGNORECASE | re.MULTILINE)
_STATUS_SECTION = re.compile(r"^#{2,3}\s+status\s*:?\s*$\n(.*?)(?=^#|\Z)", re.IGNORECASE | re.MULTILINE | re.DOTALL)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_RELATION = re.compile(
    r"\b(supersede[sd](?: by)?|replace[sd](?: by)?|amend(?:s|ed by)|obsolete[sd](?: by)?)\b:?\s*([^\n]*)", re.IGNORECASE
)
_TARGET = re.compile(r"\]\(\s*<?([^)>\s#]+)[^)]*\)")
_NUMBER = re.compile(r"(?<![\d.])0*(\d{1,4})(?!\d|[-.]\d)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision, as its record says it. What it does not say is empty."""

    path: str
    title: str
    status: str
    date: str
    relations: tuple[tuple[str, str], ...]
    """(how, path of the other record): `supersedes`, `superseded by`, `amends`."""


def read_decisions(target: Selection) -> tuple[tuple[Decision, ...], dict[str, str]]:
    """Return the decisions in order of their paths, and the sha256 of each record, or why it cannot be read."""
    paths = [p for p in target.paths if _PATH.fullmatch(p) and not target.rules.left_out_folder(p)][:_MOST]
    texts: dict[str, str] = {}
    hashes: dict[str, str] = {}
    for path in (path for path in paths if not target.rules.is_test(path)):
        try:
            raw = target.tree.read(path, _MOST_BYTES)
            hashes[path] = hashlib.sha256(raw).hexdigest()
            texts[path] = masked(decode(raw))
        except OSError as error:
            hashes[path] = str(error.strerror)
        except NotText as error:
            hashes[path] = str(error)
    found = (_decision(path, text, texts) for path, text in sorted(texts.items()))
    return tuple(decision for decision in found if decision.title), hashes


def _decision(path: str, text: str, others: Mapping[str, str]) -> Decision:
    title = _TITLE.search(text)
    section = _STATUS_SECTION.search(text)
    lines = [line.strip(" -*\t") for line in section[1].split("\n") if line.strip()] if section else []
    given = _STATUS.search(text)
    status = given[1] if given else next(iter(lines), "")
    relations = dict.fromkeys(_relations(path, [status, *lines], others))
    date = _DATE.search(text)
    day = _DAY.search(date[1]) if date else _DAY.match(posixpath.basename(path))
    return Decision(
        path, _plain(title[1] or title[2]) if title else "", _word(status), day[0] if day else "", tuple(relations)
    )


def _word(status: str) -> str:
    """Return a status without the link and the date that may follow it."""
    plain = _plain(status).strip("\"'{} ")
    return re.split(r"\s+(?:by|on)\s+|[,;.(|]|\s+-\s", plain, maxsplit=1)[0].strip().lower()[:40]


def _relations(path: str, lines: Iterable[str], others: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    folder = posixpath.dirname(path)
    by_number = {_number(other): other for other in others if posixpath.dirname(other) == folder}
    for how, rest in (pair for line in lines for pair in _RELATION.findall(line)):
        linked = [posixpath.normpath(posixpath.join(folder, to)) for to in _TARGET.findall(rest)]
        named = [by_number.get(number, "") for number in _NUMBER.findall(_LINK.sub("", rest))]
        for other in linked or named:
            if other in others and other != path:
                yield how.lower(), other


def _number(path: str) -> str:
    found = re.search(r"\d+", posixpath.basename(path))
    return found[0].lstrip("0") if found else ""


def _plain(text: str) -> str:
    """Return a text without links and emphasis, on one line."""
    return " ".join(re.sub(r"[*`]|(?<!\w)_|_(?!\w)", "", _LINK.sub(r"\1", text)).split())[:_MOST_CHARACTERS]
