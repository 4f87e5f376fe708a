"""The job as a process on a machine that has nothing but a checkout with committed docs, as CI has it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from designdoc_tests.claude.support import provider
from designdoc_tests.messages_api.provider import ACCEPTED_KEY
from designdoc_tests.messages_api.server import MessagesApi, messages_api
from designdoc_tests.support import PAY, document, make_repo, regions, run_git, tree_stamps, write

BIN = Path(sys.executable).parent
JOB = ("dagster", "job", "execute", "-m", "designdoc_assets.definitions", "-j", "design_docs")
LAUNCH = ("dg", "launch", "-m", "designdoc_assets.definitions")
METHOD = '(self, cents: int) -> bool:\n        return requests.post("x", json=cents).ok'
ITS_PAGES = {
    ("file_summary", "pay/gateway.py"),
    ("class_doc", "pay/gateway.py::HttpGateway"),
    ("package_readme", "pay"),
    ("document", "SYSTEM_DESIGN"),
    ("document", "ARCHITECTURE"),
    ("document", "README"),
    ("document", "llms"),
}
"""What a change of that method may touch; the last two quote the overview of its package, and cost nothing."""
needs_dg = pytest.mark.skipif(not (BIN / "dg").exists(), reason="needs dg: pip install dagster-dg-cli")
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs to be root, to give a folder to another user")


class Machine(NamedTuple):
    """Has never run the job: an empty home, and nothing in the environment."""

    home: Path
    server: MessagesApi

    def run(self, *command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the installed tool."""
        program, *arguments = command
        bare = {"PATH": f"{BIN}{os.pathsep}{os.defpath}", "HOME": str(self.home), "DAGSTER_DISABLE_TELEMETRY": "yes"}
        bare |= {"GIT_CONFIG_NOSYSTEM": "1", "ANTHROPIC_BASE_URL": self.server.url}
        return subprocess.run(
            [BIN / program, *arguments], cwd=cwd, env=bare | environment, capture_output=True, text=True, check=False
        )

    def calls(self) -> int:
        """Return how many calls it has made."""
        return len(self.server.calls)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose docs Claude wrote; they are committed."""
    folder = tmp_path_factory.mktemp("origin")
    repo = make_repo(folder / "pay", PAY)
    with provider(), pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_STATE_HOME", str(folder / "state"))
        run = document(repo)
    assert run.success, run.failure
    run_git(repo, "add", "-A")
    run_git(repo, "commit", "-q", "-m", "docs")
    return repo


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    (home := tmp_path / "home").mkdir()
    with messages_api() as server:
        yield Machine(home, server)


def _clone(origin: Path, folder: Path, *options: str) -> Path:
    run_git(folder, "clone", "-q", *options, origin.as_uri(), "checkout")
    return folder / "checkout"


@pytest.fixture
def checkout(origin: Path, tmp_path: Path) -> Path:
    return _clone(origin, tmp_path)


def _change_a_method(repo: Path) -> None:
    text = (repo / "pay/gateway.py").read_text()
    assert METHOD in text
    changed = METHOD.replace("cents: int", "cents: int, at: str").replace('"x"', "at")
    write(repo, "pay/gateway.py", text.replace(METHOD, changed))


def _changed_regions(repo: Path) -> set[tuple[str, str]]:
    """Return what stands otherwise than it was committed."""
    now = regions(repo)
    run_git(repo, "stash", "-q", "-u")
    before = regions(repo)
    run_git(repo, "stash", "pop", "-q")
    return {artifact for artifact in now.keys() | before.keys() if now.get(artifact) != before.get(artifact)}


def _errors(run: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in run.stderr.splitlines() if " ERROR " in line]


@pytest.mark.parametrize(
    ("command", "key"),
    [
        pytest.param(JOB, ACCEPTED_KEY, id="dagster, with key"),
        pytest.param(JOB, "", id="dagster, without key", marks=pytest.mark.long),
        pytest.param(
            (*LAUNCH, "--job", "design_docs"), ACCEPTED_KEY, id="dg, with key", marks=[needs_dg, pytest.mark.long]
        ),
        pytest.param((*LAUNCH, "--job", "design_docs"), "", id="dg, without key", marks=[needs_dg, pytest.mark.long]),
    ],
)
def test_a_clean_checkout_with_docs_costs_nothing_and_no_byte_changes(
    command: tuple[str, ...], key: str, machine: Machine, checkout: Path
) -> None:
    before = tree_stamps(checkout)
    run = machine.run(*command, cwd=checkout, ANTHROPIC_API_KEY=key)
    assert run.returncode == 0, run.stderr
    assert "Nothing has changed." in run.stderr
    assert machine.calls() == 0
    assert tree_stamps(checkout) == before
    assert run_git(checkout, "status", "--porcelain", "--ignored") == ""


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(("--depth", "1"), id="shallow", marks=pytest.mark.long),
        pytest.param(("--depth", "1", "--branch", "v1"), id="shallow and detached"),
    ],
)
def test_a_shallow_checkout_and_a_detached_one_are_as_good(
    options: tuple[str, ...], machine: Machine, origin: Path, tmp_path: Path
) -> None:
    run_git(origin, "tag", "-f", "v1")
    checkout = _clone(origin, tmp_path, *options)
    assert (run_git(checkout, "branch", "--show-current") == "") is ("v1" in options)
    run = machine.run(*JOB, cwd=checkout, ANTHROPIC_API_KEY=ACCEPTED_KEY)
    assert run.returncode == 0, run.stderr
    assert machine.calls() == 0
    assert run_git(checkout, "status", "--porcelain", "--ignored") == ""


@needs_root
def test_a_checkout_of_another_user_is_read_and_the_log_says_what_git_refuses(machine: Machine, checkout: Path) -> None:
    for path in [checkout, *checkout.rglob("*")]:
        os.chown(path, 54321, 54321)
    before = tree_stamps(checkout)
    run = machine.run(*JOB, cwd=checkout, ANTHROPIC_API_KEY=ACCEPTED_KEY)
    assert run.returncode == 0, run.stderr
    assert "safe.directory" in run.stderr
    assert machine.calls() == 0
    assert tree_stamps(checkout) == before


def test_one_changed_method_takes_its_own_pages_alone(machine: Machine, checkout: Path) -> None:
    _change_a_method(checkout)
    run = machine.run(*JOB, cwd=checkout, ANTHROPIC_API_KEY=ACCEPTED_KEY)
    assert run.returncode == 0, run.stderr
    changed = _changed_regions(checkout)
    assert ("class_doc", "pay/gateway.py::HttpGateway") in changed
    assert changed <= ITS_PAGES
    assert machine.calls() == 2, "whether the texts of the class and its file still hold"


def test_a_change_without_a_key_fails_and_says_that_one_is_needed(machine: Machine, checkout: Path) -> None:
    _change_a_method(checkout)
    run = machine.run(*JOB, cwd=checkout)
    assert run.returncode == 1
    assert "ANTHROPIC_API_KEY" in _errors(run)[-1]
    assert machine.calls() == 0


def test_over_the_cap_the_last_error_line_says_what_was_reached_and_what_to_do(
    machine: Machine, checkout: Path
) -> None:
    _change_a_method(checkout)
    run = machine.run(*JOB, cwd=checkout, ANTHROPIC_API_KEY=ACCEPTED_KEY, DESIGNDOC_BUDGET_USD="0.001")
    assert run.returncode == 1
    [last] = _errors(run)
    assert last.partition(" ERROR   ")[2] == (
        "budget exhausted at $0.00 / cap $0.001: 2 of 3 file_summary, 2 of 3 class_doc done. "
        "Raise the cap (DESIGNDOC_BUDGET_USD or [pipeline] max_budget_usd) and materialize again."
    )
    assert machine.calls() == 0


@needs_dg
def test_dg_launches_the_job_from_a_clone_of_this_project_without_naming_a_module(
    machine: Machine, checkout: Path
) -> None:
    clone = Path(__file__).parents[1]
    run = machine.run("dg", "launch", "--job", "design_docs", cwd=clone, DESIGNDOC_REPO=str(checkout))
    assert run.returncode == 0, run.stderr
    assert "Nothing has changed." in run.stderr


@needs_dg
def test_dg_launches_a_partition(machine: Machine, checkout: Path, blank_home: Path, tmp_path: Path) -> None:
    shutil.copytree(blank_home, home := tmp_path / "dagster")
    (home / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
    setting = {"DAGSTER_HOME": str(home), "ANTHROPIC_API_KEY": ACCEPTED_KEY}
    assert machine.run(*LAUNCH, "--assets", "repo_snapshot", cwd=checkout, **setting).returncode == 0
    _change_a_method(checkout)
    class_doc = ("--assets", "class_doc", "--partition", "pay/gateway.py::HttpGateway")
    run = machine.run(*LAUNCH, *class_doc, cwd=checkout, **setting)
    assert run.returncode == 0, run.stderr
    assert _changed_regions(checkout) == {("class_doc", "pay/gateway.py::HttpGateway")}
