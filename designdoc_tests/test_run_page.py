"""The page of a run says how far it is, what it found, and what waits for a person."""

import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from designdoc_assets.orchestration import run_page
from designdoc_tests.claude.support import provider
from designdoc_tests.support import PAY, docs_of, document, latest_materializations, make_repo, run_job, write

CLASSES = ["pay/gateway.py::Gateway", "pay/gateway.py::HttpGateway", "pay/order.py::Order"]


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return make_repo(tmp_path / "pay", PAY)


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be a line with each artifact."""
    monkeypatch.setattr(run_page, "WATCHED_S", 0.0)


def _materialize(repo: Path, instance: dg.DagsterInstance, kind: str) -> dg.ExecuteInProcessResult:
    """Make all partitions of a kind of the classes, as a backfill does."""
    instance.add_dynamic_partitions("classes", CLASSES)
    tags = {"dagster/asset_partition_range_start": CLASSES[0], "dagster/asset_partition_range_end": CLASSES[-1]}
    return run_job(repo, instance, "__ASSET_JOB", asset_selection=[dg.AssetKey(kind)], tags=tags)


def _described(instance: dg.DagsterInstance) -> dict[str, list[str]]:
    """Return what the events of the latest run say, by kind, in order."""
    found = defaultdict(list)
    for entry in instance.all_logs(instance.get_runs()[0].run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION):
        event = entry.asset_materialization
        assert event is not None
        if event.partition is not None:
            found[event.asset_key.to_user_string()].append(str(event.description))
    return found


def _said(instance: dg.DagsterInstance, level: int) -> Iterator[str]:
    """Return what the latest run logged at a level."""
    entries = instance.all_logs(instance.get_runs()[0].run_id)
    return (entry.user_message for entry in entries if entry.dagster_event is None and entry.level == level)


def test_each_artifact_is_counted_among_those_of_its_kind_that_are_due(
    repo: Path, instance: dg.DagsterInstance
) -> None:
    assert document(repo, instance).success
    assert _described(instance)["class_doc"] == [f"{n} of 3 class_doc: {key}" for n, key in enumerate(CLASSES, start=1)]
    write(repo, "pay/order.py", PAY["pay/order.py"].replace("send(100)", "send(101)").replace("Pay it", "Pay"))
    assert document(repo, instance).success
    assert _described(instance)["class_doc"] == ["1 of 1 class_doc: pay/order.py::Order"]


def test_what_a_model_wrote_has_its_price(repo: Path, instance: dg.DagsterInstance) -> None:
    with provider():
        assert document(repo, instance).success
    costs = {
        key: event.metadata["cost_usd"].value for key, event in latest_materializations(instance, "class_doc").items()
    }
    described = _described(instance)
    assert len(described["class_doc"]) == 3
    for line in described["class_doc"]:
        number, key, cost = re.fullmatch(r"(\d) of 3 class_doc: (\S+), \$([\d.]+)", line).groups()  # type: ignore[union-attr]
        assert float(cost) == pytest.approx(costs[key], rel=0.06)
        assert described["class_doc"].index(line) == int(number) - 1
    assert not any("$" in line for line in described["class_diagram"])


def test_a_run_of_assets_over_what_is_unchanged_says_so(repo: Path, instance: dg.DagsterInstance) -> None:
    assert document(repo, instance).success
    assert _materialize(repo, instance, "class_doc").success
    assert "3 unchanged, nothing made." in _said(instance, logging.INFO)
    lines = [f"{number} of 3 class_doc: {key}, unchanged" for number, key in enumerate(CLASSES, start=1)]
    assert _described(instance)["class_doc"] == lines


def test_a_run_of_assets_says_what_of_it_it_made(repo: Path, instance: dg.DagsterInstance) -> None:
    assert document(repo, instance).success
    write(repo, "pay/order.py", PAY["pay/order.py"].replace("What somebody buys", "What a customer buys"))
    assert _materialize(repo, instance, "class_doc").success
    assert "2 unchanged, 1 class_doc made." in _said(instance, logging.INFO)


def test_a_line_says_now_and_then_how_far_it_is_and_not_on_the_console(
    repo: Path, instance: dg.DagsterInstance, often: None, capfd: pytest.CaptureFixture[str]
) -> None:
    with provider():
        assert document(repo, instance).success
    lines = [
        line for line in _said(instance, logging.INFO) if re.search(r"class_doc \d of 3 done, \d+ of 18 in all", line)
    ]
    assert lines
    assert any("spent" in line for line in lines)
    console = capfd.readouterr().err
    assert not any(line in console for line in lines)


def test_a_short_run_has_no_such_line(repo: Path, instance: dg.DagsterInstance) -> None:
    assert document(repo, instance).success
    assert not any(" in all" in line for line in _said(instance, logging.INFO))


def test_a_summary_is_a_warning_where_something_waits_for_a_person(repo: Path, instance: dg.DagsterInstance) -> None:
    assert document(repo, instance).success
    assert any(line.startswith("Done in ") for line in _said(instance, logging.INFO))
    page = docs_of(repo) / "packages/pay/order.py.md"
    page.write_text(page.read_text().replace("\n\nWhat somebody buys.", "\n\nMy own words."))
    write(repo, "pay/order.py", PAY["pay/order.py"].replace("What somebody buys.", "What a customer buys."))
    assert document(repo, instance).success
    [warning] = _said(instance, logging.WARNING)
    assert warning.startswith("Done in ")
    assert "1 waits for a person:\n  class_doc[pay/order.py::Order] (edit-" in warning
    assert _materialize(repo, instance, "class_doc").success
    [warning] = _said(instance, logging.WARNING)
    assert warning.startswith("1 waits for a person:\n  class_doc[pay/order.py::Order] (edit-")
