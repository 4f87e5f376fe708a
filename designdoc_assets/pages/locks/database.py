"""Locks and notes in the journal's database, a PostgreSQL server: for runs on several machines."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import BoundedSemaphore

from sqlalchemy import Column, Connection, MetaData, String, Table, Text, delete, insert, select

from designdoc_assets.pages.errors import LockError, LockLostError
from designdoc_assets.pages.locks.locks import TIMEOUT_S, Locks
from designdoc_assets.spending.database import BusyError, ConnectionLostError, Database, JournalError

_AT_ONCE = 8
"""Locks that one process holds or waits for; each takes one of the database's connections, of which some must be left
to read notes while a lock is held, and to the journal: or threads would wait for each other."""

_metadata = MetaData()
_notes = Table(
    "designdoc_notes",
    _metadata,
    Column("name", String(1024), primary_key=True),
    Column("text", Text, nullable=False),
)


class DatabaseLocks(Locks):
    """A lock belongs to a connection: the server frees it when its process ends, however it ends."""

    def __init__(self, database: Database, timeout_s: float = TIMEOUT_S) -> None:
        """Make the table of notes, if there is none.

        Raises:
            LockError: The database cannot be used, or is a file.
        """
        if not database.is_server:
            raise LockError(
                f"The journal {database.name} is a file, which cannot hold locks for several machines. "
                "Name a PostgreSQL database (DESIGNDOC_JOURNAL_URL)."
            )
        self._database = database
        self._timeout_s = timeout_s
        self._slots = BoundedSemaphore(_AT_ONCE)
        with _explained():
            database.write("schema", lambda connection, _now: _metadata.create_all(connection))

    @contextmanager
    def _hold_stripe(self, stripe: int) -> Iterator[Callable[[], None]]:
        if not self._slots.acquire(timeout=self._timeout_s):
            raise self._held_too_long()
        try:
            with _explained(), self._database.hold(f"page lock {stripe}", self._timeout_s) as check_held:
                yield check_held
        except BusyError as error:
            raise self._held_too_long() from error
        finally:
            self._slots.release()

    def note(self, name: str) -> str | None:
        """Return what was noted last under a name."""

        def work(connection: Connection) -> str | None:
            return connection.execute(select(_notes.c.text).where(_notes.c.name == name)).scalar_one_or_none()

        with _explained():
            return self._database.read(work)

    def write_note(self, name: str, text: str) -> None:
        """Note a text under a name."""

        def work(connection: Connection, _now: datetime) -> None:
            connection.execute(delete(_notes).where(_notes.c.name == name))
            connection.execute(insert(_notes).values(name=name, text=text))

        with _explained():
            self._database.write(f"note {name}", work)

    def _held_too_long(self) -> LockError:
        return LockError(
            f"Another run has held a page lock in the database {self._database.name} for {self._timeout_s:g} s, so the "
            "page was not written. Wait for that run, or end it, and run again."
        )


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except JournalError as error:
        kind = LockLostError if isinstance(error, ConnectionLostError) else LockError
        raise kind(
            "Pages are locked through the journal's database: without it none is written, and what was is whole. "
            f"{error}"
        ) from error
