"""Dagster instances that cost little: of a small run in memory, putting events into tables is more than half."""

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster._core.instance import InstanceType
from dagster._core.launcher.sync_in_memory_run_launcher import SyncInMemoryRunLauncher
from dagster._core.run_coordinator import DefaultRunCoordinator
from dagster._core.storage.event_log import InMemoryEventLogStorage
from dagster._core.storage.event_log import in_memory as events_in_memory
from dagster._core.storage.noop_compute_log_manager import NoOpComputeLogManager
from dagster._core.storage.root import TemporaryLocalArtifactStorage
from dagster._core.storage.runs import InMemoryRunStorage
from dagster._core.storage.runs import in_memory as runs_in_memory
from dagster._core.storage.sql import create_engine
from sqlalchemy import Connection

from designdoc_assets.orchestration.storage import sqlite


class ListedEvents(InMemoryEventLogStorage):
    """Keeps the events of runs in a list, and tells them by run alone: who asks for assets hears that none is known.

    Partitions are where Dagster has them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._events: list[dg.EventLogEntry] = []

    def store_event(self, event: dg.EventLogEntry) -> None:
        self._events.append(event)

    def get_logs_for_run(self, run_id: str | Sequence[str], *args: Any, **options: Any) -> list[dg.EventLogEntry]:
        asked = [*args, *(value for name, value in options.items() if name != "ascending")]
        assert not any(asked), f"more than all events of a run is asked for: {asked}"
        return [event for event in self._events if event.run_id == run_id]

    def _knows_none(self, *_: Any, **__: Any) -> dict[Any, Any]:
        return {}

    get_latest_tags_by_partition = _knows_none
    get_latest_storage_id_by_partition = _knows_none
    get_latest_asset_partition_materialization_attempts_without_materializations = _knows_none
    get_latest_asset_check_execution_by_key = _knows_none


def on_disk(home: Path, **more: object) -> dg.DagsterInstance:
    """Return the instance of a home, for a `with`."""
    return dg.DagsterInstance.local_temp(str(home), {"telemetry": {"enabled": False}, **_NO_OUTPUT, **more})


_NO_OUTPUT = {"compute_logs": {"module": NoOpComputeLogManager.__module__, "class": "NoOpComputeLogManager"}}
NO_OUTPUT = f"{json.dumps(_NO_OUTPUT)[1:-1]}\n"
"""A line of a dagster.yaml by which nobody keeps what steps print: Dagster starts four processes for each that does."""
OUR_EVENT_LOG = {"event_log_storage": {"module": sqlite.__name__, "class": "SqliteEventLog"}}


@contextmanager
def unread_instance() -> Iterator[dg.DagsterInstance]:
    """Give an instance for one run, after which nobody asks it for assets: that of `DagsterInstance.ephemeral` else."""
    with dg.DagsterInstance(
        instance_type=InstanceType.EPHEMERAL,
        local_artifact_storage=TemporaryLocalArtifactStorage(),
        run_storage=InMemoryRunStorage(),
        event_storage=ListedEvents(),
        compute_log_manager=NoOpComputeLogManager(),
        run_coordinator=DefaultRunCoordinator(),
        run_launcher=SyncInMemoryRunLauncher(),
    ) as instance:
        yield instance


def speed_up(dagster: pytest.MonkeyPatch) -> None:
    """Leave out the mark that says how to migrate what is in memory, and open no connection for each statement."""
    for module in (events_in_memory, runs_in_memory):
        dagster.setattr(module, "stamp_alembic_rev", lambda *_: None)
        dagster.setattr(module, "create_engine", partial(create_engine, connect_args={"check_same_thread": False}))
    dagster.setattr(InMemoryEventLogStorage, "_connect", _held)
    dagster.setattr(InMemoryRunStorage, "connect", _held)


_LOCK = threading.RLock()


@contextmanager
def _held(storage: InMemoryEventLogStorage | InMemoryRunStorage) -> Iterator[Connection]:
    """Give the connection that is held as long as the storage lives; in the caller's transaction, if there is one."""
    connection = storage._held_conn
    with _LOCK, nullcontext() if connection.in_transaction() else connection.begin():
        yield connection
