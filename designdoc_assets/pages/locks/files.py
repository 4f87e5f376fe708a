"""Locks and notes in files: for the processes of one machine. They stand in a state folder outside of the docs tree."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from designdoc_assets.pages.errors import LockError
from designdoc_assets.pages.locks.locks import TIMEOUT_S, Locks, digest
from designdoc_assets.pages.stores.files import read_file, sync_folder, write_file

_POLL_S = 0.002


class FileLocks(Locks):
    """The system frees the locks of a process that ends, however it ends."""

    def __init__(self, folder: Path, timeout_s: float = TIMEOUT_S) -> None:
        self._folder = folder
        self._notes = folder / "notes"
        self._timeout_s = timeout_s
        self._locks: dict[Path, FileLock] = {}

    @contextmanager
    def _hold_stripe(self, stripe: int) -> Iterator[Callable[[], None]]:
        file = self._folder / f"{stripe:02x}.lock"
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
                "Make its folder writable, or name another (DAGSTER_HOME, or else XDG_STATE_HOME)."
            ) from error
        try:
            yield _still_held
        finally:
            lock.release()

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
                "is, and nothing is written. Make the folder writable, or name another (DAGSTER_HOME, or else "
                "XDG_STATE_HOME)."
            ) from error


def _still_held() -> None:
    """The system does not take a file's lock away."""
