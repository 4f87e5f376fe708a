"""The journal: the database of every model call, that all processes of a deployment share. It decides nothing."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Self, TypeVar

from sqlalchemy import Connection, insert, inspect, select

from designdoc_assets.spending.database import Database, JournalError, may_exist
from designdoc_assets.spending.schema import SCHEMA_VERSION, metadata, versions

T = TypeVar("T")

LEASE_S = 15.0
"""After so long without a sign of life a process counts as dead: long beside a pause of its event loop, short for those
who wait for its calls."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """What work is done in.

    Attributes:
        now: Its time, read after earlier writers had ended.
    """

    connection: Connection
    now: datetime


Work = Callable[[Transaction], T]


class Journal:
    """Runs transactions in threads of its own, so that an event loop never waits for a disk.

    Attributes:
        lease_s: For how long a call in flight counts as alive after its process last said so.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] | None, lease_s: float) -> None:
        self._database = database
        self._clock = clock
        self._threads = ThreadPoolExecutor(database.workers, thread_name_prefix="journal")
        self.lease_s = lease_s

    @classmethod
    def open(cls, url: str, *, clock: Callable[[], datetime] | None = None, lease_s: float = LEASE_S) -> Self:
        """Open a journal, and make its tables if there are none.

        Args:
            url: `sqlite:////folder/journal.db` or `postgresql://...`.
            clock: The time in UTC; by default the database server's, or for SQLite this machine's.

        Raises:
            JournalError: it cannot be opened.
        """
        database = Database(url)
        _refuse_newer(database, database.write("schema", _make_tables))
        return cls(database, clock, lease_s)

    @classmethod
    def find(cls, url: str, *, clock: Callable[[], datetime] | None = None) -> Self | None:
        """Open a journal that is there; None if no call was ever made. Nothing is made.

        Args:
            url: As for `open`.
            clock: As for `open`.

        Raises:
            JournalError: it cannot be opened.
        """
        if not may_exist(url):
            return None
        database = Database(url)
        version = database.read(_version)
        if version is None:
            database.close()
            return None
        _refuse_newer(database, version)
        return cls(database, clock, LEASE_S)

    def write(self, target: str, work: Work[T]) -> asyncio.Future[T]:
        """Do `work` in a transaction of its own; those of one target, in whatever process, come one after another.

        The future raises JournalError if the database cannot be used; nothing was written then. Cancelling it does
        not stop the transaction.
        """
        return self._in_thread(lambda: self._database.write(f"target {target}", self._written(work)))

    def read(self, work: Work[T]) -> asyncio.Future[T]:
        """Do `work`, which only reads, in a transaction of its own that no writer holds up."""
        return self._in_thread(lambda: self._database.read(self._read(work)))

    def read_now(self, work: Work[T]) -> T:
        """Do what `read` does in this thread.

        Raises:
            JournalError: the database cannot be used.
        """
        return self._database.read(self._read(work))

    def close(self) -> None:
        """Wait for what is under way, and close all connections."""
        self._threads.shutdown()
        self._database.close()

    def _in_thread(self, work: Callable[[], T]) -> asyncio.Future[T]:
        return asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _read(self, work: Work[T]) -> Callable[[Connection], T]:
        return lambda connection: work(
            Transaction(connection, self._clock() if self._clock else self._database.now(connection))
        )

    def _written(self, work: Work[T]) -> Callable[[Connection, datetime], T]:
        return lambda connection, now: work(Transaction(connection, self._clock() if self._clock else now))


def _make_tables(connection: Connection, _now: datetime) -> int:
    """Make the tables if there are none; return the version of those that are there."""
    version = _version(connection)
    if version is None:
        metadata.create_all(connection)
        connection.execute(insert(versions).values(version=SCHEMA_VERSION))
    return version or SCHEMA_VERSION


def _version(connection: Connection) -> int | None:
    """Return the version of the tables; None if there are none."""
    if not inspect(connection).has_table(versions.name):
        return None
    return int(connection.execute(select(versions.c.version)).scalar_one())


def _refuse_newer(database: Database, version: int) -> None:
    if version > SCHEMA_VERSION:
        database.close()
        raise JournalError(
            f"The journal of model calls {database.name} was made by a newer version of designdoc-assets (its "
            f"format is {version}, this one knows {SCHEMA_VERSION}), so what it says cannot be trusted to be "
            "understood. Upgrade designdoc-assets, or name another journal (DESIGNDOC_JOURNAL_URL)."
        )
