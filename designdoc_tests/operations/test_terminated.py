"""A run that is terminated from the UI: its calls in flight are counted, its pages are whole, the next run goes on."""

import signal
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from designdoc_tests.claude.money import billed, forked_provider, journal_rows
from designdoc_tests.messages_api.faults import FaultPlan, Incoming
from designdoc_tests.operations.deployment import deployment
from designdoc_tests.operations.instances import on_sqlite
from designdoc_tests.operations.runs import PARALLELISM, check_payment, small_repo, whole_files
from designdoc_tests.support import docs_of, tree_bytes
from designdoc_tests.waiting import LIMIT_S, wait_for

_AT_ONCE = "run_coordinator: {module: dagster._core.run_coordinator, class: DefaultRunCoordinator}\n"
_ANSWERED = 10


def _hang_once() -> FaultPlan:
    """Let some calls be answered, and the next ones hang, until whoever makes them goes away."""
    seen = 0

    def choose(incoming: Incoming) -> str | None:
        nonlocal seen
        seen += 1
        return "hang+billed" if _ANSWERED < seen <= _ANSWERED + PARALLELISM else None

    return choose


def test_a_run_that_is_terminated_from_the_ui_is_canceled_and_the_next_one_goes_on(
    tmp_path: Path, quiet_tree: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = small_repo(tmp_path)
    home = on_sqlite(tmp_path / "home", _AT_ONCE)
    settings = {"HOME": str(tmp_path), "DAGSTER_HOME": str(home), "DESIGNDOC_REPO": str(repo)}
    for name, value in (settings | {"DESIGNDOC_PARALLELISM": str(PARALLELISM)}).items():
        monkeypatch.setenv(name, value)
    with forked_provider(tmp_path, faults=_hang_once()) as provider, deployment(home) as dagster:
        dagster.code.start()
        dagster.web.start()
        wait_for(dagster.is_up, dagster.logs)
        run = dagster.launch_job()
        provider.wait_for_more(_ANSWERED + PARALLELISM, lambda: dagster.status_of(run) is None)
        dagster.terminate(run)
        assert wait_for(lambda: dagster.status_of(run), dagster.logs) is dg.DagsterRunStatus.CANCELED
        rows = journal_rows(home / "designdoc/journal.sqlite")
        in_flight = [row for row in rows if not row.has_answer]
        assert [row.state for row in in_flight] == ["unknown"] * PARALLELISM
        assert whole_files(docs_of(repo), quiet_tree)
        _check_account(home)
        again = dagster.launch_job()
        assert wait_for(lambda: dagster.status_of(again), dagster.logs) is dg.DagsterRunStatus.SUCCESS
        calls = provider.stop()
    rows = journal_rows(home / "designdoc/journal.sqlite")
    assert tree_bytes(docs_of(repo)) == quiet_tree
    check_payment(calls, rows, lost=PARALLELISM)
    assert billed(calls) <= sum(row.amount for row in rows)


@pytest.mark.parametrize(
    "number",
    [pytest.param(signal.SIGINT, id="ctrl-c", marks=pytest.mark.long), pytest.param(signal.SIGTERM, id="terminated")],
)
def test_a_run_that_is_interrupted_says_what_it_spent_and_reports_the_budget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    repo = small_repo(tmp_path)
    home = on_sqlite(tmp_path / "home")
    settings = {"HOME": str(tmp_path), "DAGSTER_HOME": str(home), "DESIGNDOC_REPO": str(repo)}
    for name, value in (settings | {"DESIGNDOC_PARALLELISM": str(PARALLELISM)}).items():
        monkeypatch.setenv(name, value)
    with forked_provider(tmp_path, faults=_hang_once()) as provider:
        command = ["-m", "dagster", "job", "execute", "-m", "designdoc_assets.definitions", "-j", "design_docs"]
        job = subprocess.Popen([sys.executable, *command], stderr=subprocess.PIPE, text=True)
        provider.wait_for_more(_ANSWERED + PARALLELISM, lambda: job.poll() is None)
        job.send_signal(number)
        _, said = job.communicate(timeout=LIMIT_S)
        provider.stop()
    assert "Interrupted. What is finished is kept" in said
    _check_account(home)


def _check_account(home: Path) -> None:
    """Check that a run accounts for its answered calls, and for those that it was waiting for."""
    rows = journal_rows(home / "designdoc/journal.sqlite")
    spent = sum(row.amount for row in rows) / 1e9
    with dg.DagsterInstance.from_config(str(home)) as instance:
        [run] = instance.get_runs()
        [record] = instance.fetch_materializations(dg.AssetKey("budget_report"), limit=9).records
        said = [entry.user_message for entry in instance.all_logs(run.run_id)]
    assert any(f" in {len(rows)} calls (" in line for line in said)
    report = record.asset_materialization
    assert report is not None
    assert report.metadata["spent_usd"].value == pytest.approx(spent)
    assert (report.metadata["calls"].value, report.metadata["outcome_unknown"].value) == (len(rows), PARALLELISM)
    assert run.tags["designdoc/cost_usd"] == f"{spent:.4f}"
    assert run.tags["designdoc/calls"] == str(len(rows))
