"""Runs of the assets, as the UI and backfills start them: some partitions of one grain, in one run."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.data_version import CachingStaleStatusResolver, StaleStatus
from dagster._core.loader import LoadingContextForTest

from designdoc_assets.definitions import defs
from designdoc_tests.support import (
    PAY,
    check_evaluations,
    commit,
    docs_of,
    document,
    latest_materializations,
    make_repo,
    recorded_versions,
    regions,
    run_git,
    run_job,
    tree_bytes,
    tree_stamps,
    write,
)
from designdoc_tests.waiting import LIMIT_S

GATEWAY, HTTP_GATEWAY, ORDER = "pay/gateway.py::Gateway", "pay/gateway.py::HttpGateway", "pay/order.py::Order"
CLASSES = [GATEWAY, HTTP_GATEWAY, ORDER]
KINDS_OF_GRAIN = {
    "files": ["file_summary"],
    "classes": ["class_doc", "class_diagram"],
    "packages": ["package_readme", "package_diagram"],
    "dependencies": ["dependency_report"],
    "documents": ["document"],
}
KINDS = [kind for kinds in KINDS_OF_GRAIN.values() for kind in kinds]


@pytest.fixture
def repo(tmp_path: Path, instance: dg.DagsterInstance) -> Path:
    """A repository whose partitions the instance knows, without docs."""
    repo = make_repo(tmp_path / "pay", PAY)
    assert _materialize(repo, instance, ["repo_snapshot"], []).success
    return repo


def _materialize(
    repo: Path, instance: dg.DagsterInstance, kinds: Sequence[str], keys: Sequence[str], **config: object
) -> dg.ExecuteInProcessResult:
    """Materialize partitions, of which the first and the last are given, as a backfill does it."""
    ends = {"start": keys[0], "end": keys[-1]} if keys else {}
    tags = {f"dagster/asset_partition_range_{end}": key for end, key in ends.items()}
    return run_job(repo, instance, "__ASSET_JOB", asset_selection=list(map(dg.AssetKey, kinds)), tags=tags, **config)


def _failure(run: dg.ExecuteInProcessResult) -> str:
    assert not run.success
    (event,) = [event for event in run.all_events if event.is_step_failure]
    data = event.step_failure_data.user_failure_data
    assert data is not None, event.step_failure_data.error
    return str(data.description)


def _reported(run: dg.ExecuteInProcessResult) -> list[tuple[str, str]]:
    events = (event for event in run.all_events if event.is_step_materialization)
    made = (event.step_materialization_data.materialization for event in events)
    return [(event.asset_key.to_user_string(), str(event.partition)) for event in made]


def _cached(instance: dg.DagsterInstance, kind: str) -> dict[str, object]:
    return {key: event.metadata["cached"].value for key, event in latest_materializations(instance, kind).items()}


def _remove(repo: Path, path: str) -> None:
    (repo / path).unlink()
    commit(repo)


# --- which partitions


def test_one_partition_is_made_and_nothing_else(repo: Path, instance: dg.DagsterInstance) -> None:
    selection = [dg.AssetKey("class_doc"), dg.AssetKey("class_diagram")]
    run = run_job(repo, instance, "__ASSET_JOB", asset_selection=selection, partition_key=ORDER)
    assert run.success
    assert set(regions(repo)) == {("class_doc", ORDER), ("class_diagram", ORDER)}
    assert _reported(run) == [("class_doc", ORDER), ("class_diagram", ORDER)]


def test_each_partition_of_a_range_has_its_own_data_version(repo: Path, instance: dg.DagsterInstance) -> None:
    assert _materialize(repo, instance, ["class_doc", "class_diagram"], [GATEWAY, HTTP_GATEWAY]).success
    made = {(kind, key) for kind in ("class_doc", "class_diagram") for key in (GATEWAY, HTTP_GATEWAY)}
    versions = recorded_versions(instance, KINDS)
    assert set(versions) == made
    assert len(set(versions.values())) == len(made)
    assert versions == {artifact: header.data_version for artifact, header in regions(repo).items()}


def test_one_kind_of_a_grain_can_be_made_alone(repo: Path, instance: dg.DagsterInstance) -> None:
    before = len(check_evaluations(instance))
    run = _materialize(repo, instance, ["class_doc"], CLASSES)
    assert run.success
    assert set(regions(repo)) == {("class_doc", key) for key in CLASSES}
    assert {each.asset_key.to_user_string() for each in check_evaluations(instance)[before:]} == {"class_doc"}


def test_all_grains_one_after_the_other_write_the_tree_that_the_job_writes(
    repo: Path, instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    for grain, kinds in KINDS_OF_GRAIN.items():
        assert _materialize(repo, instance, kinds, instance.get_dynamic_partitions(grain)).success
    other = make_repo(tmp_path / "other" / "pay", PAY)
    assert document(other).success
    assert tree_bytes(docs_of(repo)) == tree_bytes(docs_of(other))
    assert document(repo, instance).made == ()


def test_the_command_materializes_a_range(tmp_path: Path, disk_instance: dg.DagsterInstance) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    assert _materialize(repo, disk_instance, ["repo_snapshot"], []).success
    command = [sys.executable, "-m", "dagster", "asset", "materialize", "-m", "designdoc_assets.definitions"]
    command += ["--select", "class_doc", "--partition-range", f"{HTTP_GATEWAY}...{ORDER}"]
    environment = {**os.environ, "DAGSTER_HOME": disk_instance.root_directory, "DESIGNDOC_REPO": str(repo)}
    done = subprocess.run(
        command, cwd=repo, env=environment, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    assert done.returncode == 0, done.stderr
    versions = recorded_versions(disk_instance, KINDS)
    assert set(versions) == {("class_doc", HTTP_GATEWAY), ("class_doc", ORDER)}
    assert versions == {artifact: header.data_version for artifact, header in regions(repo).items()}


def test_neighbours_in_the_order_of_their_names_are_neighbours_in_a_run(
    tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    files = {"b.py": "class Z: ...\n\n\nclass A: ...\n", "a.py": "class M: ...\n"}
    assert document(make_repo(tmp_path / "shop", files), instance).success
    assert instance.get_dynamic_partitions("classes") == ["a.py::M", "b.py::A", "b.py::Z"]


# --- fresh ones


def test_fresh_partitions_are_reported_again_as_they_are(repo: Path, instance: dg.DagsterInstance) -> None:
    assert document(repo, instance).success
    before, versions = tree_stamps(repo), recorded_versions(instance, KINDS)
    run = _materialize(repo, instance, ["class_doc", "class_diagram"], CLASSES)
    assert run.success
    assert len(_reported(run)) == 2 * len(CLASSES)
    assert tree_stamps(repo) == before
    assert recorded_versions(instance, KINDS) == versions
    for kind in ("class_doc", "class_diagram"):
        for event in latest_materializations(instance, kind).values():
            expected = {"cached": True, "cost_usd": 0, "model_calls": 0, "attempts": 1}
            assert {name: event.metadata[name].value for name in expected} == expected
            assert event.metadata["preview"].value


def test_only_what_changed_is_made_anew(repo: Path, instance: dg.DagsterInstance) -> None:
    assert document(repo, instance).success
    write(repo, "pay/order.py", PAY["pay/order.py"].replace("Pay it.", "Pay all of it."))
    assert _materialize(repo, instance, ["class_doc"], CLASSES).success
    assert _cached(instance, "class_doc") == {GATEWAY: True, HTTP_GATEWAY: True, ORDER: False}


def test_force_makes_the_selected_partitions_anew(repo: Path, instance: dg.DagsterInstance) -> None:
    assert document(repo, instance).success
    assert _materialize(repo, instance, ["class_doc"], [GATEWAY, HTTP_GATEWAY], force=True).success
    assert _cached(instance, "class_doc") == {GATEWAY: False, HTTP_GATEWAY: False, ORDER: False}
    latest = latest_materializations(instance, "class_doc")
    assert latest[GATEWAY].metadata["attempts"].value == 1


def test_nothing_is_stale_after_a_run_nor_after_what_changed_was_made(repo: Path, instance: dg.DagsterInstance) -> None:
    assert document(repo, instance).success
    assert set(_statuses(instance).values()) == {StaleStatus.FRESH}
    write(repo, "pay/order.py", PAY["pay/order.py"].replace("Pay it.", "Pay all of it."))
    assert _materialize(repo, instance, ["repo_snapshot"], []).success
    assert _materialize(repo, instance, ["file_summary"], ["pay/order.py"]).success
    assert _materialize(repo, instance, ["class_doc"], [ORDER]).success
    assert set(_statuses(instance).values()) == {StaleStatus.FRESH}


def test_a_partition_that_was_never_made_is_missing(repo: Path, instance: dg.DagsterInstance) -> None:
    statuses = _statuses(instance)
    assert statuses.pop(("repo_snapshot", None)) is StaleStatus.FRESH
    assert set(statuses.values()) == {StaleStatus.MISSING}


def _statuses(instance: dg.DagsterInstance) -> dict[tuple[str, str | None], StaleStatus]:
    """Return what Dagster itself takes for stale."""
    graph = defs.resolve_asset_graph()
    keys: list[tuple[str, str | None]] = [("repo_snapshot", None)]
    for grain, kinds in KINDS_OF_GRAIN.items():
        keys += [(kind, key) for kind in kinds for key in instance.get_dynamic_partitions(grain)]
    resolver = CachingStaleStatusResolver(instance, graph, LoadingContextForTest(instance))
    return {(kind, key): resolver.get_status(dg.AssetKey(kind), key) for kind, key in keys}


# --- what the UI shows of an artifact


def test_a_page_that_was_pushed_is_linked_where_it_can_be_read(tmp_path: Path, instance: dg.DagsterInstance) -> None:
    origin = make_repo(tmp_path / "origin", PAY)
    assert document(origin).success
    run_git(origin, "add", "docs")
    run_git(origin, "commit", "-q", "-m", "docs")
    run_git(tmp_path, "clone", "-q", str(origin), "clone")
    run_git(tmp_path / "clone", "remote", "set-url", "origin", "https://user:secret@github.com/o/pay.git")
    write(tmp_path / "clone", "pay/new.py", "class New: ...\n")
    commit(tmp_path / "clone")
    for kinds, keys in ((["repo_snapshot"], []), (["class_doc"], [*CLASSES, "pay/new.py::New"])):
        for key in keys or [""]:
            assert _materialize(tmp_path / "clone", instance, kinds, [key] if key else []).success
    latest = latest_materializations(instance, "class_doc")
    address = "https://github.com/o/pay/blob/HEAD/docs/design/packages/pay/order.py.md#class-order"
    assert latest[ORDER].metadata["page_as_pushed"] == dg.MetadataValue.url(address)
    assert "page_as_pushed" not in latest["pay/new.py::New"].metadata


def test_a_preview_shows_code_that_is_linked_in_part_as_one_piece(tmp_path: Path, instance: dg.DagsterInstance) -> None:
    source = (
        '"""Shops."""\n\n\nclass Item: ...\n\n\nclass Shelf: ...\n\n\n'
        'class Shop:\n    """Sells."""\n\n'
        "    stock: dict[Shelf, Item | None]\n\n"
        '    def sell(self) -> Item:\n        """Return what is `sold`, by ``name``."""\n'
    )
    repo = make_repo(tmp_path / "shop", {"shop.py": source})
    assert document(repo, instance).success
    assert "[Shelf](#class-shelf), [Item" in (docs_of(repo) / "packages/shop.py.md").read_text()
    preview = str(latest_materializations(instance, "class_doc")["shop.py::Shop"].metadata["preview"].value)
    assert "`dict[Shelf, Item \\| None]`" in preview
    assert "`sold`" in preview


def test_a_preview_shows_no_diagram_as_raw_text(repo: Path, instance: dg.DagsterInstance) -> None:
    assert _materialize(repo, instance, ["class_diagram"], CLASSES).success
    preview = str(latest_materializations(instance, "class_diagram")[HTTP_GATEWAY].metadata["preview"].value)
    assert "*The page shows a diagram here.*" in preview
    assert "classDiagram" not in preview
    assert "### Relations of `HttpGateway`" in preview


def test_a_preview_says_where_a_page_has_nothing_to_show(repo: Path, instance: dg.DagsterInstance) -> None:
    assert _materialize(repo, instance, ["class_diagram"], CLASSES).success
    preview = latest_materializations(instance, "class_diagram")[ORDER].metadata["preview"]
    assert preview == dg.MetadataValue.md("*Empty: there is nothing to show here.*")


# --- what cannot be made


def test_a_partition_that_is_gone_fails_by_itself_and_says_what_to_do(repo: Path, instance: dg.DagsterInstance) -> None:
    _remove(repo, "pay/gateway.py")
    failure = _failure(_materialize(repo, instance, ["class_doc", "class_diagram"], CLASSES))
    assert failure.startswith(f"4 artifacts could not be made: class_doc[{GATEWAY}]: it is no longer in the target: ")
    assert "it is no longer in the target: there is no pay/gateway.py. Materialize" in failure
    assert "Materialize repo_snapshot, which removes its partition" in failure
    assert set(recorded_versions(instance, KINDS)) == {("class_doc", ORDER), ("class_diagram", ORDER)}
    assert _materialize(repo, instance, ["repo_snapshot"], []).success
    assert list(instance.get_dynamic_partitions("classes")) == [ORDER]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("class Order:", "class Purchase:", "pay/order.py defines no Order. "),
        (None, "pay/sale.py", "there is no pay/order.py; a class of that name is pay/sale.py::Order. "),
    ],
)
def test_a_partition_that_is_gone_says_what_became_of_it(
    old: str | None, new: str, told: str, repo: Path, instance: dg.DagsterInstance
) -> None:
    source = PAY["pay/order.py"]
    if old is None:
        _remove(repo, "pay/order.py")
        write(repo, new, source)
    else:
        write(repo, "pay/order.py", source.replace(old, new))
    commit(repo)
    failure = _failure(_materialize(repo, instance, ["class_doc"], [ORDER]))
    assert f"class_doc[{ORDER}]: it is no longer in the target: {told}Materialize repo_snapshot" in failure


def test_the_history_of_a_partition_that_was_removed_ends_with_what_became_of_it(
    repo: Path, disk_instance: dg.DagsterInstance
) -> None:
    assert run_job(repo, disk_instance).success
    source = PAY["pay/order.py"]
    _remove(repo, "pay/order.py")
    write(repo, "pay/sale.py", source)
    head = commit(repo)
    for _ in range(2):
        assert run_job(repo, disk_instance, ref=head).success
        for kind in ("class_doc", "class_diagram"):
            [record] = disk_instance.fetch_observations(dg.AssetKey(kind), limit=9).records
            assert record.asset_observation is not None
            assert record.asset_observation.partition == ORDER
            said = {name: value.value for name, value in record.asset_observation.metadata.items()}
            assert said["commit"] == head
            assert str(said["gone"]).startswith(
                "It is no longer in the target: there is no pay/order.py; a class of that name is pay/sale.py::Order. "
            )


def test_what_the_settings_no_longer_read_says_so(repo: Path, instance: dg.DagsterInstance) -> None:
    write(repo, ".designdoc.toml", '[languages]\nexclude_paths = ["pay/order.py"]\n')
    failure = _failure(_materialize(repo, instance, ["class_doc"], [ORDER]))
    assert "pay/order.py is not read (the settings leave it out, or git does not track it). Materialize" in failure


def test_what_is_found_and_not_read_says_why(repo: Path, instance: dg.DagsterInstance) -> None:
    write(repo, "pay/order.py", b"\x00\x01" * 100)
    failure = _failure(_materialize(repo, instance, ["class_doc"], [ORDER]))
    assert "in the target: pay/order.py is not read (binary: it is full of control characters). Materialize" in failure


def test_a_whole_package_that_is_gone_does_not_keep_the_rest_of_a_range_from_being_made(
    tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    files = {f"old/m{number}.py": "X = 1\n" for number in range(8)}
    repo = make_repo(tmp_path / "shop", files | {"zoo.py": "X = 1\n"})
    assert _materialize(repo, instance, ["repo_snapshot"], []).success
    for path in files:
        (repo / path).unlink()
    commit(repo)
    failure = _failure(_materialize(repo, instance, ["file_summary"], ["old/m0.py", "zoo.py"]))
    assert failure.startswith("8 artifacts could not be made: file_summary[old/m0.py]: ")
    assert "; and 3 more." in failure
    assert set(recorded_versions(instance, KINDS)) == {("file_summary", "zoo.py")}


def test_a_kind_that_the_settings_leave_out_is_refused_by_name_and_the_others_are_made(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    write(repo, ".designdoc.toml", '[stages]\nskip = ["class_diagram"]\n')
    failure = _failure(_materialize(repo, instance, ["class_doc", "class_diagram"], CLASSES))
    assert failure.startswith("The settings leave out class_diagram ([stages] skip and only)")
    assert set(regions(repo)) == {("class_doc", key) for key in CLASSES}


# --- checks


def _conflict(repo: Path) -> None:
    """Have a person edit a region whose source then changes."""
    page = docs_of(repo) / "packages/pay/order.py.md"
    page.write_text(page.read_text().replace("class `Order`\n\nWhat somebody buys.", "class `Order`\n\nMy own words."))
    write(repo, "pay/order.py", PAY["pay/order.py"].replace("What somebody buys.", "What a customer buys."))


def _failed_checks(instance: dg.DagsterInstance) -> dict[str, bool]:
    latest = {evaluation.asset_check_key.to_user_string(): evaluation for evaluation in check_evaluations(instance)}
    return {name: evaluation.passed for name, evaluation in latest.items() if not evaluation.passed}


def test_a_conflict_fails_a_check_and_not_the_run(repo: Path, instance: dg.DagsterInstance) -> None:
    assert document(repo, instance).success
    _conflict(repo)
    assert _materialize(repo, instance, ["class_doc"], CLASSES).success
    assert set(_failed_checks(instance)) == {"class_doc:edit"}


def test_checks_can_be_run_alone(repo: Path, instance: dg.DagsterInstance) -> None:
    assert document(repo, instance).success
    _conflict(repo)
    assert document(repo).success, "elsewhere, so that this instance does not know of the conflict"
    assert _failed_checks(instance) == {}
    before = tree_stamps(repo)
    checks = {key for key in defs.resolve_asset_graph().asset_check_keys if key.asset_key == dg.AssetKey("class_doc")}
    job = defs.resolve_job_def("__ASSET_JOB").get_subset(asset_selection=set(), asset_check_selection=checks)
    config = {"resources": {"designdoc": {"config": {"repo": str(repo)}}}}
    assert job.execute_in_process(run_config=config, instance=instance).success
    assert set(_failed_checks(instance)) == {"class_doc:edit"}
    assert tree_stamps(repo) == before


def test_reading_the_target_clears_the_check_of_what_is_gone(repo: Path, instance: dg.DagsterInstance) -> None:
    assert document(repo, instance).success
    _conflict(repo)
    assert document(repo, instance).success
    assert set(_failed_checks(instance)) == {"class_doc:edit"}
    _remove(repo, "pay/order.py")
    assert _materialize(repo, instance, ["repo_snapshot"], []).success
    assert not any(name.startswith("class_doc:") for name in _failed_checks(instance))


def test_reading_the_target_adopts_docs_that_another_machine_wrote(
    tmp_path: Path, disk_instance: dg.DagsterInstance
) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    assert document(repo).success
    before = tree_stamps(repo)
    assert _materialize(repo, disk_instance, ["repo_snapshot"], []).success
    assert tree_stamps(repo) == before
    assert recorded_versions(disk_instance, KINDS) == {
        key: header.data_version for key, header in regions(repo).items()
    }
    assert set(_cached(disk_instance, "class_doc").values()) == {True}
    assert set(_statuses(disk_instance).values()) == {StaleStatus.FRESH}
