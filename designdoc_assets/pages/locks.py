"""Locks that keep two writers off one page, within a process and between processes.

The lock files stand in a state folder outside of the docs tree, a fixed number of them for all pages.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

_STRIPES = 256
"""Pages that share a lock merely wait for each other: enough that this is rare, few enough to leave lying around."""
_POLL_S = 0.002


class LockError(Exception):
    """A page's lock could not be had; the message says why, and what to do."""


class Locks:
    """Locks by path. One thread must not hold two at a time: they may share a lock file."""

    def __init__(self, folder: Path, timeout_s: float = 60.0) -> None:
        self._folder = folder
        self._timeout_s = timeout_s
        self._locks: dict[Path, FileLock] = {}

    @contextmanager
    def hold(self, path: Path) -> Iterator[None]:
        """Hold the lock of a path (give its real path: links are not resolved here).

        Raises:
            LockError: another run holds it for too long, or the state folder cannot be written.
        """
        with self.hold_digest(path_digest(path)):
            yield

    @contextmanager
    def hold_digest(self, digest: str) -> Iterator[None]:
        """Hold the lock of the path with this digest."""
        file = self._folder / f"{int(digest[:8], 16) % _STRIPES:02x}.lock"
        lock = self._locks.get(file) or self._locks.setdefault(file, FileLock(file))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=self._timeout_s, poll_interval=_POLL_S)
        except Timeout as error:
            raise LockError(
                f"Another run has held the page lock {file} for {self._timeout_s:g} s, so the page was not written. "
                "Wait for that run, or end it, and run again."
            ) from error
        except OSError as error:
            raise LockError(
                f"The page lock {file} cannot be used ({error.strerror}), so nothing can be written safely. "
                "Make its folder writable, or choose another state folder."
            ) from error
        try:
            yield
        finally:
            lock.release()


def path_digest(path: Path) -> str:
    """Return the digest that stands for a path in names of locks and temporary files: 32 hex digits."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:32]
