"""`budget_report`: what the budget's window holds, as an asset, and as a run that called a model tells it."""

import shutil
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from designdoc_tests.messages_api.server import MessagesApi
from designdoc_tests.support import PAY, docs_of, document, make_repo, run_job, write

BUDGET = dg.AssetKey("budget_report")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repo(tmp_path / "pay", PAY)


def _materialize(repo: Path, instance: dg.DagsterInstance) -> dg.ExecuteInProcessResult:
    return run_job(repo, instance, "__ASSET_JOB", asset_selection=[BUDGET])


def _reports(instance: dg.DagsterInstance) -> list[dict[str, object]]:
    """Return what was reported, the oldest first; tables as lists of rows."""
    records = instance.fetch_materializations(BUDGET, limit=100, ascending=True).records
    found = [record.asset_materialization for record in records]
    return [{name: _plain(value) for name, value in event.metadata.items()} for event in found if event is not None]


def _plain(value: dg.MetadataValue[object]) -> object:
    return [dict(record.data) for record in value.records] if isinstance(value, dg.TableMetadataValue) else value.value


def test_a_run_that_called_a_model_reports_what_the_provider_billed(
    repo: Path, instance: dg.DagsterInstance, server: MessagesApi
) -> None:
    assert document(repo, instance).success
    [report] = _reports(instance)
    assert report["spent_usd"] == pytest.approx(float(server.bill))
    assert report["calls"] == len(server.calls)
    assert (report["reserved_usd"], report["outcome_unknown"], report["cap_usd"]) == (0, 0, 5)
    assert report["left_usd"] == pytest.approx(5 - float(server.bill))
    assert (report["window"], str(report["window_start"])[-9:]) == ("month", "-01 (UTC)")
    for table in ("by_kind", "by_model"):
        costs = [row["cost_usd"] for row in report[table]]  # type: ignore
        assert sum(costs) == pytest.approx(report["spent_usd"], abs=len(costs) / 20_000)
        assert all(round(cost, 4) == cost for cost in costs), "there is room for four decimals"
        assert sum(row["input"] for row in report[table]) == report["input_tokens"]  # type: ignore
    assert {row["kind"] for row in report["by_kind"]} == {"file_summary", "class_doc", "package_readme", "document"}  # type: ignore


def _tags(instance: dg.DagsterInstance) -> list[dict[str, str]]:
    """Return the tags that say what runs cost, of the latest run first."""
    tags = [{name: value for name, value in run.tags.items() if "designdoc/" in name} for run in instance.get_runs()]
    return [{name.removeprefix("designdoc/"): value for name, value in of.items()} for of in tags]


def test_what_a_run_cost_is_on_the_run(repo: Path, instance: dg.DagsterInstance, server: MessagesApi) -> None:
    assert document(repo, instance).success
    [report], [tags] = _reports(instance), _tags(instance)
    read = sum(int(str(report[name])) for name in ("input_tokens", "cache_read_tokens", "cache_write_tokens"))
    assert tags == {
        "cost_usd": f"{server.bill:.4f}",
        "calls": str(len(server.calls)),
        "input_tokens": str(read),
        "output_tokens": str(report["output_tokens"]),
    }
    assert document(repo, instance).success
    assert _tags(instance)[0] == {}


def test_so_it_is_on_a_run_of_assets_and_a_run_that_took_over_the_tags_of_another_has_its_own(
    repo: Path, instance: dg.DagsterInstance, server: MessagesApi
) -> None:
    selection: dict[str, Any] = {"asset_selection": [dg.AssetKey("class_doc")], "partition_key": "pay/order.py::Order"}
    run_job(repo, instance, "__ASSET_JOB", asset_selection=[dg.AssetKey("repo_snapshot")])
    run_job(repo, instance, "__ASSET_JOB", **selection)
    [first, _] = _tags(instance)
    assert (first["calls"], first["cost_usd"]) == (str(len(server.calls)), f"{server.bill:.4f}")
    run_job(repo, instance, "__ASSET_JOB", **selection, tags={f"designdoc/{name}": first[name] for name in first})
    assert _tags(instance)[0] == {"cost_usd": "0.0000", "calls": "0", "input_tokens": "0", "output_tokens": "0"}


def test_a_run_without_calls_reports_nothing(repo: Path, instance: dg.DagsterInstance, server: MessagesApi) -> None:
    assert document(repo, instance).success
    assert document(repo, instance).success
    write(repo, "pay/order.py", PAY["pay/order.py"] + "\n# pylint: disable=all\n")
    assert document(repo, instance).success
    assert len(_reports(instance)) == 1


def test_answers_that_were_paid_before_are_no_calls(
    repo: Path, instance: dg.DagsterInstance, server: MessagesApi
) -> None:
    assert document(repo).success
    shutil.rmtree(docs_of(repo))
    run = document(repo, instance)
    assert "had been paid for before" in run.log
    assert _reports(instance) == []


def test_materializing_it_calls_nobody_and_says_what_other_runs_spent(
    repo: Path, instance: dg.DagsterInstance, server: MessagesApi
) -> None:
    assert document(repo).success
    calls = len(server.calls)
    assert _materialize(repo, instance).success
    assert len(server.calls) == calls
    [report] = _reports(instance)
    assert report["calls"] == calls


def test_it_says_what_was_spent_where_the_static_writer_writes_now(
    repo: Path, instance: dg.DagsterInstance, server: MessagesApi
) -> None:
    assert document(repo).success
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("ANTHROPIC_API_KEY")
        assert run_job(repo, instance, "__ASSET_JOB", asset_selection=[BUDGET], writer="static").success
    [report] = _reports(instance)
    assert report["calls"] == len(server.calls)


def test_a_run_that_the_cap_stopped_reports_what_it_spent(
    repo: Path, instance: dg.DagsterInstance, server: MessagesApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "0.08")
    assert "budget exhausted" in document(repo, instance).failure
    [report] = _reports(instance)
    assert report["calls"] == len(server.calls) > 0
    assert report["cap_usd"] == 0.08


def test_where_no_call_was_ever_made_it_says_so_and_makes_no_journal(
    repo: Path, instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    assert _materialize(repo, instance).success
    [report] = _reports(instance)
    assert (report["spent_usd"], report["left_usd"], report["calls"], report["by_kind"]) == (0, 5, 0, [])
    assert not list(tmp_path.rglob("journal*"))


def test_a_journal_that_cannot_be_reached_fails_with_a_sentence_and_no_password(
    repo: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNDOC_JOURNAL_URL", "postgresql://user:hunter2@127.0.0.1:1/money")
    run = _materialize(repo, instance)
    [failure] = [event.step_failure_data for event in run.all_events if event.is_step_failure]
    assert failure.user_failure_data is not None
    said = str(failure.user_failure_data.description)
    assert said.startswith("The journal of model calls postgresql://127.0.0.1:1/money cannot be used: ")
    assert "DESIGNDOC_JOURNAL_URL" in said
    assert not any("hunter2" in str(entry) for entry in instance.all_logs(run.run_id))
    assert _reports(instance) == []
