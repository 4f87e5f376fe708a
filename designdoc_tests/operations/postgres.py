"""A PostgreSQL server of a test's own, which it may stop in mid-run; and what a journal on PostgreSQL holds."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from designdoc_tests.claude.money import ROWS, Row
from designdoc_tests.ports import free_port

BINARIES = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
"""Where Debian puts a server's programs."""
PASSWORD = "s3cret-of-the-operator"
_SETTINGS = "-c fsync=off -c unix_socket_directories= -c max_connections=200"
_NEW = ("-A", "trust", "-U", "postgres", "--no-sync", "--no-locale", "-E", "UTF8")
_AS = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
"""A server does not run as root."""


@dataclass(frozen=True, slots=True)
class Server:
    """Listens on loopback, trusts everybody."""

    folder: Path
    port: int

    def start(self) -> None:
        """Start, and wait until connections are taken."""
        options = f"-p {self.port} -h 127.0.0.1 {_SETTINGS}"
        self._control("start", "-w", "-l", str(self.folder / "log"), "-o", options)

    def crash(self) -> None:
        """End as in a crash: every connection is cut, and none is taken until it is started again."""
        self._control("stop", "-m", "immediate")

    def new_database(self) -> str:
        """Return the URL of a database that holds nothing."""
        return new_database(f"postgresql+psycopg://postgres:{PASSWORD}@127.0.0.1:{self.port}/postgres")

    def _control(self, *arguments: str) -> None:
        program("pg_ctl", "-D", str(self.folder / "data"), *arguments)


@contextmanager
def server() -> Iterator[Server]:
    """Run a server."""
    with tempfile.TemporaryDirectory(prefix="designdoc-postgresql-") as temporary:
        folder = Path(temporary)  # not below pytest's, which no other user may enter
        if _AS:
            shutil.chown(folder, "postgres")
        running = Server(folder, free_port())
        program("initdb", "-D", str(folder / "data"), *_NEW)
        running.start()
        try:
            yield running
        finally:
            running.crash()


def program(name: str, *arguments: str) -> None:
    """Run one of the server's programs."""
    assert BINARIES
    done = subprocess.run(
        [*_AS, BINARIES / name, *arguments], cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def new_database(url: str) -> str:
    """Make a database on the server of another one, and return its URL."""
    name = f"designdoc_{uuid4().hex}"
    _execute(url, f"CREATE DATABASE {name}")
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def drop_database(url: str) -> None:
    """Remove a database, whoever is still connected to it."""
    _execute(
        make_url(url).set(database="postgres").render_as_string(False),
        f"DROP DATABASE {make_url(url).database} WITH (FORCE)",
    )


def _execute(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def cut_connections(url: str) -> int:
    """End all other connections to a database, as its administrator can, and return how many that were."""
    engine = create_engine(url)
    with engine.connect() as connection:
        ended = connection.execute(
            text(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid != pg_backend_pid()"
            )
        ).scalar_one()
    engine.dispose()
    return int(ended)


def rows_in(url: str) -> list[Row]:
    """Return all attempts at calls in a journal, oldest first."""
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = [Row(*row[:-1], has_answer=bool(row[-1])) for row in connection.execute(text(ROWS))]
    engine.dispose()
    return rows


def let_leases_run_out(url: str) -> None:
    """Let the processes that died count as dead, as they do after some seconds."""
    _execute(url, "UPDATE designdoc_calls SET lease_until = 0 WHERE state = 'in_flight'")
