"""The sensor in the UI: stopped, started, and a run for a commit."""

import re

from playwright.sync_api import expect

from designdoc_tests.support import commit, regions, run_git, write
from designdoc_tests.ui.deployment import Deployment
from designdoc_tests.ui.user import User

NEW = '"""Vouchers."""\n\n\nclass Voucher:\n    """Money that is not."""\n'


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
