"""SQLite files that are kept open with one connection each, which is made anew if the file was replaced."""

import os
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool, StaticPool

MOST_OPEN = 9
"""The most files that are kept open, with three descriptors each. A run writes two; a web server reads some more."""

_LEFT_BEHIND: list[object] = []
"""Connections of the process that this one was forked from, which SQLite forbids to use or close here."""


@dataclass(frozen=True, slots=True)
class _Open:
    engine: Engine
    file: tuple[int, int]
    """Device and inode."""


class Shards:
    """The files of an event log that were used last, kept open. Not safe for several threads at once."""

    def __init__(self, prepare: Callable[[Engine], None]) -> None:
        """Take how files are prepared; none is opened yet.

        Args:
            prepare: Makes the tables in a file, where they are missing.
        """
        self._prepare = prepare
        self._open: OrderedDict[Path, _Open] = OrderedDict()

    def engine(self, path: Path) -> Engine:
        """Return the engine of a file, which has the tables. At most `MOST_OPEN` stay open.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: It cannot be opened, or written.
        """
        found = self._open.get(path)
        if found is None or found.file != _identity(path):  # removed by another process, say with `dagster run wipe`
            self.close(path)
            found = self._open[path] = self._opened(path)
        self._open.move_to_end(path)
        return found.engine

    def shrink(self) -> None:
        """Close the files that were unused for longest, down to `MOST_OPEN`."""
        while len(self._open) > MOST_OPEN:
            self.close(next(iter(self._open)))

    def close(self, path: Path) -> None:
        """Close a file, if it is open."""
        found = self._open.pop(path, None)
        if found is not None:
            found.engine.dispose()

    def close_all(self) -> None:
        """Close all files."""
        for path in list(self._open):
            self.close(path)

    def leave_behind(self) -> None:
        """Forget all without closing them, in a process that was forked."""
        _LEFT_BEHIND.append(self._open)
        self._open = OrderedDict()

    def _opened(self, path: Path) -> _Open:
        timeout = {"timeout": SQLITE_BUSY_TIMEOUT_SECONDS}
        preparing = create_engine(f"sqlite:///{path}", poolclass=NullPool, connect_args=timeout)
        self._prepare(preparing)
        kept = create_engine(
            f"sqlite:///{path}", poolclass=StaticPool, connect_args=timeout | {"check_same_thread": False}
        )
        return _Open(kept, _identity(path) or (0, 0))


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - for each use
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
