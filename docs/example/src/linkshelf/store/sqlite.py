"""A store in one SQLite file, which any number of processes may share."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from linkshelf.bookmarks import Bookmark, State
from linkshelf.errors import DuplicateBookmarkError, UnknownBookmarkError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS bookmarks (
    number INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    tags TEXT NOT NULL,
    state TEXT NOT NULL,
    added TEXT NOT NULL
)
"""
_COLUMNS = "number, url, title, tags, state, added"
_LOCK_TIMEOUT = 10.0
"""Seconds to wait for another process that writes."""


class SqliteStore:
    """Keeps bookmarks in a table. Each call has a connection and a transaction of its own."""

    def __init__(self, file: Path) -> None:
        self._file = file
        with self._transaction() as database:
            database.execute(_SCHEMA)

    def add(self, bookmark: Bookmark) -> Bookmark:
        """Keep a bookmark under the next number."""
        values = (
            bookmark.url,
            bookmark.title,
            " ".join(sorted(bookmark.tags)),
            bookmark.state.value,
            bookmark.added.isoformat(),
        )
        insert = (
            "INSERT INTO bookmarks (url, title, tags, state, added) VALUES (?, ?, ?, ?, ?) RETURNING number"
        )
        with self._transaction() as database:
            try:
                (number,) = database.execute(insert, values).fetchone()
            except sqlite3.IntegrityError as error:
                same = "SELECT number FROM bookmarks WHERE url = ?"
                (existing,) = database.execute(same, (bookmark.url,)).fetchone()
                raise DuplicateBookmarkError(bookmark.url, existing) from error
        return replace(bookmark, number=number)

    def get(self, number: int) -> Bookmark:
        """Return the bookmark of a number."""
        with self._transaction() as database:
            row = database.execute(f"SELECT {_COLUMNS} FROM bookmarks WHERE number = ?", (number,)).fetchone()
        if row is None:
            raise UnknownBookmarkError(number)
        return _bookmark(row)

    def find(self, tags: frozenset[str], state: State | None) -> Iterable[Bookmark]:
        """Return the bookmarks that have all of some tags, newest first."""
        with self._transaction() as database:
            rows = database.execute(
                f"SELECT {_COLUMNS} FROM bookmarks WHERE ? IS NULL OR state = ? ORDER BY number DESC",
                (state, state),
            ).fetchall()
        return [bookmark for bookmark in map(_bookmark, rows) if bookmark.has_all(tags)]

    def set_state(self, number: int, state: State) -> None:
        """Change the state of a bookmark."""
        with self._transaction() as database:
            changed = database.execute(
                "UPDATE bookmarks SET state = ? WHERE number = ?", (state.value, number)
            ).rowcount
        if changed == 0:
            raise UnknownBookmarkError(number)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        database = sqlite3.connect(self._file, timeout=_LOCK_TIMEOUT)
        try:
            with database:
                yield database
        finally:
            database.close()


def _bookmark(row: tuple[int, str, str, str, str, str]) -> Bookmark:
    number, url, title, tags, state, added = row
    return Bookmark(
        url=url,
        title=title,
        tags=frozenset(tags.split()),
        state=State(state),
        added=datetime.fromisoformat(added),
        number=number,
    )
