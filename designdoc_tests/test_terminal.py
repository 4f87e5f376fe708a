"""What a person sees who runs the job: in a terminal, and where lines are recorded, from the first line to the last."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from designdoc_tests.messages_api.process import ServerProcess, messages_api_process
from designdoc_tests.messages_api.provider import ACCEPTED_KEY
from designdoc_tests.screen import INTERRUPT, Shown, on_terminal
from designdoc_tests.support import PAY, docs_of, make_repo
from designdoc_tests.waiting import LIMIT_S

BIN = Path(sys.executable).parent
ROOT = Path(__file__).parents[1]
JOB = (BIN / "dagster", "job", "execute", "-m", "designdoc_assets.definitions", "-j", "design_docs")
LINE = re.compile(r"\d\d:\d\d:\d\d (?:DEBUG|INFO|WARNING|ERROR) ")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repo(tmp_path / "pay", PAY)


@pytest.fixture
def environment(tmp_path: Path, repo: Path) -> dict[str, str]:
    """That of a person who never ran the job, and did what README says."""
    (home := tmp_path / "home").mkdir()
    commands = (ROOT / "README.md").read_text()
    exported = re.search(r"^export (PYTHONWARNINGS)=(\S+)", commands, re.MULTILINE)
    assert exported, "README says how to keep Dagster's own warnings away"
    return {
        "PATH": f"{BIN}{os.pathsep}{os.defpath}",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "DESIGNDOC_REPO": str(repo),
        exported[1]: exported[2],
    }


def _in_terminal(cwd: Path, environment: dict[str, str], **options: object) -> Shown:
    return on_terminal(JOB, cwd, environment, **options)  # type: ignore[arg-type]


def _recorded(cwd: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(JOB, cwd=cwd, env=environment, capture_output=True, text=True, timeout=LIMIT_S, check=False)


def _said(lines: list[str]) -> list[str]:
    """Return the lines of the log without the time, and without what its messages say in further lines."""
    return [LINE.sub("", line) for line in lines if LINE.match(line)]


def test_the_first_line_is_ours_and_the_last_says_where_to_begin_reading(
    repo: Path, environment: dict[str, str]
) -> None:
    done = _recorded(ROOT, environment)
    assert done.returncode == 0, done.stderr
    lines = done.stderr.splitlines()
    assert lines[0].endswith("Read pay: 3 files to document, 0 test files, 0 not read.")
    assert lines[-1] == f"Begin reading: {docs_of(repo) / 'README.md'}"
    assert re.search(r"Done in \S+ s: 18 made\.$", done.stderr, re.MULTILINE)
    assert done.stdout == ""
    assert "\x1b" not in done.stderr and "\r" not in done.stderr
    assert len(set(_said(lines))) == len(_said(lines)), "each line is shown once"


def test_partitions_are_mentioned_only_where_an_instance_keeps_them(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    assert "Partitions:" not in _recorded(ROOT, environment).stderr
    (home := tmp_path / "dagster").mkdir()
    shutil.copy(ROOT / "deploy/dagster.yaml", home)
    kept = _recorded(tmp_path, environment | {"DAGSTER_HOME": str(home)})
    assert kept.returncode == 0, kept.stderr
    assert "Partitions: 14 added, 0 removed." in kept.stderr
    assert kept.stderr.splitlines()[-1].startswith("Begin reading: "), "nothing is lost of what Dagster captures"
    assert LINE.match(kept.stderr), "neither telemetry nor a welcome stand before"


@pytest.mark.parametrize("columns", [100, 30])
def test_on_a_terminal_a_bar_goes_along_and_is_gone_in_the_end(
    columns: int, repo: Path, environment: dict[str, str]
) -> None:
    shown = _in_terminal(ROOT, environment, columns=columns)
    assert shown.exit_code == 0, shown.lines
    assert shown.has_bar
    assert "\x1b[?25l" not in shown.sent, "a cursor that is hidden stays so when the process is killed"
    *lines, last = [line for line in shown.lines if line]
    assert last == f"Begin reading: {docs_of(repo) / 'README.md'}"
    assert _said(lines)[0].endswith("0 not read.")
    assert all(LINE.match(line) or line.split()[0] in {"kind", *_KINDS} for line in lines), lines
    assert not any("so far" in line for line in lines), "lines are for where there is no bar"


_KINDS = {
    "file_summary",
    "class_doc",
    "class_diagram",
    "package_readme",
    "package_diagram",
    "dependency_report",
    "document",
}


@pytest.mark.parametrize(
    "setting",
    [pytest.param({"TERM": "dumb"}, id="dumb", marks=pytest.mark.long), pytest.param({"CI": "true"}, id="ci")],
)
def test_where_a_bar_would_be_recorded_line_by_line_there_is_none(
    setting: dict[str, str], environment: dict[str, str]
) -> None:
    shown = _in_terminal(ROOT, environment | setting)
    assert shown.exit_code == 0
    assert "\x1b" not in shown.sent
    assert [line for line in shown.lines if line][-1].startswith("Begin reading: ")


def test_without_colours_the_bar_has_none(environment: dict[str, str]) -> None:
    shown = _in_terminal(ROOT, environment | {"NO_COLOR": "1"})
    assert shown.has_bar
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m|\x1b\[9[0-7]m|\x1b\[38;", shown.sent)


@pytest.fixture
def hanging(tmp_path: Path) -> Iterator[ServerProcess]:
    """A provider that takes a minute for each answer."""
    with messages_api_process(tmp_path, "--latency", "60") as server:
        yield server


def test_ctrl_c_ends_a_run_that_waits_for_a_model_with_a_sentence_and_a_terminal_in_order(
    hanging: ServerProcess, environment: dict[str, str]
) -> None:
    with_key = environment | {"ANTHROPIC_API_KEY": ACCEPTED_KEY, "ANTHROPIC_BASE_URL": hanging.url}
    shown = _in_terminal(
        ROOT, with_key, key=INTERRUPT, key_when=lambda sent: "in flight" in sent and "class_doc 0 of 3" in sent
    )
    assert shown.exit_code == 1, shown.lines
    *_, interrupted, run = [line for line in shown.lines if line]
    assert interrupted.endswith("ERROR   Interrupted. What is finished is kept: run again, and the rest is made.")
    assert run.startswith("Error: Run ")
    assert not any("class_doc 0 of 3" in line for line in shown.lines)
    assert "designdoc_assets/" not in shown.sent, "no stack of ours"


_INTERRUPTED_IN_A_CLASS = """
import os, signal, sys

class Interrupting:
    def __set_name__(self, owner, name):
        os.kill(os.getpid(), signal.SIGINT)

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "anthropic.types":
            type("Interrupted", (), {"attribute": Interrupting()})

sys.meta_path.insert(0, Finder())
"""
"""Python 3.11 makes a `RuntimeError` of whatever is raised in `__set_name__`, as while models of the SDK are loaded."""


def test_ctrl_c_while_the_sdk_is_loaded_ends_a_run_with_the_same_sentence(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "sitecustomize.py").write_text(_INTERRUPTED_IN_A_CLASS)
    done = _recorded(ROOT, environment | {"ANTHROPIC_API_KEY": ACCEPTED_KEY, "PYTHONPATH": str(tmp_path)})
    assert done.returncode == 1
    *_, interrupted, run = done.stderr.splitlines()
    assert interrupted.endswith("ERROR   Interrupted. What is finished is kept: run again, and the rest is made.")
    assert run.startswith("Error: Run ")
    assert "Traceback" not in done.stderr and "Stack Trace" not in done.stderr


def test_a_run_of_assets_draws_no_bar_over_the_lines_of_dagsters_own_console(environment: dict[str, str]) -> None:
    command = (BIN / "dagster", "asset", "materialize", "-m", "designdoc_assets.definitions", "--select")
    shown = on_terminal((*command, "repo_snapshot"), ROOT, environment)
    assert shown.exit_code == 0, shown.lines
    assert "RUN_SUCCESS" in shown.sent
    assert not shown.has_bar
