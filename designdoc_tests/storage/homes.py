"""Dagster homes with an event log of ours, on either database, and Dagster's own log of the same events."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.base import EventLogStorage
from sqlalchemy import make_url

from designdoc_tests.instances import NO_OUTPUT

DATABASES = ("sqlite", "postgres")
SQLITE = """
event_log_storage:
  module: designdoc_assets.orchestration.storage.sqlite
  class: SqliteEventLog
"""
POSTGRES = """
run_storage:
  module: dagster_postgres.run_storage
  class: PostgresRunStorage
  config: {{postgres_url: '{url}'}}
schedule_storage:
  module: dagster_postgres.schedule_storage
  class: PostgresScheduleStorage
  config: {{postgres_url: '{url}'}}
event_log_storage:
  module: designdoc_assets.orchestration.storage.postgres
  class: PostgresEventLog
  config: {{postgres_url: '{url}'}}
"""


_GLANCES = 100
_MADE = dg.DagsterEventType.ASSET_MATERIALIZATION


@dataclass(frozen=True, slots=True)
class Home:
    """A home of Dagster.

    Attributes:
        folder: Where it is.
        dagsters: Opens Dagster's own event log of it, as another process would.
        url: The database, where it is PostgreSQL.
    """

    folder: Path
    dagsters: Callable[[], EventLogStorage]
    url: str = ""

    def instance(self) -> dg.DagsterInstance:
        """Return an instance of it, whose event log is ours."""
        return dg.DagsterInstance.from_config(str(self.folder))

    def stored(self, run_id: str) -> list[str]:
        """Return the partitions that others see as made by a run, in order, once its own view and that of all agree."""
        log = self.dagsters()
        try:
            for _ in range(_GLANCES):
                of_run = log.get_logs_for_run(run_id, of_type=_MADE)
                of_all = log.get_asset_event_summary_records(_MADE, run_id=run_id)
                partitions = [str(event.get_dagster_event().partition) for event in of_run]
                if sorted(partitions) == sorted(str(summary.partition) for summary in of_all):
                    return partitions
                time.sleep(0.05)  # it is being stored just now
        finally:
            log.dispose()
        raise AssertionError(f"of the run: {partitions}, of all: {of_all}")


def on_sqlite(folder: Path, configuration: str = SQLITE) -> Home:
    """Make a home on SQLite."""
    home = _made(folder, configuration)
    return Home(home, lambda: SqliteEventLogStorage(str(home / "history/runs")))


def on_postgres(folder: Path, url: str) -> Home:
    """Make a home on a database in which there is nothing yet, or what another home has."""
    from dagster_postgres import PostgresEventLogStorage  # noqa: PLC0415 - an extra

    url = make_url(url).set(drivername="postgresql+psycopg2").render_as_string(hide_password=False)
    return Home(_made(folder, POSTGRES.format(url=url)), lambda: PostgresEventLogStorage(url), url)


def _made(folder: Path, configuration: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "dagster.yaml").write_text("telemetry: {enabled: false}\n" + NO_OUTPUT + configuration)
    with dg.DagsterInstance.from_config(str(folder)) as instance:
        instance.get_runs(limit=1)
        instance.get_dynamic_partitions("any")
        instance.all_instigator_state()
    return folder


def run(
    instance: dg.DagsterInstance, act: Callable[[dg.OpExecutionContext], None], *, raises: bool = True
) -> dg.ExecuteInProcessResult:
    """Do something within a run, in this process."""

    @dg.op(out=dg.Out(dg.Nothing))
    def act_in_a_run(context: dg.OpExecutionContext) -> None:
        act(context)

    @dg.job(executor_def=dg.in_process_executor)
    def acting() -> None:
        act_in_a_run()

    return acting.execute_in_process(instance=instance, raise_on_error=raises)


def log(context: dg.OpExecutionContext, partitions: Sequence[str], asset: str = "class_doc") -> None:
    """Log materializations."""
    for partition in partitions:
        context.log_event(dg.AssetMaterialization(asset, partition=partition))


def keys(count: int, prefix: str = "p") -> list[str]:
    """Return partition keys."""
    return [f"{prefix}{number:03}" for number in range(count)]
