"""A run of `design_docs` that a cap or a failure ended, and that is re-executed from there: all that is due is done."""

from collections.abc import Sequence
from pathlib import Path

import dagster as dg
import pytest

from designdoc_assets.definitions import defs
from designdoc_tests.claude.support import provider
from designdoc_tests.support import (
    PAY,
    commit,
    docs_of,
    document,
    make_repo,
    nothing_is_made,
    regions,
    tree_bytes,
    write,
)

_CONFIG = {"resources": {"designdoc": {"config": {"writer": "claude"}}}}


def design_docs() -> dg.JobDefinition:
    """Return the job, in a form that Dagster can make again."""
    return defs.get_job_def("design_docs")


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    repo = make_repo(tmp_path / "pay", PAY)
    monkeypatch.setenv("DESIGNDOC_REPO", str(repo))
    return repo


@pytest.fixture
def quiet_tree(repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What a run that nothing disturbs leaves."""
    quiet = make_repo(tmp_path / "quiet" / "pay", PAY)
    with monkeypatch.context() as environment, provider():
        environment.setenv("XDG_STATE_HOME", str(tmp_path / "other"))
        assert document(quiet, writer="claude").success
    return tree_bytes(docs_of(quiet))


def _run(instance: dg.DagsterInstance, again: dg.ReexecutionOptions | None = None) -> dg.JobExecutionResult:
    config = None if again else _CONFIG
    job = dg.reconstructable(design_docs)
    return dg.execute_job(job, instance, run_config=config, reexecution_options=again)


def _from_failure(instance: dg.DagsterInstance, run: dg.JobExecutionResult) -> dg.JobExecutionResult:
    return _run(instance, dg.ReexecutionOptions.from_failure(run.run_id, instance))


def _steps(run: dg.JobExecutionResult) -> Sequence[str]:
    return [str(event.step_key) for event in run.all_events if event.is_step_start]


def test_what_a_cap_kept_from_being_made_is_made_when_the_run_is_executed_again_from_its_failure(
    repo: Path, quiet_tree: dict[str, bytes], disk_instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    with provider():
        monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "0.05")
        halted = _run(disk_instance)
        assert not halted.success
        assert len(regions(repo)) < len(quiet_tree)
        monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "5")
        again = _from_failure(disk_instance, halted)
        assert again.success
        assert _steps(again) == ["documents"]
        assert tree_bytes(docs_of(repo)) == quiet_tree
        nothing_is_made(repo)


def test_under_the_same_cap_it_fails_again(
    repo: Path, disk_instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "0")
    halted = _run(disk_instance)
    assert not halted.success
    assert not _from_failure(disk_instance, halted).success


def test_a_run_that_is_executed_again_sees_what_changed_meanwhile(
    repo: Path, disk_instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "0")
    halted = _run(disk_instance)
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "5")
    write(repo, "pay/refund.py", '"""Refunds."""\n\n\nclass Refund:\n    """Money back."""\n')
    commit(repo)
    with provider():
        assert _from_failure(disk_instance, halted).success
    assert "pay/refund.py::Refund" in disk_instance.get_dynamic_partitions("classes")
    assert ("class_doc", "pay/refund.py::Refund") in regions(repo)


def test_a_step_in_the_midst_of_the_job_does_what_stands_before_it_once(
    repo: Path, disk_instance: dg.DagsterInstance
) -> None:
    with provider():
        first = _run(disk_instance)
        assert first.success
        write(repo, "pay/order.py", PAY["pay/order.py"].replace("send(100)", "send(101)"))
        steps = ["packages", "dependencies", "documents"]
        again = _run(disk_instance, dg.ReexecutionOptions(first.run_id, step_selection=steps))
        assert again.success
        assert _steps(again) == steps
        nothing_is_made(repo)
    made = [event.partition for event in again.all_events if event.is_step_materialization]
    assert made.count("pay/order.py") == made.count("pay/order.py::Order") == 1
