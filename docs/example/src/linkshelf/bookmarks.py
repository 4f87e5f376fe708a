"""What stands on the shelf: a bookmark, its state, and the address that makes two of them the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from urllib.parse import urlsplit, urlunsplit

from linkshelf.errors import InvalidUrlError

MAX_URL_LENGTH = 2000
"""Characters; browsers and proxies cut what is longer."""

_DEFAULT_PORTS = {"http": 80, "https": 443}


class State(StrEnum):
    """How far somebody got with a bookmark."""

    UNREAD = "unread"
    READ = "read"
    GONE = "gone"
    """The checker found nothing behind its address."""


@dataclass(frozen=True)
class Bookmark:
    """A link that somebody wants to find again.

    Attributes:
        url: Its address, as `normalise` returns it.
        title: What people call it.
        tags: Words to find it by, lower case.
        state: How far somebody got with it.
        added: When it was put on the shelf, in UTC.
        number: Its number on the shelf; 0 before it stands there.
    """

    url: str
    title: str
    tags: frozenset[str] = frozenset()
    state: State = State.UNREAD
    added: datetime = field(default_factory=lambda: datetime.now(UTC))
    number: int = 0

    def has_all(self, tags: frozenset[str]) -> bool:
        """Return whether it has each of some tags."""
        return tags <= self.tags


def normalise(url: str) -> str:
    """Return the one spelling of an address under which it is kept.

    Scheme and host become lower case; the default port, an empty path and the fragment go.

    Args:
        url: An address as somebody pasted it.

    Raises:
        InvalidUrlError: It is too long, has no host, or is not one of HTTP.
    """
    if len(url) > MAX_URL_LENGTH:
        raise InvalidUrlError(f"{url[:40]}...", f"it is longer than {MAX_URL_LENGTH} characters")
    parts = urlsplit(url.strip())
    if parts.scheme.lower() not in _DEFAULT_PORTS:
        raise InvalidUrlError(url, "it begins with neither http:// nor https://")
    if not parts.hostname:
        raise InvalidUrlError(url, "it names no host")
    scheme, host = parts.scheme.lower(), parts.hostname
    if parts.port and parts.port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{parts.port}"
    return urlunsplit((scheme, host, parts.path.rstrip("/"), parts.query, ""))
