"""Facts that were parsed before, by content: a file that has not changed is not parsed again.

One SQLite file that any number of processes share. It saves time and nothing else: without it, or with a damaged one,
every result is the same.
"""

import hashlib
import logging
import sqlite3
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TypeVar

from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.source import collector
from designdoc_assets.source.encoded import decoded, layout

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

MAX_CACHE_BYTES = 256 << 20
"""Some 200,000 files of 100 lines; beyond it, the half that was not used for longest goes."""
_MAX_UNUSED_DAYS = 30
_BUSY_TIMEOUT_SECONDS = 5.0
_SECONDS_PER_DAY = 86_400
_KEYS_PER_QUERY = 500  # SQLite takes 999 parameters where it is old
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}
"""The file is damaged, no database at all, or has other tables; anything else may pass."""

_LAYOUT = layout()
"""In every key, so that facts in an older form are not found."""


def facts_key(content_sha256: str, language: str, version: str) -> str:
    """Return the name of the facts that this version of a language finds in content with that hash."""
    return hashlib.sha256(f"{_LAYOUT} {content_sha256} {language} {version}".encode()).hexdigest()


class FactsCache:
    """The facts of files by `facts_key`, kept in the file at `path`.

    No method raises: where the file cannot be used, a warning says so and nothing is found.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._usable = True
        self._last_used_before: set[str] = set()
        """Keys that were found, and are noted in the file as used on an earlier day."""

    def find(self, keys: Collection[str]) -> dict[str, FileFacts]:
        """Return the facts that are known for some of `keys`."""
        rows = self._attempt(lambda connection: _select(connection, keys)) or ()
        self._last_used_before.update(key for key, used, _ in rows if used < _today())
        with collector.off():
            return {key: facts for key, _, data in rows if (facts := decoded(data)) is not None}

    def store(self, facts: Mapping[str, bytes]) -> None:
        """Keep facts, which are `encoded`; drop what was not found for a month, and the older half of too many."""
        rows = [(key, _today(), data) for key, data in facts.items()]
        if rows or self._last_used_before:
            self._attempt(lambda connection: _write(connection, rows, self._last_used_before))
            self._last_used_before = set()

    def _attempt(self, action: Callable[[sqlite3.Connection], _T]) -> _T | None:
        """Do something with the database, with a new one if it is damaged; return None if there can be none."""
        if not self._usable:
            return None
        try:
            try:
                return self._connected(action)
            except sqlite3.DatabaseError as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGED:
                    raise
                _log.warning("The cache of parsed files %s is damaged (%s); it is begun anew.", self._path, error)
                self._path.unlink(missing_ok=True)
                return self._connected(action)
        except (sqlite3.Error, OSError) as error:
            self._usable = False
            _log.warning("The cache of parsed files %s is not used in this run: %s.", self._path, error)
            return None

    def _connected(self, action: Callable[[sqlite3.Connection], _T]) -> _T:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=_BUSY_TIMEOUT_SECONDS)) as connection, connection:
            connection.execute("PRAGMA synchronous = OFF")  # what a power cut may damage is noticed and parsed again
            connection.execute("CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, used INTEGER, data BLOB)")
            connection.execute("CREATE INDEX IF NOT EXISTS facts_used ON facts (used)")
            return action(connection)


def _select(connection: sqlite3.Connection, keys: Collection[str]) -> list[tuple[str, int, bytes]]:
    rows: list[tuple[str, int, bytes]] = []
    remaining = iter(keys)
    while some := list(islice(remaining, _KEYS_PER_QUERY)):
        marks = ",".join("?" * len(some))
        rows += connection.execute(f"SELECT key, used, data FROM facts WHERE key IN ({marks})", some)
    return rows


def _write(connection: sqlite3.Connection, rows: Collection[tuple[str, int, bytes]], used_again: Iterable[str]) -> None:
    connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?)", rows)
    connection.executemany("UPDATE facts SET used = ? WHERE key = ?", ((_today(), key) for key in used_again))
    connection.execute("DELETE FROM facts WHERE used < ?", (_today() - _MAX_UNUSED_DAYS,))
    pages, free, page_bytes = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
    )
    if (pages - free) * page_bytes > MAX_CACHE_BYTES:
        older_half = "SELECT key FROM facts ORDER BY used LIMIT (SELECT count(*) / 2 FROM facts)"
        connection.execute(f"DELETE FROM facts WHERE key IN ({older_half})")


def _today() -> int:
    """Return the number of this day, counted from 1970."""
    return int(time.time()) // _SECONDS_PER_DAY
