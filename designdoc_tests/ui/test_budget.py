"""Money in the UI: a run that the cap halts, what a user does about it, and what it all cost."""

import re
from collections import Counter
from pathlib import Path

import pytest

from designdoc_assets.artifacts.registry import kinds
from designdoc_tests.support import make_repo, regions, write
from designdoc_tests.ui.deployment import Deployment
from designdoc_tests.ui.target import CLASSES, FILES
from designdoc_tests.ui.user import User

CAP = "[pipeline]\nparallelism = 1\nmax_budget_usd = {}\n"
"""The operator of this deployment sets no cap, so the target's file has a say."""
TOO_LOW, ENOUGH = 0.052, 2
"""One call sets 0.04 aside: the first few classes fit below the lower cap."""


@pytest.fixture(scope="module")
def repo(folder: Path) -> Path:
    return make_repo(folder / "pay", {**FILES, ".designdoc.toml": CAP.format(TOO_LOW)})


@pytest.fixture(scope="module")
def provider() -> list[str]:
    return []


def test_partitions_that_a_halted_run_left_are_made_once_the_cap_is_raised_and_nothing_is_paid_twice(
    user: User, deployment: Deployment
) -> None:
    user.materialize_whole("repo_snapshot")
    user.see_partitions("class_doc", missing=len(CLASSES))

    user.see_backfill(user.materialize("class_doc", "All"), "Failed")
    user.see_partitions("class_doc", missing=0)
    done, failed = user.partitions("materialized"), user.partitions("failed")
    assert done > 0 and failed > 0 and done + failed == len(CLASSES)
    # One more may be written, of which the review does not fit.
    assert 2 * done <= deployment.asked.total() < 2 * len(CLASSES)
    assert deployment.asked <= _questions(CLASSES)
    user.see(CLASSES[-1]).click()
    user.see("failed, and did not materialize this asset")
    user.shoot("failed", height=480)

    user.see(re.compile("^[0-9a-f]{8}$")).click()
    user.see(
        re.compile(
            rf"budget exhausted at \$0\.0\d+ / cap \${TOO_LOW}: {done} of {len(CLASSES)} class_doc done\. Raise the cap"
        )
    )
    user.page.get_by_placeholder("Filter…").fill("Execution of step")
    user.see("next_call_usd")
    user.shoot("halted", y=460, height=201)

    write(deployment.repo, ".designdoc.toml", CAP.format(ENOUGH))
    user.see_backfill(user.materialize("class_doc", "Failed"), "Succeeded")
    user.see_partitions("class_doc", materialized=len(CLASSES), failed=0, missing=0)
    assert deployment.asked == _questions(CLASSES)
    user.see(CLASSES[-1])
    user.shoot("green", height=480)


@pytest.mark.long
def test_a_cap_can_be_given_with_a_backfill(user: User, deployment: Deployment) -> None:
    before = deployment.asked
    config = "resources: {designdoc: {config: {force: true}}, budget: {config: {max_budget_usd: 0.01}}}"
    user.see_backfill(user.materialize("class_doc", CLASSES[:2], config), "Failed")
    user.open_run_of_backfill()
    user.see(re.compile(r"cap \$0\.01: 0 of 2 class_doc done\."))
    assert deployment.asked == before


@pytest.mark.long
def test_a_job_that_the_cap_halted_does_all_that_is_due_when_it_is_executed_again_from_its_failure(
    user: User, deployment: Deployment
) -> None:
    assert deployment.provider
    write(deployment.repo, ".designdoc.toml", CAP.format(float(deployment.provider.bill()) + TOO_LOW))
    user.launch("design_docs")
    user.see_run("Failure")
    user.page.get_by_placeholder("Filter…").fill("Execution of step")
    user.see(re.compile("budget exhausted at"))
    run = user.page.url
    user.see_partitions("package_readme", materialized=0)
    assert user.partitions("failed") > 0, "what the job did not make is what the dialog's *Failed* selects"

    write(deployment.repo, ".designdoc.toml", CAP.format(ENOUGH))
    user.page.goto(run)
    user.reexecute_from_failure()
    user.see_run("Success")
    assert {kind for kind, _ in regions(deployment.repo)} == {*kinds()}
    assert set(_questions(CLASSES)) < set(deployment.asked)
    for kind in ("file_summary", "package_readme", "document"):
        user.see_partitions(kind, failed=0, missing=0)


def test_the_budget_report_shows_what_the_provider_bills_and_the_cap(user: User, deployment: Deployment) -> None:
    assert deployment.provider
    bill = deployment.provider.bill()
    assert bill > 0
    write(deployment.repo, ".designdoc.toml", CAP.format(3))
    user.materialize_whole("budget_report")
    user.see_metadata("cap_usd", "3")
    user.see_metadata("spent_usd", str(float(bill)))
    user.open("/assets/budget_report?view=events")
    user.see_metadata("cap_usd", "3")
    user.shoot("budget", height=870)
    user.open("/assets/class_doc")
    user.page.get_by_role("button", name="Plots").click()
    user.see("cost_usd").scroll_into_view_if_needed()
    user.shoot("plots", y=480, width=780, height=255)


def _questions(classes: list[str]) -> Counter[tuple[str | None, str | None, str | None]]:
    """Return what is asked for some classes, each once: a draft and its review."""
    return Counter((verb, "class_doc", key) for key in classes for verb in ("write", "review"))
