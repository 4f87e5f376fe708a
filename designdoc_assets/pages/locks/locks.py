"""Locks that keep two writers off one page, and the notes that those who share the locks leave each other."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import final

STRIPES = 256
"""Pages that share a lock merely wait for each other: enough that this is rare, few enough to take them all in turn."""
TIMEOUT_S = 60.0
"""A page is written in milliseconds, or seconds on a slow store: whoever holds it for longer is stuck."""


class Locks(ABC):
    """Locks by name, such as a page's address. One thread must not hold two at a time: they may be the same."""

    @final
    def hold(self, name: str) -> AbstractContextManager[Callable[[], None]]:
        """Hold the lock of a name. The block gets what checks that it is still held, to ask right before it writes.

        Raises:
            LockError: Another run holds it for too long, what the locks are kept in cannot be used, or it was lost.
        """
        return self.hold_digest(digest(name))

    @final
    def hold_digest(self, digest: str) -> AbstractContextManager[Callable[[], None]]:
        """Hold the lock of the name with this digest, as `hold` does."""
        return self._hold_stripe(int(digest[:8], 16) % STRIPES)

    @final
    def wait_for_holders(self) -> None:
        """Wait until each lock that is held now has been given back at least once.

        Raises:
            LockError: As `hold` does.
        """
        for stripe in range(STRIPES):
            with self._hold_stripe(stripe):
                pass

    @abstractmethod
    def _hold_stripe(self, stripe: int) -> AbstractContextManager[Callable[[], None]]: ...

    @abstractmethod
    def note(self, name: str) -> str | None:
        """Return what was noted last under a name.

        Raises:
            LockError: What the notes are kept in cannot be used.
        """

    @abstractmethod
    def write_note(self, name: str, text: str) -> None:
        """Note a short text under a name, in one step and so that it lasts; read and write under the name's lock.

        Raises:
            LockError: What the notes are kept in cannot be used.
        """


def digest(name: str) -> str:
    """Return what stands for a name where names may be long or strange: 32 hex digits."""
    return hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:32]
