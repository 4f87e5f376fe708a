"""Locks and notes in files: for the processes of one machine. They stand in a state folder outside of the docs tree."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from designdoc_assets.pages.errors import LockError
from designdoc_assets.pages.locks.locks import TIMEOUT_S, Locks, digest
from designdoc_assets.pages.stores.files import read_file, sync_folder, write_file

_POLL_S = 0.002


class FileLocks(Locks):
    """The system frees the locks of a process that ends, however it ends.

    They are those of `filelock`, which takes 0.2 ms of processor time for each page where this takes 0.01 ms.
    """

    def __init__(self, folder: Path, timeout_s: float = TIMEOUT_S) -> None:
        self._folder = folder
        self._notes = folder / "notes"
        self._timeout_s = timeout_s

    @contextmanager
    def _hold_stripe(self, stripe: int) -> Iterator[Callable[[], None]]:
        file = f"{self._folder}/{stripe:02x}.lock"
        try:
            descriptor = self._open(file)
        except OSError as error:
            raise _unusable(file, error) from error
        try:
            self._wait_for(descriptor, file)
            try:
                yield _still_held
            finally:
                fcntl.flock(descriptor, fcntl.LOCK_UN)  # also of the copy that a process has which was forked meanwhile
        finally:
            os.close(descriptor)

    def _open(self, file: str) -> int:
        """Open a lock's file: anew each time, so that the threads of a process keep each other off, too."""
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
        try:
            return os.open(file, flags, 0o644)
        except FileNotFoundError:
            self._folder.mkdir(parents=True, exist_ok=True)
            return os.open(file, flags, 0o644)

    def _wait_for(self, descriptor: int, file: str) -> None:
        deadline = time.monotonic() + self._timeout_s
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if time.monotonic() >= deadline:
                    raise LockError(
                        f"Another run has held the page lock {file} for {self._timeout_s:g} s, so the page was not "
                        "written. Wait for that run, or end it, and run again."
                    ) from error
                time.sleep(_POLL_S)
            except OSError as error:
                raise _unusable(file, error) from error
            else:
                return

    def note(self, name: str) -> str | None:
        """Return what was noted last under a name."""
        with self._explained("read"):
            found = read_file(self._note_file(name))
        return found.decode("utf-8") if found is not None else None

    def write_note(self, name: str, text: str) -> None:
        """Note a text under a name."""
        with self._explained("written"):
            for folder in write_file(self._note_file(name), text.encode("utf-8")):
                sync_folder(folder)

    def _note_file(self, name: str) -> Path:
        return self._notes / f"{digest(name)}.txt"

    @contextmanager
    def _explained(self, action: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise LockError(
                f"A note in {self._notes} could not be {action} ({error.strerror}), so runs cannot tell whose turn it "
                "is, and nothing is written. Make the folder writable, or choose another state folder."
            ) from error


def _still_held() -> None:
    """The system does not take a file's lock away."""


def _unusable(file: str, error: OSError) -> LockError:
    return LockError(
        f"The page lock {file} cannot be used ({error.strerror}), so nothing can be written safely. "
        "Make its folder writable, or choose another state folder."
    )
