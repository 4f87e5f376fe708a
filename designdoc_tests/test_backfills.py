"""A backfill that is spread over several runs, as the daemon makes it and Dagster's launcher runs it."""

import logging
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.execution.backfill import BulkActionStatus, PartitionBackfill
from dagster._core.workspace.context import WorkspaceProcessContext
from dagster._core.workspace.load_target import WorkspaceFileTarget
from dagster._daemon.backfill import execute_backfill_iteration

from designdoc_assets.definitions import defs
from designdoc_tests.support import document, make_repo, regions, run_job, write
from designdoc_tests.waiting import wait_for

ROOT = Path(__file__).parents[1]
KIND = dg.AssetKey("file_summary")
FILES = [f"m{number}.py" for number in range(5)]
SETTINGS = {
    "telemetry": {"enabled": False},
    "run_coordinator": {"module": "dagster._core.run_coordinator", "class": "DefaultRunCoordinator"},
}


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    """A Dagster instance whose runs are processes of their own."""
    (tmp_path / "home").mkdir()
    with dg.DagsterInstance.local_temp(str(tmp_path / "home"), SETTINGS) as instance:
        yield instance


def _backfill(instance: dg.DagsterInstance, keys: list[str]) -> PartitionBackfill:
    """Make a backfill of some files, and carry it out as the daemon does."""
    instance.add_backfill(
        PartitionBackfill.from_asset_partitions(
            backfill_id="spread",
            asset_graph=defs.resolve_asset_graph(),
            partition_names=keys,
            asset_selection=[KIND],
            backfill_timestamp=time.time(),
            tags={},
            dynamic_partitions_store=instance,
            all_partitions=False,
            title=None,
            description=None,
            run_config=None,
        )
    )
    with WorkspaceProcessContext(instance, WorkspaceFileTarget([str(ROOT / "workspace.yaml")])) as workspace:

        def ended() -> PartitionBackfill | None:
            assert list(filter(None, execute_backfill_iteration(workspace, logging.getLogger("backfill")))) == []
            backfill = instance.get_backfill("spread")
            assert backfill is not None
            return None if backfill.status is BulkActionStatus.REQUESTED else backfill

        return wait_for(ended, lambda: f"the backfill's end, its runs are {instance.get_runs()}", every_s=1)


def test_a_backfill_is_spread_over_runs_of_so_many_partitions_and_makes_nothing_twice(
    tmp_path: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = make_repo(tmp_path / "pay", {name: f'"""Module {name}."""\n' for name in FILES})
    assert document(repo, instance).success
    for changed in (FILES[1], FILES[4]):
        write(repo, changed, '"""Changed."""\n')
    assert run_job(repo, instance, "__ASSET_JOB", asset_selection=[dg.AssetKey("repo_snapshot")]).success
    before = instance.fetch_materializations(KIND, limit=100).records
    monkeypatch.setenv("DESIGNDOC_REPO", str(repo))
    monkeypatch.setenv("DESIGNDOC_PARTITIONS_PER_RUN", "2")

    assert _backfill(instance, FILES).status is BulkActionStatus.COMPLETED_SUCCESS

    runs = instance.get_runs(filters=dg.RunsFilter(tags={"dagster/backfill": "spread"}))
    assert [run.status for run in runs] == [dg.DagsterRunStatus.SUCCESS] * 3
    records = instance.fetch_materializations(KIND, limit=100).records[: -len(before)]
    made = [record.asset_materialization for record in records]
    cached = {event.partition: event.metadata["cached"].value for event in made if event is not None}
    assert cached == {name: name not in (FILES[1], FILES[4]) for name in FILES}
    assert len(made) == len(FILES)
    assert sorted(Counter(record.run_id for record in records).values()) == [1, 2, 2]
    assert {key for kind, key in regions(repo) if kind == "file_summary"} == set(FILES)
