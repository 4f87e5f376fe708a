"""Partitions of an asset in the UI: launched, launched again, and in a run that somebody terminates."""

import json
import re
from pathlib import Path

import pytest

from designdoc_tests.support import docs_of, make_repo, regions
from designdoc_tests.ui.answers import PURPOSE
from designdoc_tests.ui.deployment import Deployment
from designdoc_tests.ui.target import CLASSES, FILES
from designdoc_tests.ui.user import User

FIRST = CLASSES[:2]
CALLS_FOR_FILES, CALLS_PER_CLASS = 8, 2


@pytest.fixture(scope="module")
def provider() -> list[str]:
    """It never answers what is asked for the fifth class."""
    answered = CALLS_FOR_FILES + 4 * CALLS_PER_CLASS
    return ["--faults", json.dumps([None] * answered + ["hang"]), "--answer", "designdoc_tests.ui.answers:of_a_gateway"]


@pytest.fixture(scope="module")
def repo(folder: Path) -> Path:
    return make_repo(folder / "pay", {**FILES, ".designdoc.toml": "[pipeline]\nparallelism = 1\n"})


def _classes(deployment: Deployment) -> set[str]:
    return {key for kind, key in regions(deployment.repo) if kind == "class_doc"}


def test_two_partitions_of_an_asset_are_made_and_turn_green(user: User, deployment: Deployment) -> None:
    user.launch("design_docs", "resources: {designdoc: {config: {only: [file_summary]}}}")
    user.see_run("Success")
    user.see_partitions("class_doc", materialized=0, missing=len(CLASSES))
    assert deployment.asked.total() == CALLS_FOR_FILES

    backfill = user.materialize("class_doc", FIRST)
    user.see_partitions("class_doc", materialized=2, failed=0, missing=len(CLASSES) - 2)
    user.see_backfill(backfill, "Succeeded")
    assert _classes(deployment) == {*FIRST}
    assert deployment.asked.total() == CALLS_FOR_FILES + 2 * CALLS_PER_CLASS

    user.open("/assets/class_doc?view=partitions")
    user.see(FIRST[0]).click()
    user.see_metadata("path", f"{docs_of(deployment.repo)}/packages/pay/gateway.py.md#class-gateway")
    user.see(PURPOSE)
    user.see("cost_usd")
    user.shoot("partition", height=890)


@pytest.mark.long
def test_a_backfill_over_unchanged_partitions_ends_in_success_without_a_call(
    user: User, deployment: Deployment
) -> None:
    before = deployment.asked
    user.open_partition("class_doc", FIRST[0])
    cost = user.metadata("cost_when_made_usd")
    assert float(cost) > 0
    user.see_backfill(user.materialize("class_doc", FIRST), "Succeeded")
    assert deployment.asked == before
    user.open_run_of_backfill()
    user.see_in_log("2 unchanged, nothing made")
    user.open_partition("class_doc", FIRST[0])
    user.see_metadata("cached", "true")
    user.see_metadata("cost_usd", "0")
    user.see_metadata("cost_when_made_usd", cost)  # and so its plot does not fall to 0


def test_what_a_terminated_run_had_finished_stays_green(user: User, deployment: Deployment) -> None:
    assert deployment.provider
    backfill = user.materialize("class_doc", "Missing")
    user.see_partitions("class_doc", materialized=4)
    deployment.provider.wait_for(CALLS_FOR_FILES + 4 * CALLS_PER_CLASS + 1)
    user.open(f"/runs/b/{backfill}")
    user.open_run_of_backfill()
    user.page.get_by_role("button", name="Terminate").click()
    user.page.get_by_role("button", name=re.compile("Terminate 1 run")).click()
    user.see_run("Canceled")
    user.page.get_by_role("button", name="View tags and config").click()
    user.see(re.compile(r"designdoc/cost_usd: 0\.\d*[1-9]"))
    user.page.keyboard.press("Escape")
    user.see_in_log(" calls (")  # what it cost
    user.see_partitions("class_doc", materialized=4)
    assert _classes(deployment) == {*FIRST, CLASSES[2], CLASSES[3]}
