"""A Dagster home holds the docs of one repository: a run for another one is refused before it changes anything."""

from pathlib import Path

import dagster as dg
import pytest

from designdoc_tests.support import PAY, docs_of, document, make_repo, run_git, run_job

KEYS = ("files", "classes", "packages", "dependencies", "documents")


@pytest.fixture
def owned(tmp_path: Path, disk_instance: dg.DagsterInstance) -> Path:
    """A repository that the instance holds the docs of."""
    repo = make_repo(tmp_path / "pay", PAY)
    assert document(repo, disk_instance).success
    return repo


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return make_repo(tmp_path / "shop", {"shop.py": '"""Shops."""\n\n\nclass Shop:\n    """Sells."""\n'})


def _partitions(instance: dg.DagsterInstance) -> dict[str, list[str]]:
    return {grain: list(instance.get_dynamic_partitions(grain)) for grain in KEYS}


def test_a_run_for_another_repository_is_refused_and_changes_nothing(
    owned: Path, other: Path, disk_instance: dg.DagsterInstance
) -> None:
    before = _partitions(disk_instance)
    run = document(other, disk_instance)
    assert not run.success
    for told in (str(owned), str(other), "DAGSTER_HOME", "dagster asset wipe repo_snapshot"):
        assert told in run.failure
    assert _partitions(disk_instance) == before
    assert not docs_of(other).exists()
    assert document(owned, disk_instance).assets == ()


@pytest.mark.parametrize("asset", ["repo_snapshot", "class_doc"])
def test_so_is_a_run_of_assets(owned: Path, other: Path, disk_instance: dg.DagsterInstance, asset: str) -> None:
    key = None if asset == "repo_snapshot" else "pay/order.py::Order"
    run = run_job(other, disk_instance, "__ASSET_JOB", asset_selection=[dg.AssetKey(asset)], partition_key=key)
    assert not run.success
    assert not docs_of(other).exists()


def test_a_plan_changes_nothing_and_is_shown(owned: Path, other: Path, disk_instance: dg.DagsterInstance) -> None:
    assert document(other, disk_instance, plan_only=True).success


def test_clones_of_one_repository_are_one(owned: Path, tmp_path: Path, disk_instance: dg.DagsterInstance) -> None:
    clones = [tmp_path / name for name in ("one", "two")]
    disk_instance.wipe_assets([dg.AssetKey("repo_snapshot")])
    for clone in clones:
        run_git(tmp_path, "clone", "-q", str(owned), str(clone))
        run_git(clone, "remote", "set-url", "origin", "https://git.example.org/team/pay.git")
        assert document(clone, disk_instance).success


def test_a_folder_that_was_moved_is_still_itself(owned: Path, disk_instance: dg.DagsterInstance) -> None:
    moved = owned.rename(owned.with_name("moved"))
    assert document(moved, disk_instance).success


def test_a_home_can_be_given_away(owned: Path, other: Path, disk_instance: dg.DagsterInstance) -> None:
    disk_instance.wipe_assets([dg.AssetKey("repo_snapshot")])
    assert document(other, disk_instance).success
    assert _partitions(disk_instance)["files"] == ["shop.py"]


def test_a_home_whose_snapshot_was_wiped_is_its_owners_again_after_a_run_that_has_nothing_to_make(
    owned: Path, other: Path, disk_instance: dg.DagsterInstance
) -> None:
    disk_instance.wipe_assets([dg.AssetKey("repo_snapshot")])
    assert document(owned, disk_instance).success
    assert document(owned, disk_instance).assets == ()
    assert not document(other, disk_instance).success


def test_what_a_person_reports_by_hand_does_not_give_a_home_away(
    owned: Path, other: Path, disk_instance: dg.DagsterInstance
) -> None:
    disk_instance.report_runless_asset_event(dg.AssetMaterialization("repo_snapshot"))
    assert not document(other, disk_instance).success


def test_after_a_first_run_dagster_misses_no_asset(owned: Path, disk_instance: dg.DagsterInstance) -> None:
    budget = dg.AssetKey("budget_report")
    event = disk_instance.get_latest_materialization_event(budget)
    assert event and event.asset_materialization
    assert event.asset_materialization.metadata["spent_usd"].value == 0
    assert document(owned, disk_instance).assets == ()
