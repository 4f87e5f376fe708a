"""A backfill of several runs on one PostgreSQL, whose daemon and code server are killed and started again."""

from collections.abc import Sequence
from pathlib import Path

import dagster as dg
import pytest

from designdoc_tests.claude.money import billed, forked_provider
from designdoc_tests.operations.deployment import QUEUE, deployment
from designdoc_tests.operations.instances import on_postgres
from designdoc_tests.operations.postgres import rows_in
from designdoc_tests.operations.runs import begin, check_payment, known, small_repo
from designdoc_tests.support import docs_of, tree_bytes
from designdoc_tests.waiting import wait_for

_PER_RUN, _CLASSES, _AT_ONCE = 4, 12, 2


def _are_started(runs: Sequence[dg.DagsterRun]) -> bool:
    """Whether runs are under way, the last of them too, and none is being launched."""
    ended = [run for run in runs if run.is_finished]
    started = [run for run in runs if run.status is dg.DagsterRunStatus.STARTED]
    return len(ended) >= _AT_ONCE and bool(started) and len(ended) + len(started) == len(runs)


def test_a_backfill_outlives_its_daemon_and_its_code_server_and_nothing_is_paid_twice(
    tmp_path: Path, database: str, quiet_tree: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = small_repo(tmp_path)
    home = on_postgres(tmp_path / "home", database, QUEUE)
    environment = {
        "DAGSTER_HOME": str(home),
        "DESIGNDOC_REPO": str(repo),
        "DESIGNDOC_JOURNAL_URL": database,
        "DESIGNDOC_PARTITIONS_PER_RUN": str(_PER_RUN),
        "DESIGNDOC_PARALLELISM": "2",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with forked_provider(tmp_path, latency=0.5) as provider, deployment(home) as dagster:
        for process in (dagster.code, dagster.web, dagster.daemon):
            process.start()
        classes = known(repo)["classes"]
        wait_for(dagster.is_up, dagster.logs)
        backfill = dagster.launch_backfill(["class_doc"], classes)
        provider.wait_for_more(1, lambda: dagster.status_of_backfill(backfill) is None)
        dagster.daemon.kill()
        assert {run.status for run in dagster.runs_of(backfill)} >= {dg.DagsterRunStatus.QUEUED}
        dagster.daemon.start()
        # Not in the midst of launching a run: that would be launched twice, and Dagster lets neither go on.
        wait_for(lambda: _are_started(dagster.runs_of(backfill)), dagster.logs)
        dagster.code.kill()
        dagster.code.start()
        status = wait_for(lambda: dagster.status_of_backfill(backfill), dagster.logs)
        assert status == "COMPLETED_SUCCESS", dagster.logs()
        assert len(dagster.runs_of(backfill)) == _CLASSES // _PER_RUN
        rest = begin(repo, has_instance=True).end()
        assert rest.success, rest.failure
        calls = provider.stop()
    rows = rows_in(database)
    assert len({call.digest for call in calls}) == len(calls)
    check_payment(calls, rows)
    assert billed(calls) == sum(row.amount for row in rows)
    assert tree_bytes(docs_of(repo)) == quiet_tree
