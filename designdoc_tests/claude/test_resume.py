"""Runs that reach their cap: what is finished stays, and a higher cap pays for what is missing and for nothing else."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster._core.storage.partition_status_cache import AssetPartitionStatus

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.orchestration.failures import Exhausted, raise_for
from designdoc_assets.orchestration.partitions import DEFINITIONS
from designdoc_tests.claude.money import ledger
from designdoc_tests.claude.support import provider, repo_of_classes, stored_content
from designdoc_tests.messages_api.tokens import DEAREST
from designdoc_tests.support import docs_of, latest_materializations, regions, run_job, tree_bytes

_DEAR: Mapping[str, Any] = {"tokenizer": DEAREST, "thinking_tokens": 10**9}
"""A provider that bills nearly all that was set aside, so that a cap is reached where it is looked for."""
_SENTENCE = re.compile(
    r"budget exhausted at \$(\d+\.\d\d) / cap \$(\d+\.\d\d): (.*) done\. Raise the cap "
    r"\(DESIGNDOC_BUDGET_USD or \[pipeline\] max_budget_usd\) and materialize again\."
)


class _Halt:
    """What a run that reached its cap says of it."""

    def __init__(self, run: dg.ExecuteInProcessResult) -> None:
        assert not run.success
        [event] = [event for event in run.all_events if event.is_step_failure]
        data = event.step_failure_data.user_failure_data
        assert data is not None, event.step_failure_data.error
        found = _SENTENCE.fullmatch(str(data.description))
        assert found, data.description
        self.spent, self.cap = map(Decimal, found.groups()[:2])
        parts = [part.split() for part in found[3].split(", ")]
        self.progress = {kind: (int(done), int(of)) for done, _, of, kind in parts}
        self.metadata = {name: value.value for name, value in data.metadata.items()}


def _whole(folder: Path, files: int) -> tuple[int, Decimal, dict[str, bytes]]:
    """Return the calls, the bill and the tree of a run that has all the money it needs."""
    repo = repo_of_classes(folder / "whole" / "repo", files, packages=2)
    with provider(**_DEAR) as server, pytest.MonkeyPatch.context() as environment:
        environment.setenv("DESIGNDOC_BUDGET_USD", "1000")
        assert run_job(repo, dg.DagsterInstance.ephemeral(), writer="claude").success
        return len(server.calls), server.bill, tree_bytes(docs_of(repo))


@pytest.mark.parametrize("parallelism", [1, 4])
def test_a_run_with_a_higher_cap_makes_exactly_the_calls_that_were_missing(
    parallelism: int, tmp_path: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_calls, whole_bill, tree = _whole(tmp_path, 8)
    repo = repo_of_classes(tmp_path / "repo", 8, packages=2)
    with provider(**_DEAR) as server:
        cap = round(whole_bill * Decimal("0.6"), 2)
        monkeypatch.setenv("DESIGNDOC_BUDGET_USD", str(cap))
        halted = run_job(repo, instance, writer="claude", parallelism=parallelism)
        halt, first_calls = _Halt(halted), len(server.calls)
        done, of = halt.progress["class_doc"]
        assert 0 < done < of == 16
        assert halt.progress["package_readme"] == (0, 2)
        assert halt.progress["document"] == (4, 6)
        assert "file_summary" not in halt.progress  # all of them were made
        assert sum(kind == "class_doc" for kind, _ in stored_content(repo)) == done
        assert {"README.md", "TECH_DEBT.md"} <= tree_bytes(docs_of(repo)).keys()
        assert server.bill <= cap

        monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "1000")
        resumed = run_job(repo, instance, writer="claude", parallelism=parallelism)
        assert resumed.success
        assert len(server.calls) == all_calls
        assert 0 < len(server.calls) - first_calls < all_calls
        assert len({call.digest for call in server.calls}) == all_calls  # and no question was asked twice
    assert tree_bytes(docs_of(repo)) == tree


def test_the_failure_says_how_far_the_run_came_and_what_to_do(
    tmp_path: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = repo_of_classes(tmp_path / "repo", 4)
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "0.25")
    with provider(**_DEAR) as server:
        run = run_job(repo, instance, writer="claude", parallelism=4)
    halt = _Halt(run)
    assert halt.cap == Decimal("0.25")
    assert halt.spent == round(Decimal(ledger()) / 10**9, 2)
    assert server.bill <= Decimal("0.25")
    assert halt.metadata["cap_usd"] == 0.25
    assert halt.metadata["spent_usd"] == ledger() / 10**9
    assert halt.metadata["remaining"] == sum(of - done for done, of in halt.progress.values())
    everything = 5 + 8 + 8 + 1 + 1 + 6  # file summaries, class docs and diagrams, a package with a diagram, documents
    assert halt.metadata["completed"] + halt.metadata["remaining"] == everything
    assert len(regions(repo)) == halt.metadata["completed"]
    assert run.dagster_run.tags["dagster/max_retries"] == "0"


def test_nothing_is_retried_by_itself_when_the_cap_was_reached() -> None:
    with pytest.raises(dg.Failure) as failure:
        raise_for([], exhausted=Exhausted("budget exhausted", {}))
    assert failure.value.allow_retries is False


def test_in_the_ui_finished_partitions_stay_materialized_and_the_others_show_as_failed(
    tmp_path: Path, disk_instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "0.25")
    repo = repo_of_classes(tmp_path / "repo", 8)
    with provider(**_DEAR) as server:
        assert _materialize(repo, disk_instance, "repo_snapshot", []).success
        keys = sorted(disk_instance.get_dynamic_partitions("classes"))
        run = _materialize(repo, disk_instance, "class_doc", keys)
        halt, first_calls = _Halt(run), len(server.calls)
        done, of = halt.progress["class_doc"]
        assert 0 < done < of == 16
        stored = {key for _, key in stored_content(repo)}
        statuses = _statuses(disk_instance, keys)
        assert {key for key in keys if statuses[key] is AssetPartitionStatus.MATERIALIZED} == stored
        assert {key for key in keys if statuses[key] is AssetPartitionStatus.FAILED} == set(keys) - stored
        assert len(stored) == done
        record = disk_instance.get_run_by_id(run.run_id)
        assert record is not None
        assert record.tags["dagster/max_retries"] == "0"

        monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "1000")
        assert _materialize(repo, disk_instance, "class_doc", keys).success
        assert len(server.calls) == 2 * 16
        assert len({call.digest for call in server.calls}) == 2 * 16
        assert set(_statuses(disk_instance, keys).values()) == {AssetPartitionStatus.MATERIALIZED}
        latest = latest_materializations(disk_instance, "class_doc")
        assert {key for key in keys if latest[key].metadata["cached"].value} == stored
        paid = [
            event.metadata["anthropic.calls"].value for event in latest.values() if "anthropic.calls" in event.metadata
        ]
        assert sum(map(int, map(str, paid))) == len(server.calls) - first_calls


def _materialize(repo: Path, instance: dg.DagsterInstance, kind: str, keys: Sequence[str]) -> dg.ExecuteInProcessResult:
    ends = {"start": keys[0], "end": keys[-1]} if keys else {}
    tags = {f"dagster/asset_partition_range_{end}": key for end, key in ends.items()}
    selection = [dg.AssetKey(kind)]
    return run_job(repo, instance, "__ASSET_JOB", asset_selection=selection, tags=tags, writer="claude", parallelism=4)


def _statuses(instance: dg.DagsterInstance, keys: Sequence[str]) -> Mapping[str, AssetPartitionStatus | None]:
    statuses = instance.get_status_by_partition(dg.AssetKey("class_doc"), keys, DEFINITIONS[Grain.CLASSES])
    assert statuses is not None
    return statuses
