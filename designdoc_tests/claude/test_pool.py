"""The pool of steps that may call a model: a limit that an operator sets on it holds for every sort of run."""

from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from designdoc_tests.claude.support import provider
from designdoc_tests.messages_api.bodies import Body
from designdoc_tests.messages_api.plausible import plausible
from designdoc_tests.support import PAY, make_repo, run_job


@pytest.mark.parametrize("is_limited", [True, False])
def test_a_step_that_calls_a_model_holds_a_slot_while_it_runs(
    tmp_path: Path, disk_instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch, is_limited: bool
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    repo = make_repo(tmp_path / "pay", PAY)
    storage = disk_instance.event_log_storage
    held: list[int] = []

    def answer(body: Body) -> Any:
        held.append(storage.get_concurrency_info("claude").active_slot_count)
        return plausible(body)

    if is_limited:
        storage.set_concurrency_slots("claude", 2)
    with provider(answer):
        for job, selection, key in (
            ("design_docs", None, None),
            ("__ASSET_JOB", [dg.AssetKey("class_doc")], "pay/order.py::Order"),
        ):
            held.clear()
            config: dict[str, Any] = {"writer": "claude", "force": True, "only": ["class_doc"]}
            assert run_job(repo, disk_instance, job, asset_selection=selection, partition_key=key, **config).success
            assert set(held) == {1 if is_limited else 0}
    assert storage.get_concurrency_info("claude").active_slot_count == 0
