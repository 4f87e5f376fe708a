"""One event log, and many processes at it: web server, daemon, code server and runs; or two machines."""

from collections import Counter
from functools import partial
from pathlib import Path

import dagster as dg
import pytest

from designdoc_assets.artifacts.registry import kinds
from designdoc_tests.benchmarks.targets import make_target
from designdoc_tests.claude.money import exit_code, start
from designdoc_tests.operations import instances
from designdoc_tests.operations.deployment import QUEUE, Deployment, deployment
from designdoc_tests.operations.runs import known
from designdoc_tests.storage.homes import Home, on_postgres
from designdoc_tests.support import docs_of, document, latest_materializations, nothing_is_made, regions, run_job
from designdoc_tests.waiting import wait_for

_FILES = 10
_ENDED = "COMPLETED_SUCCESS"


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a journal and a cache of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def _check(instance: dg.DagsterInstance, repo: Path) -> None:
    """Check that the instance knows each artifact as it stands, and each run what it reported, once."""
    on_disk = {artifact: header.data_version for artifact, header in regions(repo).items()}
    versions = {
        (kind, key): (event.tags or {})["dagster/data_version"]
        for kind in kinds()
        for key, event in latest_materializations(instance, kind).items()
    }
    assert versions.keys() == on_disk.keys()
    assert all(version.startswith(on_disk[artifact]) for artifact, version in versions.items())
    in_runs: Counter[str] = Counter()
    for run in instance.get_runs():
        of_run = instance.all_logs(run.run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION)
        made = Counter(str(entry.asset_materialization) for entry in of_run)
        assert not made or max(made.values()) == 1
        in_runs.update(e.asset_materialization.asset_key.to_user_string() for e in of_run if e.asset_materialization)
    for kind in kinds():
        key = dg.AssetKey(kind)
        records = instance.fetch_materializations(key, limit=10_000).records
        assert len(records) == in_runs[kind]
        last = instance.get_latest_materialization_event(key)
        assert last is not None
        assert last in [record.event_log_entry for record in records]


def _document(repo: Path, folder: Path) -> None:
    with dg.DagsterInstance.from_config(str(folder)) as instance:
        run = document(repo, instance, writer="static")
    assert run.success, run.failure


@pytest.mark.parametrize("database", [pytest.param("sqlite", marks=pytest.mark.long), "postgres"])
def test_web_server_daemon_and_runs_share_a_home(
    database: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = tmp_path / "repo"
    make_target(repo, _FILES)
    if database == "sqlite":
        home = instances.on_sqlite(tmp_path / "home", QUEUE)
    else:
        home = instances.on_postgres(tmp_path / "home", request.getfixturevalue("empty_database"), QUEUE)
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    monkeypatch.setenv("DESIGNDOC_REPO", str(repo))
    monkeypatch.setenv("DAGSTER_EVENT_BATCH_SIZE", "50")  # as in the image
    with deployment(home) as dagster:
        for process in (dagster.code, dagster.web, dagster.daemon):
            process.start()
        partitions = known(repo)
        wait_for(dagster.is_up, dagster.logs)
        backfill = dagster.launch_backfill(["class_doc", "class_diagram"], partitions["classes"])
        job = dagster.launch_job()
        own = start(partial(_document, repo, home))
        status = wait_for(partial(_seen_to_end, dagster, backfill, job), dagster.logs, every_s=1)
        assert status == (_ENDED, dg.DagsterRunStatus.SUCCESS), dagster.failures() or dagster.logs()
        assert exit_code(own) == 0
        said = dagster.logs()
    assert "database is locked" not in said
    with dg.DagsterInstance.from_config(str(home)) as instance:
        assert run_job(repo, instance).success
        _check(instance, repo)
    nothing_is_made(repo)


def _seen_to_end(dagster: Deployment, backfill: str, job: str) -> object:
    """Look at assets and runs as the pages do, and return how both ended, once they have."""
    for query in (
        "{ assetsOrError { __typename ... on AssetConnection { nodes { key { path } assetMaterializations(limit: 5) "
        "{ partition runId } } } } }",
        "{ runsOrError(limit: 10) { ... on Runs { results { runId status stats { __typename "
        "... on RunStatsSnapshot { materializations } } } } } }",
    ):
        assert dagster.ask(query), query
    ended = dagster.status_of_backfill(backfill), dagster.status_of(job)
    return ended if all(ended) else None


def test_two_machines_share_a_database(tmp_path: Path, empty_database: str) -> None:
    repo = tmp_path / "repo"
    make_target(repo, _FILES)
    machines: list[Home] = [on_postgres(tmp_path / name, empty_database) for name in ("one", "other")]
    children = [start(partial(_document, repo, machine.folder)) for machine in machines]
    assert [exit_code(child) for child in children] == [0, 0]
    for machine in machines:
        with machine.instance() as instance:
            again = document(repo, instance, writer="static")
            assert again.success, again.failure
            assert again.made == (), "all is known to both"
            _check(instance, repo)
    assert docs_of(repo).is_dir()
