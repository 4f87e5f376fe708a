"""What Dagster itself takes for stale, and what its automation requests: that which the plan finds stale, no more."""

import logging
import re
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.definitions.data_version import CachingStaleStatusResolver, StaleStatus
from dagster._core.loader import LoadingContextForTest

from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.definitions import defs
from designdoc_assets.making.production import Production
from designdoc_assets.orchestration import events
from designdoc_tests.instances import OUR_EVENT_LOG, on_disk
from designdoc_tests.support import (
    PAY,
    check_evaluations,
    commit,
    docs_of,
    document,
    make_repo,
    resolve,
    run_job,
    tree_stamps,
    write,
)

ORDER, GATEWAY, HTTP_GATEWAY = "pay/order.py::Order", "pay/gateway.py::Gateway", "pay/gateway.py::HttpGateway"
ORDER_PAGE = "packages/pay/order.py.md"
Artifacts = set[tuple[str, str]]
A_DOCSTRING_OF_A_METHOD: Artifacts = {("file_summary", "pay/order.py"), ("class_doc", ORDER)}


@pytest.fixture(scope="module")
def documented(tmp_path_factory: pytest.TempPathFactory, blank_home: Path) -> Path:
    """A folder with a repository, and a Dagster home that knows its docs: both know where they stand."""
    folder = tmp_path_factory.mktemp("documented")
    repo = make_repo(folder / "pay", PAY | {"pay/order.py": f"{PAY['pay/order.py']}{_CONSTANT}{'Pay it.'!r}\n"})
    with on_disk(shutil.copytree(blank_home, folder / "home"), **OUR_EVENT_LOG) as instance:
        run = document(repo, instance)
    assert run.success, run.failure
    shutil.copytree(folder, folder.with_name("as it was"))
    return folder


@pytest.fixture
def repo(documented: Path) -> Path:
    """A repository that the instance knows the docs of. It is put back with the home, which costs less than a run."""
    shutil.rmtree(documented)
    shutil.copytree(documented.with_name("as it was"), documented)
    return documented / "pay"


@pytest.fixture
def instance(request: pytest.FixtureRequest) -> Iterator[dg.DagsterInstance]:
    """One that knows the docs of `repo`, where a test has that; else one that knows nothing."""
    if "repo" not in request.fixturenames:
        yield request.getfixturevalue("disk_instance")
        return
    with on_disk(request.getfixturevalue("repo").parent / "home", **OUR_EVENT_LOG) as instance:
        yield instance


_CONSTANT = "\n\nSAID = "


def _edit(repo: Path, old: str = "Pay it.", new: str = "Pay all of it.") -> None:
    """Change a method's docstring, which its class's page shows, and a constant, which its file's does."""
    text = (repo / "pay/order.py").read_text().partition(_CONSTANT)[0]
    assert old in text
    text = text.replace(old, new)
    write(repo, "pay/order.py", f"{text}{_CONSTANT}{new!r}\n")


def _materialize(
    repo: Path, instance: dg.DagsterInstance, assets: Collection[str], key: str | None = None, **config: object
) -> dg.ExecuteInProcessResult:
    selection = [dg.AssetKey(asset) for asset in assets]
    run = run_job(repo, instance, "__ASSET_JOB", asset_selection=selection, partition_key=key, **config)
    assert run.success
    return run


def _snapshot(repo: Path, instance: dg.DagsterInstance) -> Artifacts:
    """Read the target as the UI does it, and return the inputs that were reported."""
    return _inputs(_materialize(repo, instance, ["repo_snapshot"]))


def _inputs(run: dg.ExecuteInProcessResult) -> Artifacts:
    events = (event for event in run.all_events if event.event_type is dg.DagsterEventType.ASSET_OBSERVATION)
    seen = (event.asset_observation_data.asset_observation for event in events)
    reported = [(event.asset_key.to_user_string(), str(event.partition)) for event in seen]
    inputs = [(asset.removesuffix("_inputs"), key) for asset, key in reported if asset.endswith("_inputs")]
    assert len(inputs) == len(set(inputs))
    return set(inputs)


def _statuses(instance: dg.DagsterInstance, suffix: str = "") -> dict[tuple[str, str], StaleStatus]:
    resolver = CachingStaleStatusResolver(instance, defs.resolve_asset_graph(), LoadingContextForTest(instance))
    artifacts = [(kind, key) for kind in kinds() for key in instance.get_dynamic_partitions(str(kinds()[kind].grain))]
    return {(kind, key): resolver.get_status(dg.AssetKey(kind + suffix), key) for kind, key in artifacts}


def _stale(instance: dg.DagsterInstance) -> Artifacts:
    """Return what is stale to Dagster; nothing that the job made is missing."""
    statuses = _statuses(instance)
    assert StaleStatus.STALE not in _statuses(instance, "_inputs").values()
    return {artifact for artifact, status in statuses.items() if status is StaleStatus.STALE}


# --- stale is stale


def test_a_cold_run_reports_no_inputs_and_leaves_everything_fresh(tmp_path: Path, instance: dg.DagsterInstance) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    assert _inputs(run_job(repo, instance)) == set()
    assert set(_statuses(instance).values()) == {StaleStatus.FRESH}


def test_reading_an_unchanged_target_reports_no_inputs(repo: Path, instance: dg.DagsterInstance) -> None:
    assert _snapshot(repo, instance) == set()
    assert document(repo, instance).assets == ()
    assert _stale(instance) == set()


def test_a_changed_class_is_stale_with_what_reads_it_and_nothing_else_is(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    _edit(repo)
    assert _stale(instance) == set(), "nobody looked yet"
    assert _snapshot(repo, instance) == A_DOCSTRING_OF_A_METHOD
    assert _stale(instance) == A_DOCSTRING_OF_A_METHOD


def test_what_is_written_from_a_changed_class_is_stale_as_the_plan_says(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    _edit(repo, "What somebody buys.", "What a customer buys.")
    reported = _snapshot(repo, instance)
    assert ("package_readme", "pay") in reported
    assert _stale(instance) == reported
    assert set(document(repo, instance).made) == reported
    assert _stale(instance) == set()


def test_dagster_gives_the_changed_inputs_as_the_reason(repo: Path, instance: dg.DagsterInstance) -> None:
    _edit(repo)
    _snapshot(repo, instance)
    resolver = CachingStaleStatusResolver(instance, defs.resolve_asset_graph(), LoadingContextForTest(instance))
    [cause] = resolver.get_stale_root_causes(dg.AssetKey("class_doc"), ORDER)
    assert cause.asset_key == dg.AssetKey("class_doc_inputs")
    assert cause.reason == "has a new data version"
    [record] = instance.fetch_observations(dg.AssetKey("class_doc_inputs"), limit=9).records
    assert record.asset_observation is not None
    assert "changed" in str(record.asset_observation.metadata["why"].value)


def test_no_asset_with_partitions_is_stale_as_a_whole_to_dagster(instance: dg.DagsterInstance) -> None:
    """So "Materialize unsynced" offers none, which asks for that; with assets of nobody here, and two partitions."""
    partitions = dg.StaticPartitionsDefinition(["a", "b"])
    source = dg.AssetsDefinition.from_op(dg.op(name="source")(lambda: 1), partitions_def=partitions)
    reader = dg.AssetsDefinition.from_op(
        dg.op(name="reader", ins={"source": dg.In()})(lambda source: 2), partitions_def=partitions
    )
    for assets, key in (([source, reader], "a"), ([source, reader], "b"), ([source], "a")):
        assert dg.materialize(
            assets, instance=instance, partition_key=key, resources={"io_manager": dg.mem_io_manager}
        ).success
    graph = dg.Definitions([source, reader]).resolve_asset_graph()
    resolver = CachingStaleStatusResolver(instance, graph, LoadingContextForTest(instance))
    assert resolver.get_status(dg.AssetKey("reader"), "a") is StaleStatus.STALE
    assert resolver.get_status(dg.AssetKey("reader"), "b") is StaleStatus.FRESH
    assert resolver.get_status(dg.AssetKey("reader")) is StaleStatus.FRESH
    assert "*Materialize unsynced* does not" in (
        defs.resolve_asset_graph().get(dg.AssetKey("class_doc")).description or ""
    )


def test_what_was_reported_once_is_not_reported_again(repo: Path, instance: dg.DagsterInstance) -> None:
    _edit(repo)
    assert _snapshot(repo, instance)
    assert _snapshot(repo, instance) == set()
    assert _inputs(run_job(repo, instance, only=["dependency_report"])) == set()
    assert _stale(instance) == A_DOCSTRING_OF_A_METHOD


def test_a_second_change_is_reported_although_it_is_stale_already(repo: Path, instance: dg.DagsterInstance) -> None:
    _edit(repo)
    _snapshot(repo, instance)
    _edit(repo, "Pay all of it.", "Pay half of it.")
    assert _snapshot(repo, instance) == A_DOCSTRING_OF_A_METHOD
    assert _stale(instance) == A_DOCSTRING_OF_A_METHOD


def test_a_partition_that_is_made_is_fresh_and_the_others_stay_stale(repo: Path, instance: dg.DagsterInstance) -> None:
    _edit(repo)
    _snapshot(repo, instance)
    _materialize(repo, instance, ["class_doc"], ORDER)
    assert _stale(instance) == A_DOCSTRING_OF_A_METHOD - {("class_doc", ORDER)}
    assert document(repo, instance).success
    assert _stale(instance) == set()


def test_what_reads_a_partition_that_is_made_anew_is_stale_without_another_look(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    _edit(repo, "What somebody buys.", "What a customer buys.")
    run = _materialize(repo, instance, ["class_doc"], ORDER)
    assert ("package_readme", "pay") in _inputs(run)
    assert ("package_readme", "pay") in _stale(instance)
    assert ("class_doc", ORDER) not in _stale(instance)
    assert document(repo, instance).success
    assert _stale(instance) == set()


def test_what_reads_a_partition_of_which_a_person_decided_is_stale_until_the_next_run(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    page = docs_of(repo) / ORDER_PAGE
    page.write_text(page.read_text().replace("`Order`\n\nWhat somebody buys.", "`Order`\n\nMine."))
    _edit(repo, "What somebody buys.", "What a customer buys.")
    assert document(repo, instance).success
    assert _stale(instance) == set()
    [issue] = re.findall(r"id: (edit-\w+)", (docs_of(repo) / "hil-issues.yaml").read_text())
    assert resolve(repo, issue, "replace", instance=instance).success
    stale = _stale(instance)
    run = document(repo, instance)
    assert run.success
    assert stale == set(run.made)
    assert ("package_readme", "pay") in stale
    assert _stale(instance) == set()


def test_the_job_reports_what_it_makes_and_leaves_it_fresh(repo: Path, instance: dg.DagsterInstance) -> None:
    _edit(repo)
    assert _inputs(run_job(repo, instance)) == A_DOCSTRING_OF_A_METHOD
    assert _stale(instance) == set()


def test_what_a_run_leaves_out_stays_stale(repo: Path, instance: dg.DagsterInstance) -> None:
    _edit(repo)
    _snapshot(repo, instance)
    assert document(repo, instance, skip=["class_doc"]).success
    assert _stale(instance) == {("class_doc", ORDER)}


def test_a_look_at_the_plan_alone_reports_nothing(repo: Path, instance: dg.DagsterInstance) -> None:
    _edit(repo)
    assert _inputs(run_job(repo, instance, plan_only=True)) == set()
    assert _stale(instance) == set()


# --- nothing is stale for ever


def test_a_change_that_is_reverted_is_fresh_again(repo: Path, instance: dg.DagsterInstance) -> None:
    for _ in range(2):
        _edit(repo)
        assert _snapshot(repo, instance) == A_DOCSTRING_OF_A_METHOD
        assert _stale(instance) == A_DOCSTRING_OF_A_METHOD
        _edit(repo, "Pay all of it.", "Pay it.")
        before = tree_stamps(docs_of(repo))
        assert _snapshot(repo, instance) == set()
        assert _stale(instance) == set()
        assert tree_stamps(docs_of(repo)) == before


def test_a_change_that_is_made_and_then_reverted_is_stale_and_then_fresh(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    for old, new in (("Pay it.", "Pay all of it."), ("Pay all of it.", "Pay it.")) * 2:
        _edit(repo, old, new)
        assert _snapshot(repo, instance) == A_DOCSTRING_OF_A_METHOD
        assert _stale(instance) == A_DOCSTRING_OF_A_METHOD
        assert document(repo, instance).success
        assert _stale(instance) == set()


def test_a_page_that_somebody_deletes_is_stale_each_time_and_fresh_when_it_is_back(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    page = docs_of(repo) / ORDER_PAGE
    for _ in range(2):
        text = page.read_text()
        page.unlink()
        assert {("class_doc", ORDER), ("class_diagram", ORDER)} <= _snapshot(repo, instance)
        assert {("class_doc", ORDER), ("class_diagram", ORDER)} <= _stale(instance)
        assert _snapshot(repo, instance) == set()
        page.write_text(text)
        assert _snapshot(repo, instance) == set()
        assert _stale(instance) == set()
    page.unlink()
    assert document(repo, instance).success
    assert _stale(instance) == set()


def test_docs_that_another_machine_made_meanwhile_are_fresh(repo: Path, instance: dg.DagsterInstance) -> None:
    _edit(repo)
    _snapshot(repo, instance)
    assert document(repo).success, "elsewhere"
    assert _snapshot(repo, instance) == set()
    assert _stale(instance) == set()


def test_a_new_instance_takes_docs_for_fresh_and_sees_the_next_change(repo: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    with dg.DagsterInstance.local_temp(str(tmp_path / "new")) as new:
        assert _snapshot(repo, new) == set()
        assert set(_statuses(new).values()) == {StaleStatus.FRESH}
        _edit(repo)
        assert _snapshot(repo, new) == A_DOCSTRING_OF_A_METHOD
        assert _stale(new) == A_DOCSTRING_OF_A_METHOD


def test_a_partition_that_goes_and_comes_back_is_fresh_when_it_is_made(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    before = (repo / "pay/order.py").read_text()
    for _ in range(2):
        (repo / "pay/order.py").unlink()
        assert document(repo, instance).success
        assert _stale(instance) == set()
        write(repo, "pay/order.py", before)
        assert ("class_doc", ORDER) in _snapshot(repo, instance)
        assert ("class_doc", ORDER) in _stale(instance)
        assert document(repo, instance).success
        assert _stale(instance) == set()


def test_force_reports_no_change(repo: Path, instance: dg.DagsterInstance) -> None:
    assert _inputs(run_job(repo, instance, force=True)) == set()
    assert _stale(instance) == set()
    _edit(repo)
    _snapshot(repo, instance)
    assert run_job(repo, instance, force=True).success
    assert _stale(instance) == set()


@pytest.mark.parametrize("wiped", ["class_doc", "class_doc_inputs"])
def test_wiping_an_asset_leaves_nothing_stale_that_is_fresh(
    wiped: str, repo: Path, instance: dg.DagsterInstance
) -> None:
    _edit(repo)
    assert document(repo, instance).success
    instance.wipe_assets([dg.AssetKey(wiped)])
    _snapshot(repo, instance)
    assert set(_statuses(instance).values()) == {StaleStatus.FRESH}
    _edit(repo, "Pay all of it.", "Pay half of it.")
    assert _snapshot(repo, instance) == A_DOCSTRING_OF_A_METHOD
    assert _stale(instance) == A_DOCSTRING_OF_A_METHOD


def test_what_an_earlier_version_of_this_tool_reported_is_reported_again_once(
    tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    """It told Dagster nothing of inputs, which Dagster takes for a dependency that is new."""
    repo = make_repo(tmp_path / "pay", PAY)
    with pytest.MonkeyPatch.context() as earlier:
        tags = {f"dagster/input_{what}/repo_snapshot": "NULL" for what in ("data_version", "event_pointer")}
        earlier.setattr(events, "_provenance", lambda *_: iter(tags.items()))
        assert document(repo, instance).success
    _edit(repo)
    assert _stale(instance) == set(_statuses(instance))
    assert document(repo, instance).success
    assert _stale(instance) == set()
    assert document(repo, instance).assets == ()


def test_a_change_that_is_reported_while_its_artifact_is_made_stays_reported(
    repo: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another run looks while this one has planned, and makes from what was there before."""
    _edit(repo)
    _snapshot(repo, instance)
    make = Production.make

    def another_run_first(self: Production, *args: object, **options: object) -> object:
        monkeypatch.undo()
        _edit(repo, "Pay all of it.", "Pay half of it.")
        assert _snapshot(repo, instance) == A_DOCSTRING_OF_A_METHOD
        return make(self, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Production, "make", another_run_first)
    _materialize(repo, instance, ["class_doc"], ORDER)
    assert _stale(instance) == A_DOCSTRING_OF_A_METHOD
    _edit(repo, "Pay half of it.", "Pay all of it.")
    _snapshot(repo, instance)
    assert _stale(instance) == {("file_summary", "pay/order.py")}


# --- the check, and the words


def _last_up_to_date(instance: dg.DagsterInstance) -> dict[str, dg.AssetCheckEvaluation]:
    evaluations = check_evaluations(instance)
    return {each.asset_key.to_user_string(): each for each in evaluations if each.check_name == "up_to_date"}


def _failed(instance: dg.DagsterInstance) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of each `up_to_date` that failed."""
    found = {}
    for kind, evaluation in _last_up_to_date(instance).items():
        assert evaluation.severity is dg.AssetCheckSeverity.WARN
        if not evaluation.passed:
            table = evaluation.metadata["which"]
            assert isinstance(table, dg.TableMetadataValue)
            found[kind] = [tuple(row.data.values()) for row in table.records]
    return found


def test_a_check_names_what_is_stale_and_why_until_it_is_made(repo: Path, instance: dg.DagsterInstance) -> None:
    assert set(_last_up_to_date(instance)) == set(kinds())
    assert _failed(instance) == {}
    _edit(repo)
    _snapshot(repo, instance)
    failed = _failed(instance)
    assert set(failed) == {"file_summary", "class_doc"}
    [(artifact, state, why)] = failed["class_doc"]
    assert (artifact, state) == (f"class_doc[{ORDER}]", "stale")
    assert "changed" in str(why)
    count = len(check_evaluations(instance))
    _snapshot(repo, instance)
    assert len(check_evaluations(instance)) == count, "it says what it said"
    _materialize(repo, instance, ["class_doc"], ORDER)
    run = run_job(repo, instance, "__ASSET_JOB", asset_selection=[dg.AssetKey("class_doc")], partition_key=ORDER)
    assert run.success
    assert set(_failed(instance)) == {"file_summary"}
    assert document(repo, instance).success
    assert _failed(instance) == {}
    count = len(check_evaluations(instance))
    assert document(repo, instance).success
    assert len(check_evaluations(instance)) == count


def test_a_check_passes_again_when_the_change_is_reverted(repo: Path, instance: dg.DagsterInstance) -> None:
    _edit(repo)
    _snapshot(repo, instance)
    assert _failed(instance)
    _edit(repo, "Pay all of it.", "Pay it.")
    assert document(repo, instance).success
    assert _failed(instance) == {}


def test_a_first_look_says_what_to_do_next(tmp_path: Path, instance: dg.DagsterInstance) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    assert _snapshot(repo, instance) == set()
    said = _warnings(instance)
    assert "18 of 18 artifacts missing or stale" in said
    assert "design_docs" in said
    assert "Missing or Unsynced" in said
    assert {kind: len(rows) for kind, rows in _failed(instance).items()}["class_doc"] == 3
    assert _next(instance).startswith("This run makes no page: 18 of 18")
    assert document(repo, instance).success
    assert _failed(instance) == {}
    _snapshot(repo, instance)
    assert "missing or stale" not in _warnings(instance)
    assert _next(instance) == "Everything is up to date: there is nothing to make."


def _next(instance: dg.DagsterInstance) -> str:
    """Return what the page of `repo_snapshot` says is to be done."""
    event = instance.get_latest_materialization_event(dg.AssetKey("repo_snapshot"))
    assert event is not None
    assert event.asset_materialization is not None
    return str(event.asset_materialization.metadata["next"].value)


def _warnings(instance: dg.DagsterInstance) -> str:
    """Return the warnings of the latest run."""
    [run] = instance.get_runs(limit=1)
    entries = instance.all_logs(run.run_id)
    return "\n".join(entry.user_message for entry in entries if entry.level == logging.WARNING)


# --- observed by hand


def test_inputs_that_are_observed_by_hand_make_nothing_and_show_what_is_stale(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    assert _inputs(_materialize(repo, instance, ["class_doc_inputs"])) == set()
    assert _stale(instance) == set()
    _edit(repo)
    before = tree_stamps(docs_of(repo))
    assert _inputs(_materialize(repo, instance, ["class_doc_inputs"])) == {("class_doc", ORDER)}
    assert _stale(instance) == {("class_doc", ORDER)}
    assert tree_stamps(docs_of(repo)) == before
    assert document(repo, instance).success
    assert _stale(instance) == set()


def test_inputs_that_are_observed_after_a_change_was_reverted_show_nothing_as_stale(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    _edit(repo)
    _snapshot(repo, instance)
    _edit(repo, "Pay all of it.", "Pay it.")
    assert _inputs(_materialize(repo, instance, ["class_doc_inputs"])) == set()
    assert _stale(instance) == A_DOCSTRING_OF_A_METHOD - {("class_doc", ORDER)}


def test_nothing_that_stays_empty_can_be_materialized_and_so_counts_as_missing(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    """*Materialize unsynced* lists what can be materialized, and has partitions that nobody ever made."""
    for node in defs.resolve_asset_graph().asset_nodes:
        if node.is_materializable and node.partitions_def is not None:
            made = instance.get_materialized_partitions(node.key)
            assert made == set(node.partitions_def.get_partition_keys(dynamic_partitions_store=instance))


# --- automation


def _evaluate(
    condition: dg.AutomationCondition[dg.AssetKey], instance: dg.DagsterInstance, cursor: object = None
) -> tuple[Artifacts, object]:
    automated = dg.Definitions(
        assets=dg.map_asset_specs(
            lambda spec: spec.replace_attributes(automation_condition=condition), list(defs.assets or [])
        ),  # type: ignore[arg-type]
        resources=defs.resources,
    )
    result = dg.evaluate_automation_conditions(automated, instance, cursor=cursor)  # type: ignore[arg-type]
    requested = {
        (key.to_user_string(), str(partition))
        for key in automated.resolve_asset_graph().get_all_asset_keys()
        for partition in result.get_requested_partitions(key)
    }
    return requested, result.cursor


def test_automation_of_changed_data_versions_requests_just_what_is_stale(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    condition = dg.AutomationCondition.any_deps_match(dg.AutomationCondition.data_version_changed())
    requested, cursor = _evaluate(condition, instance)
    assert requested == set()
    _edit(repo)
    _snapshot(repo, instance)
    requested, cursor = _evaluate(condition, instance, cursor)
    assert requested == A_DOCSTRING_OF_A_METHOD
    requested, cursor = _evaluate(condition, instance, cursor)
    assert requested == set()


def test_eager_automation_requests_nothing_where_nothing_changed(repo: Path, instance: dg.DagsterInstance) -> None:
    eager = dg.AutomationCondition.eager()
    requested, cursor = _evaluate(eager, instance)
    assert requested == set()
    for look in (lambda: _snapshot(repo, instance), lambda: document(repo, instance)):
        look()
        requested, cursor = _evaluate(eager, instance, cursor)
        assert requested == set()


def test_eager_automation_requests_what_changed_and_what_is_new(repo: Path, instance: dg.DagsterInstance) -> None:
    eager = dg.AutomationCondition.eager()
    _, cursor = _evaluate(eager, instance)
    _edit(repo)
    write(repo, "pay/new.py", '"""New."""\n\n\nclass New:\n    """A new thing."""\n\n    x = 1\n')
    commit(repo)
    reported = _snapshot(repo, instance)
    assert {("class_doc", ORDER), ("class_doc", "pay/new.py::New"), ("file_summary", "pay/new.py")} <= reported
    requested, _ = _evaluate(eager, instance, cursor)
    assert {("class_doc", ORDER), ("class_doc", "pay/new.py::New"), ("file_summary", "pay/new.py")} <= requested
    assert not {("class_doc", GATEWAY), ("class_doc", HTTP_GATEWAY)} & requested
