"""What a run of the job did not make is red in the UI, until it is made."""

from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.partition_status_cache import get_and_update_asset_status_cache_value

from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.orchestration.partitions import DEFINITIONS
from designdoc_tests.claude.support import provider
from designdoc_tests.support import PAY, docs_of, document, make_repo, regions, run_git, write

ORDER = "pay/order.py::Order"


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repo(tmp_path / "pay", PAY)


def _red(instance: dg.DagsterInstance) -> set[tuple[str, str]]:
    """Return what the UI shows as failed, and what *Failed* selects: by kind and partition."""
    found = set()
    for kind in kinds().values():
        definition = DEFINITIONS[kind.grain]
        status = get_and_update_asset_status_cache_value(instance, dg.AssetKey(kind.name), definition)
        failed = status.deserialize_failed_partition_subsets(definition) if status else definition.empty_subset()
        found |= {(kind.name, key) for key in failed.get_partition_keys()}
    return found


def _all(instance: dg.DagsterInstance) -> set[tuple[str, str]]:
    return {(kind.name, key) for kind in kinds().values() for key in instance.get_dynamic_partitions(str(kind.grain))}


def _why(instance: dg.DagsterInstance) -> dict[str, str]:
    """Return what runs said of artifacts that they did not make."""
    said = (event.dagster_event for run in instance.get_runs() for event in instance.all_logs(run.run_id))
    planned = [event for event in said if event is not None and event.is_asset_materialization_planned]
    return {f"{event.asset_key.to_user_string()}[{event.partition}]": str(event.message) for event in planned}  # type: ignore[union-attr]


@pytest.mark.usefixtures("server")
def test_what_a_cap_kept_from_being_made_is_red_and_turns_green_when_it_is_made(
    repo: Path, disk_instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "0.05")
    assert "budget exhausted" in document(repo, disk_instance).failure
    not_made = _all(disk_instance) - set(regions(repo))
    assert not_made
    assert _red(disk_instance) == not_made
    assert set(_why(disk_instance)) == {f"{kind}[{key}]" for kind, key in not_made}
    assert {said.partition(": ")[2] for said in _why(disk_instance).values()} == {"the budget does not allow it."}
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "5")
    assert document(repo, disk_instance).success
    assert _red(disk_instance) == set()


@pytest.mark.usefixtures("server")
def test_a_second_run_under_the_same_cap_marks_nothing_twice(
    repo: Path, disk_instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "0")
    document(repo, disk_instance)
    red, [first] = _red(disk_instance), disk_instance.get_runs()
    document(repo, disk_instance)
    assert _red(disk_instance) == red
    [second] = [run.run_id for run in disk_instance.get_runs() if run.run_id != first.run_id]
    planned = dg.DagsterEventType.ASSET_MATERIALIZATION_PLANNED
    assert disk_instance.all_logs(first.run_id, of_type=planned)
    assert not disk_instance.all_logs(second, of_type=planned)


def test_what_failed_for_its_own_reason_is_red_and_says_it(repo: Path, disk_instance: dg.DagsterInstance) -> None:
    page = docs_of(repo) / "packages/pay/order.py.md"
    page.mkdir(parents=True)
    assert "3 artifacts could not be made" in document(repo, disk_instance).failure
    on_the_page = {("file_summary", "pay/order.py"), ("class_doc", ORDER), ("class_diagram", ORDER)}
    assert _red(disk_instance) == on_the_page
    assert all("order.py.md" in _why(disk_instance)[f"{kind}[{key}]"] for kind, key in on_the_page)
    page.rmdir()
    assert document(repo, disk_instance).success
    assert _red(disk_instance) == set()


def test_a_run_that_stops_marks_what_it_did_not_come_to(repo: Path, disk_instance: dg.DagsterInstance) -> None:
    with provider(faults=lambda incoming: "forbidden"):
        stopped = document(repo, disk_instance)
    assert not stopped.success
    assert _red(disk_instance) == _all(disk_instance) - set(regions(repo))
    assert _why(disk_instance)["document[SYSTEM_DESIGN]"].endswith("the run ended before it was its turn.")


@pytest.mark.usefixtures("server")
def test_what_is_fresh_again_without_being_made_does_not_stay_red(
    repo: Path, disk_instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert document(repo, disk_instance).success
    write(repo, "pay/order.py", PAY["pay/order.py"].replace("send(100)", "send(101)"))
    monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "0")
    assert not document(repo, disk_instance).success
    assert ("class_doc", ORDER) in _red(disk_instance)
    run_git(repo, "checkout", "-q", "--", "pay/order.py")
    assert document(repo, disk_instance).success
    assert _red(disk_instance) == set()
    assert document(repo, disk_instance).assets == ()


def test_what_another_machine_made_since_is_adopted_and_turns_green(
    repo: Path, disk_instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    with provider():
        monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "0")
        assert not document(repo, disk_instance).success
        monkeypatch.setenv("DESIGNDOC_BUDGET_USD", "5")
        assert document(repo).success
    assert _red(disk_instance)
    assert document(repo, disk_instance).success
    assert _red(disk_instance) == set()
