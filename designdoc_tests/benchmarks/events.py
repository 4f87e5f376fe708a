"""What an event costs, from `context.log_event` to the disk: Dagster's own event log, and ours in batches."""

import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import dagster as dg
from sqlalchemy import create_engine, text

from designdoc_assets.orchestration.console import console_logger
from designdoc_assets.orchestration.storage.batches import batched
from designdoc_tests.benchmarks import bare_job
from designdoc_tests.benchmarks.figures import Figure
from designdoc_tests.operations.postgres import drop_database, new_database
from designdoc_tests.postgres import POSTGRES_URL
from designdoc_tests.storage.homes import POSTGRES, SQLITE

MOST_MS = {"SQLite": 1.5, "PostgreSQL": 4.0}
"""Of processor time, for each event; of PostgreSQL with what the server takes."""
_DAGSTERS_POSTGRES = "storage: {{postgres: {{postgres_url: '{url}'}}}}\n"
_PREVIEW = "x" * 1500


def measure(folder: Path, events: int, repeats: int) -> list[Figure]:
    """Measure both ways on each database there is, in turns.

    Args:
        folder: Where homes may stand.
        events: How many are logged in a run.
        repeats: How many runs of each, of which the median counts.
    """
    figures = [_compared(folder / "sqlite", "SQLite", {"dagster": "", "ours": SQLITE}, events, repeats, None)]
    if POSTGRES_URL is None:
        print("events: PostgreSQL skipped; set DESIGNDOC_TEST_POSTGRES_URL=postgresql+psycopg://...")
        return figures
    urls = {name: new_database(POSTGRES_URL).replace("+psycopg:", "+psycopg2:") for name in ("dagster", "ours")}
    try:
        configurations = {
            "dagster": _DAGSTERS_POSTGRES.format(url=urls["dagster"]),
            "ours": POSTGRES.format(url=urls["ours"]),
        }
        server = _server(POSTGRES_URL)
        figures.append(_compared(folder / "postgres", "PostgreSQL", configurations, events, repeats, server))
    finally:
        for url in urls.values():
            drop_database(url)
    return figures


def _compared(  # noqa: PLR0917 - what is measured, and how
    folder: Path, database: str, configurations: Mapping[str, str], events: int, repeats: int, server: int | None
) -> Figure:
    measured: dict[str, list[_Spent]] = {name: [] for name in configurations}
    for name, configuration in configurations.items():
        home = folder / name
        home.mkdir(parents=True)
        (home / "dagster.yaml").write_text("telemetry: {enabled: false}\n" + configuration)
    for _ in range(repeats):
        for name in configurations:
            measured[name].append(_spent(folder / name, events, server, is_ours=name == "ours"))
    shutil.rmtree(folder)
    cpu = {name: median(each.cpu_ms for each in found) for name, found in measured.items()}
    wall = {name: median(each.wall_ms for each in found) for name, found in measured.items()}
    return Figure(
        f"an event, {database}, {events} in batches" + (", the server's part included" if server else ""),
        f"{MOST_MS[database]:g} ms of processor time",
        f"{cpu['ours']:.2f} ms, Dagster's own {cpu['dagster']:.1f} ms "
        f"(wall {wall['ours']:.2f} and {wall['dagster']:.1f} ms)",
        cpu["ours"] <= MOST_MS[database],
    )


@dataclass(frozen=True, slots=True)
class _Spent:
    cpu_ms: float
    wall_ms: float


def _spent(home: Path, events: int, server: int | None, *, is_ours: bool) -> _Spent:
    """Return what an event costs: the time of a run that logs them, less that of a run that logs none."""
    with dg.DagsterInstance.from_config(str(home)) as instance:
        _job(0, is_ours=is_ours).execute_in_process(instance=instance)  # what is loaded once
        spent = []
        for count in (0, events):
            job = _job(count, is_ours=is_ours)
            wall, cpu = time.perf_counter(), time.process_time() + _cpu_of(server)
            job.execute_in_process(instance=instance)
            spent.append((time.process_time() + _cpu_of(server) - cpu, time.perf_counter() - wall))
    (no_cpu, no_wall), (cpu, wall) = spent
    return _Spent((cpu - no_cpu) / events * 1000, (wall - no_wall) / events * 1000)


def _job(events: int, *, is_ours: bool) -> dg.JobDefinition:
    @dg.op(out=dg.Out(dg.Nothing))
    def log_events(context: dg.OpExecutionContext) -> None:
        batch: AbstractContextManager[None] = (
            batched(context.instance, context.run.run_id) if is_ours else nullcontext()
        )
        with batch:
            for number in range(events):
                context.log_event(bare_job.materialization(number, _PREVIEW))

    @dg.job(
        executor_def=dg.in_process_executor,
        logger_defs={"console": console_logger},
        config={"loggers": {"console": {"config": {"log_level": "ERROR"}}}},
    )
    def logging() -> None:
        log_events()

    return logging


def _server(url: str) -> int | None:
    """Return the process of a database server, if it runs on this machine."""
    engine = create_engine(url)
    with engine.connect() as connection:
        backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    engine.dispose()
    status = Path(f"/proc/{backend}/stat")
    return int(_fields(status)[1]) if status.exists() else None


def _cpu_of(server: int | None) -> float:
    """Return the seconds of processor time of a server, its present processes and its past ones."""
    if server is None:
        return 0.0
    return sum(map(_seconds, _processes_of(server)))


def _processes_of(server: int) -> Iterator[Path]:
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            if status.parent.name == str(server) or _fields(status)[1] == str(server):
                yield status
        except OSError:
            continue  # it has ended


def _seconds(status: Path) -> float:
    try:
        fields = _fields(status)
    except OSError:
        return 0.0  # it has ended: its parent has its time
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _fields(status: Path) -> list[str]:
    """Return the fields of a process's status from its state on: the name before it may hold blanks."""
    return status.read_text().rpartition(")")[2].split()
