"""Jobs in the UI: what the launchpad says of settings, the plan, a dispute that a person decides, and the sensor."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.orchestration.choices import WriterKind
from designdoc_assets.orchestration.resources import DesignDocsResource
from designdoc_tests.support import commit, docs_of, make_repo, regions, run_git, write
from designdoc_tests.ui.deployment import Deployment
from designdoc_tests.ui.target import FILES
from designdoc_tests.ui.user import LOCATION, User

ORDER, REFUND = "pay/order.py::Order", "pay/refund.py::Refund"
PAGE = "packages/pay/order.py.md"
"""Of the file: a class this small stands on it."""
NEW = '"""Vouchers."""\n\n\nclass Voucher:\n    """Money that is not."""\n'
HEADING, GENERATED, MINE = "## class `Order`\n\n", "What somebody buys.", "What a customer puts together."


@pytest.mark.long
def test_who_opens_the_ui_before_the_first_run_is_led_on_to_what_makes_pages(user: User) -> None:
    user.open("/assets")
    user.see("Start here, or launch the job")
    user.open("/assets/class_doc")
    user.see("No partitions yet?")
    user.materialize_whole("repo_snapshot")
    user.look_for("/assets/repo_snapshot?view=events", "This run makes no page: ")
    user.see("Launch the job design_docs")
    assert user.unsynced() == sorted(kinds()), "what has partitions that are missing"


def test_the_launchpad_explains_each_setting(user: User) -> None:
    user.open(f"{LOCATION}/jobs/design_docs/playground/setup")
    user.type("resources:\n  designdoc:\n    config:\n      ")
    user.see(re.compile("Show the plan and what it would cost"))
    shown = " ".join((user.page.locator("body").text_content() or "").split())
    described = {name: field.description for name, field in DesignDocsResource.model_fields.items() if name != "budget"}
    assert [name for name, description in described.items() if not description or description not in shown] == []
    user.shoot("launchpad", height=720)
    user.type("resources:\n  designdoc:\n    config:\n      writer: ")
    user.page.keyboard.press("Control+Space")
    assert user.page.locator(".CodeMirror-hint").all_inner_texts() == list(WriterKind)


def test_a_dispute_is_decided_from_the_launchpad(user: User, deployment: Deployment) -> None:
    user.launch("design_docs")
    user.see_run("Success")
    page = docs_of(deployment.repo) / PAGE
    text = page.read_text()
    assert text.count(HEADING + GENERATED) == 1
    assert user.unsynced() == []
    page.write_text(text.replace(HEADING + GENERATED, HEADING + MINE))
    write(deployment.repo, "pay/order.py", FILES["pay/order.py"].replace(GENERATED, "What a customer buys."))
    user.materialize_whole("repo_snapshot")
    user.look_for("/assets/repo_snapshot?view=events", "purpose changed (1)")
    user.shoot("plan", height=760)
    user.see_unsynced("class_doc", ORDER, because_of="class_doc_inputs")
    user.see_unsynced("class_doc", REFUND, because_of=None)

    user.launch("design_docs")
    user.see_run("Success")
    user.see_unsynced("class_doc", ORDER, because_of=None)
    user.open("/assets/class_doc?view=checks&checkDetail=edit")
    issue = user.see(re.compile("^edit-[0-9a-f]{10}$")).inner_text()
    user.see("Launch the job resolve_dispute")
    user.shoot("dispute", height=690)
    user.open_partition("class_doc", ORDER)
    user.see(f"It holds text of a person, and its sources or its markers changed since. (edit, issue {issue})")

    user.launch("resolve_dispute", f"ops: {{resolve: {{config: {{id: {issue}, resolution: keep}}}}}}")
    user.see_run("Success")
    assert not (docs_of(deployment.repo) / "hil-issues.yaml").exists()
    assert HEADING + MINE in page.read_text()
    user.open("/assets/class_doc?view=checks&checkDetail=edit")
    user.see("Passed")


@pytest.mark.long
def test_the_history_of_a_partition_that_is_gone_says_what_became_of_it(user: User, deployment: Deployment) -> None:
    (deployment.repo / "pay/refund.py").rename(deployment.repo / "pay/money_back.py")
    commit(deployment.repo)
    user.launch("design_docs")
    user.see_run("Success")
    user.open("/assets/class_doc?view=events")
    user.see(REFUND).click()
    user.see(
        "It is no longer in the target: there is no pay/refund.py; a class of that name is pay/money_back.py::Refund"
    )


@pytest.mark.long
def test_a_run_for_another_repository_is_refused_with_both_names(
    user: User, deployment: Deployment, folder: Path
) -> None:
    other = make_repo(folder / "shop", {"shop.py": "class Shop:\n    pass\n"})
    user.launch("design_docs", f"resources: {{designdoc: {{config: {{repo: {other}}}}}}}")
    user.see_run("Failure")
    user.see(f"This Dagster home holds the docs of {deployment.repo}, and this run is about {other}")


def test_assets_are_grouped_by_what_a_page_is_about(user: User) -> None:
    user.open("/asset-groups")
    for group in ("overview", "files", "classes", "packages", "dependencies", "documents"):
        expect(user.page.locator("svg").get_by_text(group, exact=True).first).to_be_visible()
    user.shoot("lineage", x=580, y=360, width=780, height=220)


def test_a_sensor_that_is_started_runs_the_job_for_each_new_commit(user: User, deployment: Deployment) -> None:
    head = run_git(deployment.repo, "rev-parse", "HEAD")
    user.open("/automation")
    user.see("repo_commits").click()
    user.see("Sensor has never run")
    switch = user.page.locator("input[type=checkbox]").first
    expect(switch).not_to_be_checked()
    switch.locator("xpath=..").click()  # the box itself is out of sight, behind what is drawn
    expect(switch).to_be_checked()
    _see_run_of(user, head)

    write(deployment.repo, "pay/voucher.py", NEW)
    new = commit(deployment.repo)
    write(deployment.repo, "pay/draft.py", NEW)
    _see_run_of(user, new)
    user.see_run("Success")
    made = {key for kind, key in regions(deployment.repo) if kind == "file_summary"}
    assert "pay/voucher.py" in made and "pay/draft.py" not in made


def _see_run_of(user: User, commit: str) -> None:
    """Wait for the sensor's run of a commit, and open it: its tags name the commit and the branch."""
    user.open(f"/runs?q[]=tag:designdoc/commit%3D{commit}")
    user.see(re.compile("^[0-9a-f]{8}$")).click()
    user.page.get_by_role("button", name="View tags and config").click()
    user.see(f"designdoc/commit: {commit}")
    user.see("designdoc/branch: main")
    user.page.keyboard.press("Escape")
