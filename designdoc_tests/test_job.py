"""`design_docs` on an instance that lasts: what Dagster knows after a run, and how a run tells that it failed."""

import logging
import os
import re
import shutil
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.data_version import extract_data_provenance_from_entry
from dagster._core.events import RunFailureReason
from dagster._core.execution.retries import auto_reexecution_should_retry_run

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.definitions import defs
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.orchestration.console import console_logger
from designdoc_assets.orchestration.events import PREVIEW_CHARACTERS
from designdoc_assets.orchestration.partitions import register
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
    run_job,
    tree_stamps,
    write,
)
from designdoc_tests.waiting import LIMIT_S

GRAIN_OF = {
    "file_summary": "files",
    "class_doc": "classes",
    "class_diagram": "classes",
    "package_readme": "packages",
    "package_diagram": "packages",
    "dependency_report": "dependencies",
    "document": "documents",
}
KEYS = {
    "files": ["pay/__init__.py", "pay/gateway.py", "pay/order.py"],
    "classes": ["pay/gateway.py::Gateway", "pay/gateway.py::HttpGateway", "pay/order.py::Order"],
    "packages": ["pay"],
    "dependencies": ["pypi:requests"],
    "documents": ["SYSTEM_DESIGN", "ARCHITECTURE", "TECH_DEBT", "SYMBOLS", "llms", "README"],
}
EVERYTHING = {(kind, key) for kind, grain in GRAIN_OF.items() for key in KEYS[grain]}


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repo(tmp_path / "pay", PAY)


@pytest.fixture
def documented(repo: Path) -> Path:
    """The repository with docs that another machine wrote."""
    run = document(repo)
    assert run.success, run.failure
    return repo


def _edit(repo: Path, path: str, old: str, new: str) -> None:
    text = (repo / path).read_text()
    assert old in text
    write(repo, path, text.replace(old, new))


def _value(event: dg.AssetMaterialization, name: str) -> object:
    return event.metadata[name].value


# --- what Dagster knows after a run


def test_every_artifact_is_recorded_with_the_data_version_of_its_region(
    repo: Path, disk_instance: dg.DagsterInstance
) -> None:
    run = document(repo, disk_instance)
    assert run.success, run.failure
    assert set(run.made) == EVERYTHING
    assert len(run.made) == len(EVERYTHING)
    assert {grain: list(disk_instance.get_dynamic_partitions(grain)) for grain in KEYS} == {
        grain: sorted(keys) for grain, keys in KEYS.items()
    }
    assert recorded_versions(disk_instance, GRAIN_OF) == {
        artifact: header.data_version for artifact, header in regions(repo).items()
    }


def test_every_record_says_what_it_was_made_from(repo: Path, instance: dg.DagsterInstance) -> None:
    document(repo, instance)
    for spec in defs.resolve_all_asset_specs():
        if spec.key == dg.AssetKey("budget_report") or spec.group_name == "inputs":
            continue  # nothing was spent, and nothing changed
        records = instance.fetch_materializations(spec.key, limit=100).records
        assert records
        for record in records:
            provenance = extract_data_provenance_from_entry(record.event_log_entry)
            assert provenance is not None
            assert provenance.code_version == spec.code_version
            assert set(provenance.input_data_versions) == {dep.asset_key for dep in spec.deps}


def test_a_record_shows_the_page_and_what_it_cost(repo: Path, instance: dg.DagsterInstance) -> None:
    document(repo, instance)
    event = latest_materializations(instance, "class_doc")["pay/order.py::Order"]
    assert list(event.metadata) == [
        "path",
        "status",
        "source",
        "reason",
        "commit",
        "writer",
        "preview",
        "cached",
        "words",
        "attempts",
        "seconds",
        "cost_when_made_usd",
        "model_calls",
        "replayed",
        "input_tokens",
        "output_tokens",
        "cache_read_tokens",
        "cache_write_tokens",
        "content_retries",
        "protocol_retries",
        "transport_retries",
        "cost_usd",
    ]
    assert _value(event, "path") == f"{docs_of(repo)}/packages/pay/order.py.md#class-order"
    assert (_value(event, "status"), _value(event, "cached"), _value(event, "attempts")) == ("passed", False, 1)
    assert [_value(event, name) for name in ("cost_usd", "model_calls", "input_tokens", "output_tokens")] == [0] * 4
    preview = event.metadata["preview"]
    assert isinstance(preview, dg.MarkdownMetadataValue)
    assert "What somebody buys." in preview.md_str


def test_a_preview_is_short_and_links_to_no_page_that_the_ui_does_not_have(
    tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    methods = "".join(f"    def m{n}(self, other: A) -> A:\n        ...\n\n" for n in range(200))
    document(make_repo(tmp_path / "wide", {"a.py": f"class A:\n{methods}", "b.py": "from a import A\n"}), instance)
    previews = {
        (kind, key): str(_value(event, "preview"))
        for kind in GRAIN_OF
        for key, event in latest_materializations(instance, kind).items()
    }
    assert max(map(len, previews.values())) > PREVIEW_CHARACTERS / 2
    for artifact, preview in previews.items():
        assert len(preview) <= PREVIEW_CHARACTERS + 10, artifact
        assert preview.count("```") % 2 == 0, artifact
        assert not re.search(r"\]\((?!https?:)", preview), artifact
    assert "m1(other: A) -> A" in previews["class_doc", "a.py::A"]


def test_a_second_run_records_nothing_at_all(repo: Path, disk_instance: dg.DagsterInstance) -> None:
    document(repo, disk_instance)
    before = tree_stamps(docs_of(repo))
    again = run_job(repo, disk_instance)
    assert again.success
    assert not any(event.is_step_materialization for event in again.all_events)
    assert (
        Counter(evaluation.asset_check_key for evaluation in check_evaluations(disk_instance)).most_common(1)[0][1] == 1
    )
    assert tree_stamps(docs_of(repo)) == before


# --- docs that another machine wrote


def test_docs_that_are_fresh_on_disk_are_adopted_without_a_write(
    documented: Path, disk_instance: dg.DagsterInstance
) -> None:
    before = tree_stamps(documented)
    run = document(documented, disk_instance)
    assert run.success, run.failure
    assert set(run.made) == EVERYTHING
    assert tree_stamps(documented) == before
    assert "18 artifacts are fresh on disk and new to this instance" in run.log
    assert recorded_versions(disk_instance, GRAIN_OF) == {
        artifact: header.data_version for artifact, header in regions(documented).items()
    }
    for kind in GRAIN_OF:
        for event in latest_materializations(disk_instance, kind).values():
            assert _value(event, "cached") is True
            assert _value(event, "cost_usd") == 0
            assert _value(event, "preview")
    assert all(evaluation.passed for evaluation in check_evaluations(disk_instance))
    assert document(documented, disk_instance).assets == ()


def test_an_instance_that_ends_with_the_run_is_told_nothing_of_fresh_docs(documented: Path) -> None:
    before = tree_stamps(documented)
    run = document(documented)
    assert run.success, run.failure
    assert run.assets == ()
    assert tree_stamps(documented) == before


def test_what_another_machine_made_anew_is_adopted_alone(repo: Path, disk_instance: dg.DagsterInstance) -> None:
    document(repo, disk_instance)
    _edit(repo, "pay/order.py", "What somebody buys.", "What a customer buys.")
    elsewhere = document(repo)
    assert ("class_doc", "pay/order.py::Order") in elsewhere.made
    run = document(repo, disk_instance)
    assert set(run.made) == set(elsewhere.made)
    assert _value(latest_materializations(disk_instance, "class_doc")["pay/order.py::Order"], "cached") is True
    assert _value(latest_materializations(disk_instance, "class_doc")["pay/gateway.py::Gateway"], "cached") is False


# --- gone


def test_the_partition_of_a_class_that_is_gone_is_removed_with_its_region(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    document(repo, instance)
    source = (repo / "pay/gateway.py").read_text()
    write(repo, "pay/gateway.py", source[: source.index("class HttpGateway")])
    commit(repo)
    run = document(repo, instance)
    assert run.success, run.failure
    assert list(instance.get_dynamic_partitions("classes")) == ["pay/gateway.py::Gateway", "pay/order.py::Order"]
    assert not [key for _, key in regions(repo) if key.endswith("HttpGateway")]
    assert "Partitions: 0 added, 1 removed." in run.log
    assert "class_doc, gone: it is no longer in the target (1):\n  pay/gateway.py::HttpGateway\n" in run.log


def test_runs_that_register_the_same_partitions_at_once_all_do(blank_home: Path, tmp_path: Path) -> None:
    keys = [PartitionKey(f"a.py::C{number}") for number in range(500)]
    shutil.copytree(blank_home, tmp_path / "home")
    ready = threading.Barrier(4)

    def run() -> None:
        with dg.DagsterInstance.local_temp(str(tmp_path / "home")) as instance:
            instance.get_dynamic_partitions("any")  # opens the database, which takes a different time each time
            ready.wait()
            register(instance, {Grain.CLASSES: keys})

    with ThreadPoolExecutor(ready.parties) as pool:
        for done in [pool.submit(run) for _ in range(ready.parties)]:
            done.result()
    with dg.DagsterInstance.local_temp(str(tmp_path / "home")) as instance:
        assert list(instance.get_dynamic_partitions("classes")) == sorted(keys)


# --- checks


def _conflict(repo: Path) -> None:
    """Have a person edit a region whose source then changes."""
    _edit(repo, "docs/design/packages/pay/order.py.md", "`Order`\n\nWhat somebody buys.", "`Order`\n\nMy own words.")
    _edit(repo, "pay/order.py", "What somebody buys.", "What a customer buys.")


def test_each_check_of_what_was_made_is_evaluated_once_and_passes(repo: Path, instance: dg.DagsterInstance) -> None:
    document(repo, instance)
    evaluations = check_evaluations(instance)
    assert all(evaluation.passed for evaluation in evaluations)
    counted = Counter(evaluation.asset_check_key for evaluation in evaluations)
    assert set(counted) == set(defs.resolve_asset_graph().asset_check_keys)
    assert set(counted.values()) == {1}


def test_a_check_that_fails_warns_with_a_table_of_what_failed(repo: Path, disk_instance: dg.DagsterInstance) -> None:
    document(repo, disk_instance)
    _conflict(repo)
    run = document(repo, disk_instance)
    assert run.success, run.failure
    latest = {evaluation.asset_check_key: evaluation for evaluation in check_evaluations(disk_instance)}
    failed = {key.to_user_string(): evaluation for key, evaluation in latest.items() if not evaluation.passed}
    assert set(failed) == {"class_doc:edit"}
    evaluation = failed["class_doc:edit"]
    assert evaluation.severity == dg.AssetCheckSeverity.WARN
    assert evaluation.metadata["disputes"].value == 1
    table = evaluation.metadata["failed"]
    assert isinstance(table, dg.TableMetadataValue)
    assert [record.data["artifact"] for record in table.records] == ["class_doc[pay/order.py::Order]"]
    assert "its sources or its markers changed since" in str(table.records[0].data["what"])
    assert str(table.records[0].data["issue"]) in (docs_of(repo) / "hil-issues.yaml").read_text()
    event = latest_materializations(disk_instance, "class_doc")["pay/order.py::Order"]
    assert _value(event, "status") == "disputed"


def test_a_check_passes_again_once_the_class_in_dispute_is_gone(repo: Path, instance: dg.DagsterInstance) -> None:
    document(repo, instance)
    _conflict(repo)
    document(repo, instance)
    (repo / "pay/order.py").unlink()
    commit(repo)
    assert document(repo, instance).success
    latest = {evaluation.asset_check_key.to_user_string(): evaluation for evaluation in check_evaluations(instance)}
    assert latest["class_doc:edit"].passed


# --- the plan


def _plans(instance: dg.DagsterInstance) -> list[dg.TableMetadataValue]:
    """Return the plans that were shown, the oldest first: of each run as it was before, and how things stand after."""
    records = instance.fetch_materializations(dg.AssetKey("repo_snapshot"), limit=100, ascending=True).records
    tables = [record.asset_materialization.metadata["plan"] for record in records if record.asset_materialization]
    return [table for table in tables if isinstance(table, dg.TableMetadataValue)]


def _states(table: dg.TableMetadataValue) -> dict[str, int]:
    """Return how many artifacts a plan has in each state that has any."""
    counts: Counter[str] = Counter()
    for record in table.records:
        for standing in str(record.data["standing"]).split(", "):
            count, _, state = standing.partition(" ")
            counts[state] += int(count)
    return dict(counts)


def test_at_the_end_of_a_run_the_snapshot_shows_how_things_stand(repo: Path, instance: dg.DagsterInstance) -> None:
    document(repo, instance)
    assert [_states(plan) for plan in _plans(instance)] == [{"missing": 18}, {"fresh": 18}]
    document(repo, instance)
    assert len(_plans(instance)) == 2, "where nothing changed there is nothing to say"
    _conflict(repo)
    document(repo, instance)
    before, after = _plans(instance)[-2:]
    assert _states(before)["conflict"] == 1
    assert run_job(repo, instance, "__ASSET_JOB", asset_selection=[dg.AssetKey("repo_snapshot")]).success
    assert _states(after) == _states(_plans(instance)[-1]) == {"fresh": 18}


def test_so_it_does_where_something_failed(repo: Path, instance: dg.DagsterInstance) -> None:
    page = docs_of(repo) / "packages/pay/order.py.md"
    page.mkdir(parents=True)
    assert not document(repo, instance).success
    shown = _states(_plans(instance)[-1])
    assert run_job(repo, instance, "__ASSET_JOB", asset_selection=[dg.AssetKey("repo_snapshot")]).success
    assert shown == _states(_plans(instance)[-1]) == {"fresh": 15, "missing": 3}
    page.rmdir()
    assert document(repo, instance).success
    (repo / "pay/order.py").unlink()
    commit(repo)
    assert document(repo, instance).success
    before, after = _plans(instance)[-2:]
    assert (_states(before)["gone"], _states(after)) == (3, {"fresh": 15})


def test_where_docs_are_only_adopted_one_snapshot_says_it(documented: Path, disk_instance: dg.DagsterInstance) -> None:
    document(documented, disk_instance)
    assert [_states(plan) for plan in _plans(disk_instance)] == [{"fresh": 18}]


def test_the_plan_says_what_is_to_do_and_why(repo: Path, instance: dg.DagsterInstance) -> None:
    document(repo, instance)
    _conflict(repo)
    _edit(repo, "docs/design/packages/pay/gateway.py.md", "\n\nWhere money goes.", "\n\nMy own words.")
    _edit(repo, "pay/__init__.py", "Payments.", "All payments.")
    source = (repo / "pay/gateway.py").read_text()
    write(repo, "pay/gateway.py", source[: source.index("class HttpGateway")])
    write(repo, "pay/ledger.py", 'class Ledger:\n    """What was paid."""\n')
    commit(repo)
    run = document(repo, instance)
    assert run.success, run.failure
    *_, table, _ = _plans(instance)
    assert [column.name for column in table.schema.columns] == ["kind", "standing", "why"]
    rows = {record.data["kind"]: dict(record.data) for record in table.records}
    assert list(rows) == list(GRAIN_OF)
    assert rows["class_doc"]["standing"] == "1 missing, 1 kept, 1 conflict, 1 gone"
    assert re.fullmatch(r"no page yet \(1\), .* changed \(1\)", str(rows["class_doc"]["why"]))
    assert "3 stale" in str(rows["file_summary"]["standing"])
    line = next(line for line in run.log.splitlines() if line.startswith("class_doc"))
    assert line.split() == ["class_doc", "0", "0", "1", "1", "1", "1", *rows["class_doc"]["why"].split()]


def test_what_is_not_read_is_listed_with_the_reason(repo: Path, instance: dg.DagsterInstance) -> None:
    write(repo, "pay/table_pb2.py", "X = 1\n")
    commit(repo)
    document(repo, instance)
    event = instance.get_latest_materialization_event(dg.AssetKey("repo_snapshot"))
    assert event is not None
    assert event.asset_materialization is not None
    table = event.asset_materialization.metadata["not_read_because"]
    assert isinstance(table, dg.TableMetadataValue)
    assert [dict(record.data) for record in table.records] == [
        {"path": "pay/table_pb2.py", "reason": "generated, as its name says"}
    ]


# --- failures


def test_one_artifact_fails_for_its_own_reason_and_the_run_names_it(repo: Path, instance: dg.DagsterInstance) -> None:
    (docs_of(repo) / "packages/pay/order.py.md").mkdir(parents=True)
    run = run_job(repo, instance)
    assert not run.success
    (failure,) = [event for event in run.all_events if event.is_step_failure]
    data = failure.step_failure_data.user_failure_data
    assert data is not None
    assert data.description is not None
    assert data.description.startswith("3 artifacts could not be made: file_summary[pay/order.py]: ")
    assert data.description.endswith("All others are finished. Mend the cause, and materialize again.")
    table = data.metadata["failed"]
    assert isinstance(table, dg.TableMetadataValue)
    failed = {("file_summary", "pay/order.py")}
    failed |= {("class_doc", "pay/order.py::Order"), ("class_diagram", "pay/order.py::Order")}
    assert {record.data["artifact"] for record in table.records} == {f"{kind}[{key}]" for kind, key in failed}
    assert set(recorded_versions(instance, GRAIN_OF)) == EVERYTHING - failed == set(regions(repo))


def test_the_same_failure_five_times_in_a_row_stops_the_run(tmp_path: Path, instance: dg.DagsterInstance) -> None:
    repo = make_repo(tmp_path / "many", {f"m{n}.py": "X = 1\n" for n in range(9)})
    for n in range(9):
        (docs_of(repo) / f"packages/m{n}.py.md").mkdir(parents=True)
    run = document(repo, instance)
    assert not run.success
    assert run.failure.startswith("Stopped after the same failure 5 times in a row: ")
    assert "What was finished is kept." in run.failure
    assert run.kinds == {}


def test_no_run_is_repeated_by_an_instance_that_repeats_runs(tmp_path: Path) -> None:
    overrides = {"run_retries": {"enabled": True, "max_retries": 3}, "telemetry": {"enabled": False}}
    with dg.DagsterInstance.local_temp(str(tmp_path), overrides) as instance:
        for job, selection in (("design_docs", None), ("__ASSET_JOB", [dg.AssetKey("repo_snapshot")])):
            run = run_job(tmp_path / "nowhere", instance, job, asset_selection=selection)
            assert not run.success
            recorded = instance.get_run_by_id(run.run_id)
            assert recorded is not None
            assert not auto_reexecution_should_retry_run(instance, recorded, RunFailureReason.STEP_FAILURE)


# --- the command line


def _execute(cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).with_name("dagster"), "job", "execute"]
    command += ["-m", "designdoc_assets.definitions", "-j", "design_docs"]
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


def test_the_command_documents_the_current_directory_of_which_nothing_is_run_and_leaves_nothing_else_there(
    tmp_path: Path,
) -> None:
    traps = [f"{module}.py" for module in ("filelock", "html", "packaging", "pathspec", "platformdirs", "tomllib")]
    source = 'import sys\n\nprint("a trap", file=sys.stderr)\n'
    repo = make_repo(tmp_path / "traps", dict.fromkeys(traps, source), git=False)
    done = _execute(repo)
    assert done.returncode == 0, done.stderr
    assert "a trap" not in done.stderr
    assert "Traceback" not in done.stderr
    assert "Read the target: 6 files to document" in done.stderr
    assert {key for kind, key in regions(repo) if kind == "file_summary"} == set(traps)
    assert {entry.name for entry in repo.iterdir()} == {*traps, "docs"}
    assert not any(b"tmp_dagster_home" in content for _, _, content in tree_stamps(docs_of(repo)).values())


def test_the_command_ends_with_one_sentence_where_nothing_can_be_documented(tmp_path: Path) -> None:
    done = _execute(tmp_path, DESIGNDOC_REPO=str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    error, last = done.stderr.strip().splitlines()[-2:]
    assert f" ERROR   There is no folder {tmp_path / 'nowhere'}, so there is nothing to document." in error
    assert last.startswith("Error: Run ")
    assert " ERROR " not in done.stderr.replace(error, "")


# --- the console


@dg.op
def _defect() -> None:
    raise ZeroDivisionError("a defect")


@dg.op
def _explained() -> None:
    raise dg.Failure("The target is gone. Bring it back.")


@pytest.mark.parametrize(("op", "words"), [(_defect, "a defect"), (_explained, "The target is gone. Bring it back.")])
def test_the_console_shows_a_stack_for_a_defect_and_a_sentence_for_what_explains_itself(
    op: dg.OpDefinition, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    @dg.job(logger_defs={"console": console_logger}, config={"loggers": {"console": {}}})
    def some_job() -> None:
        op()

    assert not some_job.execute_in_process(raise_on_error=False).success
    logging.shutdown()
    shown = capfd.readouterr().err
    assert words in shown
    assert ("Traceback" in shown or "Stack Trace" in shown) == (op is _defect)
    assert shown.strip().splitlines()[-1].endswith(words) == (op is _explained)
