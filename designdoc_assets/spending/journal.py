"""The journal: the database of every model call, that all processes of a deployment share. It decides nothing."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self, TypeVar

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


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What is to be written, and who hears of it."""

    work: Work[Any]
    done: Future[Any] = field(default_factory=Future)


class Journal:
    """Runs transactions in threads of its own, so that an event loop never waits for a disk.

    Attributes:
        lease_s: For how long a call in flight counts as alive after its process last said so.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] | None, lease_s: float) -> None:
        self._database = database
        self._clock = clock
        self._threads = ThreadPoolExecutor(database.workers, thread_name_prefix="journal")
        self._waiting: defaultdict[str, deque[_Waiting]] = defaultdict(deque)
        """By target: what came while others were written."""
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
        """Do `work` in a transaction; those of one target, in whatever process, come one after another.

        What comes while the disk is busy is written together, in the order in which it came: each sees what was
        written before it, and nobody hears of his own before all are committed.

        The future raises JournalError if the database cannot be used; nothing was written then. Cancelling it does
        not stop the transaction.
        """
        waiting = _Waiting(work)
        self._waiting[target].append(waiting)
        self._threads.submit(self._write_waiting, target)
        return asyncio.wrap_future(waiting.done)

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

    def _write_waiting(self, target: str) -> None:
        """Write what waits for a target; if one of them fails for its own reason, each in a transaction of its own."""
        group = [waiting for waiting in _taken(self._waiting[target]) if waiting.done.set_running_or_notify_cancel()]
        if not group:
            return
        try:
            results = self._write_together(target, group)
        except JournalError as error:
            for waiting in group:
                waiting.done.set_exception(error)
        except BaseException as error:  # noqa: BLE001 - whoever waits for it hears of it
            if len(group) == 1:
                group[0].done.set_exception(error)
            else:
                for waiting in group:
                    self._write_alone(target, waiting)
        else:
            for waiting, result in zip(group, results, strict=True):
                waiting.done.set_result(result)

    def _write_alone(self, target: str, waiting: _Waiting) -> None:
        try:
            waiting.done.set_result(*self._write_together(target, [waiting]))
        except BaseException as error:  # noqa: BLE001 - as above
            waiting.done.set_exception(error)

    def _write_together(self, target: str, group: Sequence[_Waiting]) -> list[Any]:
        def work(connection: Connection, now: datetime) -> list[Any]:
            transaction = Transaction(connection, self._clock() if self._clock else now)
            return [waiting.work(transaction) for waiting in group]

        return self._database.write(f"target {target}", work)

    def _in_thread(self, work: Callable[[], T]) -> asyncio.Future[T]:
        return asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _read(self, work: Work[T]) -> Callable[[Connection], T]:
        return lambda connection: work(
            Transaction(connection, self._clock() if self._clock else self._database.now(connection))
        )


def _taken(queue: deque[_Waiting]) -> Iterator[_Waiting]:
    """Take out all that is in a queue; other threads may, too."""
    with suppress(IndexError):
        while True:
            yield queue.popleft()


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
