"""What the page of a partition shows of an artifact that Claude wrote: by which model, what it took, what waits."""

import logging
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from designdoc_tests.claude.support import provider
from designdoc_tests.messages_api.answers import failing_review, on
from designdoc_tests.support import PAY, document, latest_materializations, make_repo, regions, run_job

GATEWAY, ORDER = "pay/gateway.py::Gateway", "pay/order.py::Order"
UNCONVINCED = on(failing_review(complaint="It is vague."), verb="review", kind="class_doc", subject=GATEWAY)
TOKENS = ("input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens")


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return make_repo(tmp_path / "pay", PAY)


def _metadata(instance: dg.DagsterInstance, key: str) -> dict[str, Any]:
    metadata = latest_materializations(instance, "class_doc")[key].metadata
    return {name: value.value for name, value in metadata.items()}


def test_what_a_making_took_stays_and_what_a_run_paid_is_said_of_that_run_alone(
    repo: Path, disk_instance: dg.DagsterInstance
) -> None:
    with provider() as server:
        assert document(repo, disk_instance, writer="claude").success
        made = _metadata(disk_instance, ORDER)
        calls = [call for call in server.calls if (call.kind, call.subject) == ("class_doc", ORDER)]
        assert made["anthropic.calls"] == made["model_calls"] == len(calls) == 2
        assert made["anthropic.input_tokens"] == made["input_tokens"] > 0
        assert made["anthropic.output_tokens"] == made["output_tokens"] > 0
        assert made["cost_usd"] == made["cost_when_made_usd"] > 0
        assert (made["writer"], made["model"]) == ("claude", "claude-sonnet-5-5")
        run = run_job(
            repo,
            disk_instance,
            "__ASSET_JOB",
            asset_selection=[dg.AssetKey("class_doc")],
            partition_key=ORDER,
            writer="claude",
        )
        assert run.success
    again = _metadata(disk_instance, ORDER)
    assert again["cached"] is True and again["cost_usd"] == 0
    assert not [name for name in again if name.startswith("anthropic.")]
    kept = (*TOKENS, "cost_when_made_usd", "seconds", "attempts", "model_calls", "reason", "model")
    assert {name: again[name] for name in kept} == {name: made[name] for name in kept}


def test_a_partition_in_dispute_says_why_and_under_which_id(repo: Path, instance: dg.DagsterInstance) -> None:
    with provider(UNCONVINCED):
        assert document(repo, instance, writer="claude").success
    assert regions(repo)["class_doc", GATEWAY].status == "disputed"
    said = _metadata(instance, GATEWAY)["in_dispute"]
    assert said.startswith("purpose: “") and "(unsupported: It is vague.) (review, issue review-" in said
    assert "in_dispute" not in _metadata(instance, ORDER)


def test_force_says_what_it_costs_before_the_first_call(repo: Path, disk_instance: dg.DagsterInstance) -> None:
    config: dict[str, Any] = {"writer": "claude", "only": ["class_doc"], "force": True}
    with provider() as server:
        assert _warnings(run_job(repo, disk_instance, **config), disk_instance) == [], "all is due anyway"
        asked = len(server.calls)
        run = run_job(repo, disk_instance, **config, parallelism=1)
        assert len(server.calls) == 2 * asked
        selection = [dg.AssetKey("class_doc")]
        one = run_job(repo, disk_instance, "__ASSET_JOB", asset_selection=selection, partition_key=ORDER, **config)
        plan = run_job(repo, disk_instance, **config, plan_only=True)
        free = run_job(repo, disk_instance, **config | {"writer": "static"})
    [said] = _warnings(run, disk_instance)
    assert said.startswith("`force` is set: 3 artifacts are made anew although nothing changed, for about $0.")
    entries = disk_instance.all_logs(run.run_id)
    at = next(number for number, entry in enumerate(entries) if entry.user_message == said)
    assert not any(
        entry.is_dagster_event and entry.get_dagster_event().is_step_materialization for entry in entries[:at]
    )
    [said] = _warnings(one, disk_instance)
    assert said.startswith("`force` is set: 1 artifact is made anew although nothing changed, for about $0.")
    assert len(_warnings(plan, disk_instance)) == 1
    assert not any("`force`" in said for said in _warnings(free, disk_instance)), "another writer changes everything"


def _warnings(run: dg.ExecuteInProcessResult, instance: dg.DagsterInstance) -> list[str]:
    assert run.success
    entries = (entry for entry in instance.all_logs(run.run_id) if entry.level == logging.WARNING)
    return [entry.user_message for entry in entries if not entry.is_dagster_event]
