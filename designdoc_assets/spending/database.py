"""The database under the journal: SQLite or PostgreSQL by URL, whose transactions come one after another and last."""

import hashlib
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, TextClause, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

T = TypeVar("T")

BUSY_S = 60.0
"""How long to wait for other processes: a transaction takes milliseconds, so that more means a stuck one."""

_POSTGRES = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_BEGIN = "designdoc_begin"
"""The execution option that says how a transaction of SQLite begins."""
_PAUSE_S = 0.05
_CONNECT_S = 10
_NOTICE_LOSS = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""A server that went away without a word is noticed within half a minute, not after hours: the last in milliseconds."""
_POSTGRES_ALONE = text(
    "WITH alone AS MATERIALIZED (SELECT set_config('synchronous_commit', 'on', true), "
    "set_config('lock_timeout', :milliseconds, true), pg_advisory_xact_lock(:topic)) "
    "SELECT clock_timestamp() FROM alone"
)
"""What is committed lasts, whatever the server's default is; one transaction of a topic at a time; and the time once it
is alone. All in one question, since each takes its time on the way."""
_POSTGRES_CLOCK = text("SELECT clock_timestamp()")
_POSTGRES_HOLD = text(
    "SELECT set_config('lock_timeout', :milliseconds, true), "
    "set_config('idle_in_transaction_session_timeout', '0', true), set_config('tcp_keepalives_idle', '10', true), "
    "set_config('tcp_keepalives_interval', '5', true), set_config('tcp_keepalives_count', '3', true), "
    "pg_advisory_xact_lock(:topic)"
)
"""The server takes no lock away from one who is slow, and soon notices that a machine is gone."""
_LOCK_TIMEOUT = "55P03"
_CONNECTIONS = 20
"""What a process may have open: for calls, and for locks that are held while something else is read."""


class JournalError(Exception):
    """The journal cannot be opened, read or written; the message says why, and what to do."""


class ConnectionLostError(JournalError):
    """A connection was cut, and a lock with it: the database may be there all the same."""


class BusyError(Exception):
    """Somebody else held a lock for all the time that there was to wait."""


def may_exist(url: str) -> bool:
    """Return whether there can be a database: a file may not be there yet, and a server has to be asked.

    Raises:
        JournalError: the URL is none that can be used.
    """
    parsed = _parse(url)
    return parsed.get_backend_name() != "sqlite" or Path(str(parsed.database)).is_file()


class Database:
    """Runs transactions, each in the thread that asks.

    Attributes:
        name: What messages show of the URL: no user, password or parameters.
    """

    def __init__(self, url: str) -> None:
        self._url = _parse(url)
        self._is_sqlite = self._url.get_backend_name() == "sqlite"
        self.name = _shown(self._url)
        self._engine = self._make_engine()

    @property
    def is_server(self) -> bool:
        """Whether several machines can share it, and hold locks in it."""
        return not self._is_sqlite

    @property
    def workers(self) -> int:
        """How many threads can work with it at a time: SQLite has one writer."""
        return 1 if self._is_sqlite else 4

    def write(self, topic: str, work: Callable[[Connection, datetime], T]) -> T:
        """Do `work` in a transaction; those of one topic, in whatever process, come one after another.

        It gets the time, read after earlier writers had ended, by the clock that all who share the database share.

        Raises:
            JournalError: the database cannot be used; nothing was written.
        """

        def alone(connection: Connection) -> T:
            if self._is_sqlite:  # BEGIN IMMEDIATE did it
                return work(connection, datetime.now(UTC))
            asked = {"milliseconds": str(int(BUSY_S * 1000)), "topic": _lock_number(topic)}
            return work(connection, _utc(connection.execute(_POSTGRES_ALONE, asked).scalar_one()))

        return self._transact("BEGIN IMMEDIATE", alone)

    def read(self, work: Callable[[Connection], T]) -> T:
        """Do `work`, which only reads, in a transaction that no writer holds up.

        Raises:
            JournalError: the database cannot be used.
        """
        return self._transact("BEGIN", work)

    def now(self, connection: Connection) -> datetime:
        """Return the time by the clock that all who share the database share."""
        return datetime.now(UTC) if self._is_sqlite else _utc(connection.execute(_POSTGRES_CLOCK).scalar_one())

    @contextmanager
    def hold(self, topic: str, timeout_s: float) -> Iterator[Callable[[], None]]:
        """Hold the lock of a topic on the server, against all who share it, for the time of a block.

        The block gets what checks that the lock is still held. It takes a connection, as does all else in a block.

        Raises:
            BusyError: Somebody else held it for too long.
            ConnectionLostError: The connection was lost meanwhile, and the lock with it.
            JournalError: The database cannot be used.
        """
        with self._explained():
            connection = self._connected(_POSTGRES_HOLD, topic, timeout_s)
        try:
            yield partial(self._check_alive, connection)
        except BaseException:
            with suppress(SQLAlchemyError):  # what happened first is what counts
                connection.close()
            raise
        with self._explained():
            connection.rollback()  # before `close`, which keeps silent about a lost connection
            connection.close()

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _transact(self, begin: str, work: Callable[[Connection], T]) -> T:
        give_up = time.monotonic() + BUSY_S
        while True:
            try:
                with self._engine.connect().execution_options(**{_BEGIN: begin}) as connection, connection.begin():
                    return work(connection)
            except (SQLAlchemyError, sqlite3.Error) as error:
                if not _may_pass(error) or time.monotonic() > give_up:
                    raise self._unusable(error) from error
                time.sleep(_PAUSE_S * random.random())

    def _connected(self, hold: TextClause, topic: str, timeout_s: float) -> Connection:
        """Return a connection that holds the lock of a topic."""
        asked = {"milliseconds": str(max(1, int(timeout_s * 1000))), "topic": _lock_number(topic)}
        is_second_try = False
        while True:
            connection = self._engine.connect()
            try:
                connection.execute(hold, asked)
            except BaseException as error:
                with suppress(SQLAlchemyError):
                    connection.close()
                # One that was kept since before the server was started anew; the next is a new one.
                if is_second_try or not (isinstance(error, DBAPIError) and error.connection_invalidated):
                    raise
                is_second_try = True
            else:
                return connection

    def _check_alive(self, connection: Connection) -> None:
        with self._explained():
            connection.execute(text("SELECT 1"))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            if getattr(getattr(error, "orig", None), "sqlstate", None) == _LOCK_TIMEOUT:
                raise BusyError from error
            is_cut = isinstance(error, DBAPIError) and error.connection_invalidated
            raise self._unusable(error, ConnectionLostError if is_cut else JournalError) from error

    def _make_engine(self) -> Engine:
        try:
            if self._is_sqlite:
                _make_folder(Path(str(self._url.database)))
                # Statements' parameters are answers of models: they do not belong in error texts.
                engine = create_engine(self._url, hide_parameters=True, connect_args={"timeout": BUSY_S})
                event.listen(engine, "connect", _prepare_sqlite)
                event.listen(engine, "begin", _begin_sqlite)
                return engine
            return create_engine(
                self._url,
                hide_parameters=True,
                pool_size=_CONNECTIONS,
                max_overflow=0,
                isolation_level="READ COMMITTED",  # under the lock, what was committed before is seen
                connect_args={"connect_timeout": _CONNECT_S, **_NOTICE_LOSS},
            )
        except ImportError as error:
            raise JournalError(
                f"The journal of model calls {self.name} needs the driver {error.name}, which is not installed. "
                "Install it (pip install 'psycopg[binary]'), or use a journal in a file: sqlite:////folder/journal.db"
            ) from error
        except (SQLAlchemyError, OSError) as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception, kind: type[JournalError] = JournalError) -> JournalError:
        cause = str(error.orig if isinstance(error, DBAPIError) and error.orig else error).strip() or repr(error)
        for secret in (self._url.password, self._url.username, *map(str, self._url.query.values())):
            cause = cause.replace(str(secret), "***") if secret else cause
        return kind(
            f"The journal of model calls {self.name} cannot be used: {cause.splitlines()[0]}. Without it no cap can be "
            "kept, so no call is made. Make it reachable and writable, or name another one (DESIGNDOC_JOURNAL_URL), "
            "and materialize again. What was finished is kept."
        )


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = None
    if parsed is not None and parsed.drivername in _POSTGRES:
        parsed = parsed.set(drivername=_POSTGRES[parsed.drivername])
    if parsed is None or parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise JournalError(
            "The URL of the journal of model calls is none that can be used. Give a file "
            "(sqlite:////folder/journal.db) or a PostgreSQL database (postgresql://user:password@host/name) in "
            "DESIGNDOC_JOURNAL_URL."
        )
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise JournalError(
            "A journal of model calls in memory would forget what was spent, and the cap with it. "
            "Give a file in DESIGNDOC_JOURNAL_URL: sqlite:////folder/journal.db"
        )
    return parsed


def _shown(url: URL) -> str:
    if url.host:
        return f"{url.get_backend_name()}://{url.host}{f':{url.port}' if url.port else ''}/{url.database or ''}"
    return str(url.database or url.get_backend_name())


def _make_folder(file: Path) -> None:
    if not file.parent.is_dir():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # answers tell about the target's source


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _lock_number(topic: str) -> int:
    return int.from_bytes(hashlib.sha256(f"designdoc {topic}".encode()).digest()[:8], signed=True)


def _may_pass(error: Exception) -> bool:
    """Tell whether to try once more.

    After a lost connection the transaction may have been done, and is done twice then: that counts too much as spent,
    never too little.
    """
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    cause = error.orig if isinstance(error, DBAPIError) else error
    return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _BUSY


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None  # `_begin_sqlite` begins transactions, not the driver
    connection.execute("PRAGMA journal_mode = WAL")  # those who read do not wait for those who write
    connection.execute("PRAGMA synchronous = FULL")  # what was committed lasts


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options()[_BEGIN])
