"""Two homes that are alike but for their event log: Dagster's own, and ours."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import dagster as dg
from dagster._core.storage.event_log.base import EventLogStorage
from sqlalchemy import create_engine, make_url, text

from designdoc_tests.operations.postgres import drop_database
from designdoc_tests.storage.answers import postgres_rows, sqlite_rows
from designdoc_tests.storage.homes import POSTGRES, SQLITE, on_postgres, on_sqlite

_DAGSTERS_POSTGRES = "storage: {{postgres: {{postgres_url: '{url}'}}}}\n"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two event logs, and all that stands in their databases."""

    dagsters: EventLogStorage
    ours: EventLogStorage
    rows: Callable[[], tuple[Any, Any]]


@contextmanager
def sqlite_pairs(folder: Path, runs: Sequence[str]) -> Iterator[Callable[[], Any]]:
    """Give what makes a pair in which nothing but these runs has happened yet."""
    blank = [on_sqlite(folder / "dagsters", "").folder, on_sqlite(folder / "ours", SQLITE).folder]
    for home in blank:
        _add_runs(home, runs)

    @contextmanager
    def pair() -> Iterator[Pair]:
        copies = folder / "copies"
        shutil.rmtree(copies, ignore_errors=True)
        homes = [shutil.copytree(home, copies / home.name) for home in blank]
        with _instances(homes) as (dagsters, ours):
            yield Pair(dagsters, ours, lambda: (sqlite_rows(homes[0]), sqlite_rows(homes[1])))

    yield pair


@contextmanager
def postgres_pairs(folder: Path, database: str, runs: Sequence[str]) -> Iterator[Callable[[], Any]]:
    """Give the same on databases, which are copied from a blank one."""
    _add_runs(on_postgres(folder / "blank", database).folder, runs)

    @contextmanager
    def pair() -> Iterator[Pair]:
        urls, homes = [], []
        try:
            for configuration in (_DAGSTERS_POSTGRES, POSTGRES):
                urls.append(_copy(database))
                homes.append(folder / uuid4().hex)
                homes[-1].mkdir()
                (homes[-1] / "dagster.yaml").write_text(configuration.format(url=urls[-1]))
            with _instances(homes) as (dagsters, ours):
                yield Pair(dagsters, ours, lambda: (postgres_rows(urls[0]), postgres_rows(urls[1])))
        finally:
            for url in urls:
                drop_database(url)

    yield pair


def _add_runs(home: Path, runs: Sequence[str]) -> None:
    with dg.DagsterInstance.from_config(str(home)) as instance:
        for run in runs:
            instance.add_run(dg.DagsterRun(job_name="job", run_id=run))
            instance.event_log_storage.get_logs_for_run(run)


@contextmanager
def _instances(homes: Sequence[Path]) -> Iterator[tuple[EventLogStorage, EventLogStorage]]:
    one, other = (dg.DagsterInstance.from_config(str(home)) for home in homes)
    with one, other:
        yield one.event_log_storage, other.event_log_storage


def _copy(database: str) -> str:
    url = make_url(database).set(drivername="postgresql+psycopg2")
    name = f"designdoc_{uuid4().hex}"
    engine = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {url.database}"))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)
