"""README's examples for CI: they ask for no more than they need, and their shell steps do what they say."""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from packaging.requirements import Requirement
from ruamel.yaml import YAML

from designdoc_tests.messages_api.provider import ACCEPTED_KEY
from designdoc_tests.messages_api.server import MessagesApi, messages_api
from designdoc_tests.support import PAY, commit, docs_of, make_repo, run_git, write

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXAMPLES = {
    name: YAML(typ="safe").load(block)
    for block in re.findall(r"^```yaml\n(.*?)^```$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    for name, word in (("github", "runs-on:"), ("gitlab", "before_script:"))
    if word in block
}
GITHUB, GITLAB = EXAMPLES["github"], EXAMPLES["gitlab"]
STEPS = [(job, step) for job in GITHUB["jobs"].values() for step in job["steps"]]
SCRIPTS = [step["run"] for _, step in STEPS if "run" in step] + [
    "\n".join(GITLAB[".design-docs"]["before_script"] + job["script"]) for job in GITLAB.values() if "script" in job
]
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")


# --- what they ask for


def test_the_github_workflow_has_what_github_demands() -> None:
    assert set(GITHUB) == {"name", "on", "permissions", "concurrency", "env", "jobs"}
    assert set(GITHUB["on"]) == {"push", "pull_request"}
    for job in GITHUB["jobs"].values():
        assert set(job) == {"if", "runs-on", "timeout-minutes", "permissions", "steps"}
        for step in job["steps"]:
            assert ("uses" in step) != ("run" in step)
            assert set(step) <= {"name", "uses", "with", "run", "env", "if"}


def test_rights_are_granted_by_job_and_only_a_push_to_main_may_write() -> None:
    assert GITHUB["permissions"] == {}
    assert {name: job["permissions"] for name, job in GITHUB["jobs"].items()} == {
        "plan": {"contents": "read"},
        "update": {"contents": "write"},
    }
    assert GITHUB["jobs"]["update"]["if"] == "github.event_name == 'push'"
    assert GITHUB["on"]["push"] == {"branches": ["main"]}


def test_actions_are_pinned_and_leave_no_token_behind() -> None:
    used = [step for _, step in STEPS if "uses" in step]
    assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", step["uses"]) for step in used)
    assert all(step["with"] == {"persist-credentials": False} for step in used if "/checkout@" in step["uses"])


def test_a_secret_is_seen_by_the_one_step_that_needs_it() -> None:
    seen = {
        (step.get("name"), name) for _, step in STEPS for name in EXPRESSION.findall(json.dumps(step.get("env", {})))
    }
    assert seen == {
        ("Update", "secrets.ANTHROPIC_API_KEY"),
        ("Update", "secrets.DESIGNDOC_JOURNAL_URL"),
        ("Push", "github.token"),
    }
    everywhere = EXPRESSION.findall(json.dumps(GITHUB))
    assert sorted(everywhere) == sorted([*(name for _, name in seen), "github.ref", "!cancelled()"])
    assert not [step for job, step in STEPS if job is GITHUB["jobs"]["plan"] and "env" in step]


def test_no_script_is_made_of_text_that_others_choose() -> None:
    assert not [script for script in SCRIPTS if "${{" in script]


def test_no_program_is_started_where_the_checkout_could_bring_its_modules() -> None:
    outside = ('cd "$RUNNER_TEMP"', 'cd "$HOME"')
    with_python = [script for script in SCRIPTS if "venv" in script]
    assert len(with_python) == 6
    for script in with_python:
        assert script.startswith(outside)
        assert "venv" not in script.partition('cd "$CI_PROJECT_DIR"')[2]


def test_two_runs_on_one_branch_never_overlap() -> None:
    assert GITHUB["concurrency"]["group"].endswith("${{ github.ref }}")
    assert not GITHUB["concurrency"].get("cancel-in-progress")  # what is paid is finished
    assert GITLAB["design-docs"]["resource_group"]


def test_in_gitlab_the_key_belongs_to_an_environment_that_only_the_default_branch_has() -> None:
    assert [name for name, job in GITLAB.items() if "environment" in job] == ["design-docs"]
    [rule] = GITLAB["design-docs"]["rules"]
    assert rule == {"if": '$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH'}
    [rule] = GITLAB["design-docs-plan"]["rules"]
    assert rule == {"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}
    known = {"image", "timeout", "variables", "before_script", "script", "extends", "rules", "resource_group"}
    assert all(set(job) <= known | {"environment"} for job in GITLAB.values())


def test_what_is_installed_is_this_project_at_a_commit() -> None:
    tools = {GITHUB["env"]["TOOL"], GITLAB[".design-docs"]["variables"]["TOOL"]}
    assert tools == {f"git+{PROJECT['urls']['Repository']}@COMMIT"}
    lines = [line for script in SCRIPTS for line in re.findall(r'venv/bin/pip install -q "(.*)"', script)]
    assert len(lines) == 4
    for line in lines:
        requirement = Requirement(line.replace("$TOOL", tools.copy().pop()))
        assert requirement.name == PROJECT["name"]
        assert requirement.extras <= set(PROJECT["optional-dependencies"])


# --- what they do


class Origin(NamedTuple):
    """A bare repository that CI clones and pushes to, and the model provider."""

    folder: Path
    server: MessagesApi

    def checkout(self) -> Path:
        """Return a fresh clone, shallow and detached as in CI."""
        clone = self.folder / f"checkout{len(list(self.folder.iterdir()))}"
        run_git(self.folder, "clone", "-q", "--depth", "1", (self.folder / "origin.git").as_uri(), str(clone))
        run_git(clone, "checkout", "-q", "--detach")
        return clone

    def edit(self, path: str, content: str) -> None:
        """Let a person push a change."""
        run_git(self.folder, "clone", "-q", (self.folder / "origin.git").as_uri(), "person")
        write(self.folder / "person", path, content)
        commit(self.folder / "person")
        run_git(self.folder / "person", "push", "-q")

    def log(self) -> list[str]:
        """Return who committed to the main branch, newest first."""
        return run_git(self.folder / "origin.git", "log", "--format=%an", "main").splitlines()

    def calls(self) -> int:
        """Return how many calls were made."""
        return len(self.server.calls)


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[Origin]:
    repo = make_repo(tmp_path / "pay", PAY)
    (folder := tmp_path / "ci").mkdir()
    run_git(repo, "clone", "-q", "--bare", ".", str(folder / "origin.git"))
    run_git(folder / "origin.git", "config", "receive.advertisePushOptions", "true")
    with messages_api() as server:
        yield Origin(folder, server)


def _run(script: str, checkout: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    bare = {"PATH": os.defpath, "HOME": environment["HOME"], "GIT_CONFIG_NOSYSTEM": "1", **environment}
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script], cwd=checkout, env=bare, capture_output=True, text=True, check=False
    )


def _without_install(script: str) -> str:
    """Leave out the lines that make a virtual environment: there is one, with the project from this folder."""
    kept = [line for line in script.splitlines() if "-m venv" not in line and "pip install" not in line]
    return "\n".join(kept)


def _machine(checkout: Path) -> Path:
    """Return a folder for what a fresh machine keeps outside of the checkout."""
    machine = checkout.with_name(f"{checkout.name}-machine")
    machine.mkdir()
    (machine / "venv").symlink_to(sys.prefix)
    return machine


class Job(NamedTuple):
    """A job's outcome, as CI shows it."""

    success: bool
    output: str


def _github(name: str, checkout: Path, url: str, secrets: Mapping[str, str]) -> Job:
    """Do what a runner does with a job: each step in a shell of its own, after a failure only those that say so."""
    machine = _machine(checkout)
    given = {f"secrets.{name}": value for name, value in secrets.items()} | {"github.token": "token"}
    runner = {"GITHUB_WORKSPACE": str(checkout), "RUNNER_TEMP": str(machine), "HOME": str(machine)}
    runner |= {"GITHUB_REF_NAME": "main", "ANTHROPIC_BASE_URL": url, "TOOL": "", **_texts(GITHUB["env"])}
    output, success = "", True
    for step in GITHUB["jobs"][name]["steps"]:
        if "run" not in step or not (success or step.get("if") == "${{ !cancelled() }}"):
            continue
        environment = {
            key: EXPRESSION.sub(lambda found: given.get(found[1], ""), value)
            for key, value in _texts(step.get("env", {})).items()
        }
        done = _run(_without_install(step["run"]), checkout, runner | environment)
        output += done.stdout + done.stderr
        success = success and done.returncode == 0
    return Job(success, output)


def _gitlab(name: str, checkout: Path, url: str, secrets: Mapping[str, str]) -> Job:
    machine = _machine(checkout)
    job, base = GITLAB[name], GITLAB[".design-docs"]
    runner = {"CI_PROJECT_DIR": str(checkout), "HOME": str(machine), "ANTHROPIC_BASE_URL": url}
    runner |= {"CI_COMMIT_BRANCH": "main", "CI_REPOSITORY_URL": run_git(checkout, "remote", "get-url", "origin")}
    runner |= _texts(base["variables"]) | _texts(job.get("variables", {})) | dict(secrets)
    done = _run(_without_install("\n".join(base["before_script"] + job["script"])), checkout, runner)
    return Job(done.returncode == 0, done.stdout + done.stderr)


def _texts(variables: Mapping[str, Any]) -> dict[str, str]:
    assert all(isinstance(value, str) for value in variables.values())
    return dict(variables)


SYSTEMS = pytest.mark.parametrize(
    ("system", "update", "plan"), [(_github, "update", "plan"), (_gitlab, "design-docs", "design-docs-plan")]
)
KEY = {"ANTHROPIC_API_KEY": ACCEPTED_KEY}


@SYSTEMS
def test_docs_are_pushed_once_and_again_after_a_change(system: Any, update: str, plan: str, origin: Origin) -> None:
    first = system(update, origin.checkout(), origin.server.url, KEY)
    assert first.success, first.output
    assert origin.log() == ["design-docs", "n"]
    paid = origin.calls()
    assert paid

    again = system(update, origin.checkout(), origin.server.url, KEY)
    assert again.success, again.output
    assert origin.log() == ["design-docs", "n"]
    assert origin.calls() == paid

    origin.edit("pay/order.py", PAY["pay/order.py"].replace("send(100)", "send(101)"))
    planned = system(plan, origin.checkout(), origin.server.url, {})
    assert planned.success, planned.output
    assert "Only the plan was asked for" in planned.output
    assert origin.calls() == paid
    changed = system(update, origin.checkout(), origin.server.url, KEY)
    assert changed.success, changed.output
    assert origin.log() == ["design-docs", "n", "design-docs", "n"]
    assert paid < origin.calls() <= paid + 4
    assert ACCEPTED_KEY not in first.output + again.output + planned.output + changed.output


@SYSTEMS
def test_what_was_finished_under_the_cap_is_pushed_and_the_job_fails(
    system: Any, update: str, plan: str, origin: Origin, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = next(step["env"] for _, step in STEPS if step.get("name") == "Update")
    monkeypatch.setitem(variables, "DESIGNDOC_BUDGET_USD", "0.03")
    monkeypatch.setitem(GITLAB["design-docs"]["variables"], "DESIGNDOC_BUDGET_USD", "0.03")
    job = system(update, origin.checkout(), origin.server.url, KEY)
    assert not job.success
    assert "budget exhausted at " in job.output
    assert origin.log() == ["design-docs", "n"]


@SYSTEMS
def test_a_push_that_came_in_between_is_kept(system: Any, update: str, plan: str, origin: Origin) -> None:
    checkout = origin.checkout()
    origin.edit("pay/order.py", PAY["pay/order.py"].replace("send(100)", "send(101)"))
    job = system(update, checkout, origin.server.url, {})
    assert job.success, job.output
    assert origin.log() == ["design-docs", "n", "n"]


def test_a_checkout_cannot_bring_modules_or_settings_into_the_job(origin: Origin) -> None:
    trap = "import pathlib\npathlib.Path(__file__).with_name('trapped').touch()\n"
    checkout = origin.checkout()
    for name in ("venv.py", "dagster.py", "pip.py", "designdoc_assets.py", "sitecustomize.py"):
        write(checkout, name, trap)
    write(checkout, "dagster.yaml", "run_launcher: {module: dagster, class: Nothing}\n")
    write(checkout, ".env", "DESIGNDOC_OUTPUT=/nowhere\n")
    job = _github("plan", checkout, origin.server.url, {})
    assert job.success, job.output
    assert not (checkout / "trapped").exists()
    assert not docs_of(checkout).exists()


def test_git_is_given_the_token_when_it_asks_for_it(tmp_path: Path) -> None:
    script = next(step["run"] for _, step in STEPS if step.get("name") == "Push")
    [helper] = [line for line in script.splitlines() if "credential.helper" in line]
    run_git(tmp_path, "init", "-q", "-b", "main")
    ask = f"{helper}\nprintf 'protocol=https\\nhost=github.com\\n\\n' | git credential fill"
    done = _run(ask, tmp_path, {"HOME": str(tmp_path), "GITHUB_TOKEN": "t0ken"})
    assert "username=x-access-token\npassword=t0ken\n" in done.stdout
    assert "t0ken" not in (tmp_path / ".git/config").read_text()
