"""All that an event log answers, and all that its databases hold."""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.definitions.data_version import DATA_VERSION_TAG
from dagster._core.event_api import PartitionKeyFilter
from dagster._core.storage.event_log.base import AssetRecord, EventLogStorage, EventRecordsFilter
from sqlalchemy import create_engine, inspect, text

from designdoc_tests.storage.said import CHECK

_UNLIKE = {"create_timestamp", "update_timestamp", "migration_completed", "assigned_timestamp"}
"""Columns in which a database notes its own time."""


def answers(log: EventLogStorage, runs: Sequence[str], assets: Sequence[str], grain: str) -> dict[str, str]:
    """Ask everything that can be asked, and return the answers by name."""
    keys = [dg.AssetKey(asset) for asset in assets]
    checks = [dg.AssetCheckKey(key, CHECK) for key in keys]
    everything: dict[str, Any] = {
        "all_asset_keys": log.all_asset_keys(),
        "asset_keys": log.get_asset_keys(limit=1),
        "asset_keys_after": log.get_asset_keys(cursor=keys[0].to_string()),
        "asset_records": list(map(_unnumbered, log.get_asset_records())),
        "asset_records_of": list(map(_unnumbered, log.get_asset_records(keys[:1]))),
        "latest_materializations": log.get_latest_materialization_events(keys),
        "latest_ids": log.get_latest_materialization_storage_ids(keys),
        "freshness": log.get_freshness_state_records(keys),
        "check_summaries": log.get_asset_check_summary_records(checks),
        "latest_checks": log.get_latest_asset_check_execution_by_key(checks),
        "check_partitions": log.get_asset_check_partition_info(checks),
        "maximum": log.get_maximum_record_id(),
        "by_id": log.get_logs_for_all_runs_by_log_id(),
        "materialized_by_id": log.get_logs_for_all_runs_by_log_id(
            dagster_event_type=dg.DagsterEventType.ASSET_MATERIALIZATION
        ),
        "partitions": log.get_dynamic_partitions(grain),
        "paginated": log.get_paginated_dynamic_partitions(grain, limit=2, ascending=True),
        "existing": log.get_existing_dynamic_partitions(grain, ["a", "z"]),
        "has_partition": log.has_dynamic_partition(grain, "a"),
        "pools": log.get_pool_limits(),
        "pool_keys": log.get_concurrency_keys(),
        "pool": log.get_concurrency_info("pool"),
        "pool_runs": log.get_concurrency_run_ids(),
        "alembic": log.alembic_version(),
        "capabilities": {name: _property(log, name) for name in _CAPABILITIES},
    }
    for kind in (dg.DagsterEventType.RUN_START, dg.DagsterEventType.RUN_SUCCESS):
        everything[f"status {kind}"] = log.fetch_run_status_changes(kind, limit=10)
    everything["status ascending"] = log.fetch_run_status_changes(
        dg.DagsterEventType.RUN_START, limit=1, ascending=True
    )
    everything["engine"] = log.get_event_records(EventRecordsFilter(dg.DagsterEventType.ENGINE_EVENT))
    for run in runs:
        everything |= {f"{name} {run}": answer for name, answer in _of_run(log, run).items()}
    for key, check in zip(keys, checks, strict=True):
        everything |= {f"{name} {key}": answer for name, answer in _of_asset(log, key, check).items()}
    return {name: _OWN_TIME.sub("", repr(_ordered(answer))) for name, answer in everything.items()}


def _ordered(answer: object) -> object:
    """Return an answer in an order of its own, where it says that it has none."""
    if isinstance(answer, Set):
        return sorted(map(repr, answer))
    return (
        sorted((repr(key), _ordered(value)) for key, value in answer.items()) if isinstance(answer, Mapping) else answer
    )


_OWN_TIME = re.compile(r"\b(create|enqueued|assigned)_timestamp=(None|[\d.]+|datetime\.datetime\([^)]*\))")
"""When a database says that it stored something."""
_CAPABILITIES = (
    "asset_records_have_last_observation",
    "asset_records_have_last_planned_and_failed_materializations",
    "can_read_asset_status_cache",
    "can_store_asset_failure_events",
    "can_write_asset_status_cache",
    "handles_run_events_in_store_event",
    "is_persistent",
    "is_run_sharded",
    "supports_asset_checks",
    "supports_global_concurrency_limits",
    "supports_partition_subset_in_asset_materialization_planned_events",
)


def _property(log: EventLogStorage, name: str) -> object:
    found = getattr(log, name)
    return found() if callable(found) else found


def _of_run(log: EventLogStorage, run: str) -> dict[str, Any]:
    return {
        "logs": log.get_logs_for_run(run),
        "records": log.get_records_for_run(run, limit=3),
        "records_back": log.get_records_for_run(run, limit=3, ascending=False),
        "materializations": log.get_logs_for_run(run, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION),
        "asset_partitions": log.get_asset_partitions_for_run(run),
        "run_asset_keys": log.get_asset_keys_for_run(run),
        "stats": log.get_stats_for_run(run),
        "step_stats": log.get_step_stats_for_run(run),
        "summary": log.get_asset_event_summary_records(dg.DagsterEventType.ASSET_MATERIALIZATION, run_id=run),
    }


def _of_asset(log: EventLogStorage, key: dg.AssetKey, check: dg.AssetCheckKey) -> dict[str, Any]:
    materialization = dg.DagsterEventType.ASSET_MATERIALIZATION
    return {
        "has": log.has_asset_key(key),
        "materializations": log.fetch_materializations(key, limit=100),
        "first_materialization": log.fetch_materializations(key, limit=1, ascending=True),
        "observations": log.fetch_observations(key, limit=100),
        "failed": log.fetch_failed_materializations(key, limit=100),
        "materialized_partitions": log.get_materialized_partitions(key),
        "ids_by_partition": log.get_latest_storage_id_by_partition(key, materialization),
        "tags_by_partition": log.get_latest_tags_by_partition(key, materialization, [DATA_VERSION_TAG]),
        "attempts": log.get_latest_asset_partition_materialization_attempts_without_materializations(key),
        "planned": log.get_latest_planned_materialization_info(key),
        "planned_partition": log.get_latest_planned_materialization_info(key, "a"),
        "updated": log.get_updated_data_version_partitions(key, ["a", "b"], 1),
        "tags": sorted(log.get_event_tags_for_asset(key), key=str),
        "asset_summary": log.get_asset_event_summary_records(materialization, asset_key=key),
        "check_history": log.get_asset_check_execution_history(check, limit=100),
        "check_history_of_none": log.get_asset_check_execution_history(
            check, limit=100, partition_filter=PartitionKeyFilter(key=None)
        ),
    }


def _unnumbered(record: AssetRecord) -> object:
    return record.asset_entry  # the number of its row tells nothing: Dagster pages by key


def sqlite_rows(home: Path) -> dict[str, Any]:
    """Return the rows of all tables of all files of an event log below a home."""
    return {file.name: _tables(f"sqlite:///{file}") for file in sorted((home / "history/runs").glob("*.db"))}


def postgres_rows(url: str) -> dict[str, Any]:
    """Return the rows of all tables of a database."""
    return _tables(url)


def _tables(url: str) -> dict[str, Any]:
    engine = create_engine(url)
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        rows = {name: connection.execute(text(f"SELECT * FROM {name}")).mappings().all() for name in tables}
    engine.dispose()
    return {name: _comparable(name, found) for name, found in rows.items()}


def _comparable(table: str, rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return rows without what two databases that were told the same may differ in."""
    unlike = _UNLIKE | ({"id"} if table == "asset_keys" else set())
    return sorted(({name: value for name, value in row.items() if name not in unlike} for row in rows), key=str)
