"""Runs that are killed, and runs that meet: whatever happens, the tree ends up as one quiet run would have left it."""

import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.pages.page import parse_page
from designdoc_assets.pages.regions import Region, Stray
from designdoc_assets.session.opening import open_session
from designdoc_tests.support import commit, docs_of, document, make_repo, tree_bytes, write
from designdoc_tests.trials import trials
from designdoc_tests.waiting import LIMIT_S, wait_for

_FORK = multiprocessing.get_context("fork")
_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir"}
"""Audit events of what changes files, besides opening them for it."""
_KILLS = trials(10, 4)
"""Of each scenario."""

MODULE = '"""Module {n}."""\n\n\nclass Part{n}:\n    """Part {n}."""\n\n    def run(self) -> int:\n        return {n}\n'
LARGE = MODULE + "".join(f"\n    def step_{step}(self) -> None: ...\n" for step in range(5))
"""With a class that has a page of its own."""
FILES = {
    **{f"shop/part{n}.py": LARGE.format(n=n) for n in range(2)},
    **{path: MODULE.format(n=n) for n, path in ((2, "shop/part2.py"), (3, "shop/old/part3.py"))},
}
EDITED = "packages/shop/part0.py.Part0.md"
ORPHAN = "packages/shop/part1.py.Part1.md"


def _bring_up_to_date(repo: Path) -> list[str]:
    """Do what `design_docs` does, without its events, and return what was made."""
    production = open_session({"repo": str(repo)}, force=False).production
    production.withdraw(production.plan.gone)
    made = []
    for grain in Grain:
        if grain is Grain.DOCUMENTS:
            production.settle()
        made += [str(one.planned.artifact) for one in production.make(grain, production.due(grain))]
    production.settle()
    assert production.outcomes.failures == []
    return made


def _start(action: Callable[[], object]) -> ForkProcess:
    child = _FORK.Process(target=action)
    child.start()
    return child


def _exit_codes(children: Iterable[ForkProcess]) -> list[int | None]:
    codes = []
    for child in children:
        child.join(LIMIT_S)
        codes.append(child.exitcode)
    return codes


def _before_each_change(docs: Path, act: Callable[[], None]) -> None:
    """Call `act` right before this process changes anything in a docs tree, for as long as it lives."""

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        is_change = event in _CHANGES or (event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR))
        if is_change and str(docs) in str(arguments[0]):
            act()

    sys.addaudithook(watch)


def _changes(repo: Path) -> int:
    """Run, and return how often that changed something in the docs tree."""
    count = _FORK.Value("i", 0)

    def run() -> None:
        def add() -> None:
            count.value += 1

        _before_each_change(docs_of(repo), add)
        _bring_up_to_date(repo)

    assert _exit_codes([_start(run)]) == [0]
    return count.value


def _run_and_kill(repo: Path, moment: int) -> None:
    """Run in a process that is killed right before it changes the docs tree for the `moment`-th time."""

    def run() -> None:
        left = moment

        def kill_at_the_moment() -> None:
            nonlocal left
            left -= 1
            if left < 0:
                os.kill(os.getpid(), signal.SIGKILL)

        _before_each_change(docs_of(repo), kill_at_the_moment)
        _bring_up_to_date(repo)

    assert _exit_codes([_start(run)]) == [-signal.SIGKILL]


def _pages(docs: Path) -> dict[str, bytes]:
    return {name: content for name, content in tree_bytes(docs).items() if name.endswith(".md")}


def _torn(docs: Path) -> list[str]:
    """Return the pages that are not whole."""
    torn = []
    for name, content in _pages(docs).items():
        page = parse_page(content.decode())
        regions = [piece for piece in page.pieces if isinstance(piece, Region)]
        has_strays = any(isinstance(piece, Stray) for piece in page.pieces)
        is_intact = all(region.header and (not region.edited or name == EDITED) for region in regions)
        if has_strays or not is_intact or not (regions or name == ORPHAN):
            torn.append(name)
    return torn


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository without docs."""
    return make_repo(tmp_path_factory.mktemp("new") / "shop", FILES)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A documented repository that changed since: text of people to keep, and pages to write and to remove."""
    repo = make_repo(tmp_path_factory.mktemp("changed") / "shop", FILES)
    _bring_up_to_date(repo)
    edited, orphan = docs_of(repo) / EDITED, docs_of(repo) / ORPHAN
    edited.write_text(edited.read_text().replace("Part 0.", "Part 0, as I see it.", 1))
    orphan.write_text(f"{orphan.read_text()}\nWhy we had it: history.\n")
    write(repo, "shop/part0.py", LARGE.format(n=0).replace("run(self)", "run_all(self)"))
    write(repo, "shop/part1.py", '"""Nothing left."""\n')
    (repo / "shop/old/part3.py").unlink()
    write(repo, "shop/new/part4.py", MODULE.format(n=4))
    commit(repo)
    return repo


@pytest.mark.parametrize("scenario", ["new", "changed"])
def test_a_run_after_a_kill_at_any_moment_ends_in_the_same_bytes(
    scenario: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    start: Path = request.getfixturevalue(scenario)
    quiet = Path(shutil.copytree(start, tmp_path / "quiet" / "shop"))
    changes = _changes(quiet)
    expected = tree_bytes(docs_of(quiet))
    assert _torn(docs_of(quiet)) == []
    for moment in random.Random(scenario).sample(range(changes), _KILLS):
        repo = Path(shutil.copytree(start, tmp_path / str(moment) / "shop"))
        _run_and_kill(repo, moment)
        assert _torn(docs_of(repo)) == [], f"killed before change {moment} of {changes}"
        finished = {name for name, content in _pages(docs_of(repo)).items() if content == expected.get(name)}
        before = {name: (docs_of(repo) / name).stat().st_ino for name in finished}
        _bring_up_to_date(repo)
        assert tree_bytes(docs_of(repo)) == expected, f"killed before change {moment} of {changes}"
        assert {name: (docs_of(repo) / name).stat().st_ino for name in finished} == before, "finished work is kept"
        assert _bring_up_to_date(repo) == []


def test_a_run_that_is_killed_again_and_again_ends_in_the_same_bytes(changed: Path, tmp_path: Path) -> None:
    quiet = Path(shutil.copytree(changed, tmp_path / "quiet" / "shop"))
    changes = _changes(quiet)
    repo = Path(shutil.copytree(changed, tmp_path / "shop"))
    for share in (0.4, 0.5, 0.6, 0.7):
        _run_and_kill(repo, int(_changes_left(repo, tmp_path) * share))
        assert _torn(docs_of(repo)) == []
    _bring_up_to_date(repo)
    assert tree_bytes(docs_of(repo)) == tree_bytes(docs_of(quiet))
    assert changes > _changes_left(repo, tmp_path)


def _changes_left(repo: Path, tmp_path: Path) -> int:
    copy = Path(shutil.copytree(repo, tmp_path / "left" / "shop"))
    try:
        return _changes(copy)
    finally:
        shutil.rmtree(tmp_path / "left")


@pytest.mark.parametrize("scenario", ["new", "changed"])
def test_runs_at_once_on_one_target_all_finish_and_leave_what_one_leaves(
    scenario: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    start: Path = request.getfixturevalue(scenario)
    quiet = Path(shutil.copytree(start, tmp_path / "quiet" / "shop"))
    _bring_up_to_date(quiet)
    repo = Path(shutil.copytree(start, tmp_path / "shop"))
    gate = _FORK.Barrier(3)

    def run() -> None:
        gate.wait()
        _bring_up_to_date(repo)

    assert _exit_codes([_start(run) for _ in range(3)]) == [0, 0, 0]
    assert tree_bytes(docs_of(repo)) == tree_bytes(docs_of(quiet))


# --- the real command

_COMMAND = [
    *(sys.executable, "-m", "dagster", "job", "execute"),
    *("-m", "designdoc_assets.definitions", "-j", "design_docs"),
]


def _execute(repo: Path, home: Path) -> subprocess.Popen[str]:
    """Start the job from the command line, on a Dagster instance that lasts."""
    environment = os.environ | {"DAGSTER_HOME": str(home), "DESIGNDOC_REPO": str(repo)}
    return subprocess.Popen(
        _COMMAND, env=environment, cwd=repo, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A Dagster home. Its databases are there: two processes that make them at once would be Dagster's own trouble."""
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "dagster.yaml").write_text("telemetry:\n  enabled: false\n")
    with dg.DagsterInstance.from_config(str(folder)) as instance:
        assert instance.get_runs_count() == 0
    return folder


def test_two_jobs_at_once_on_one_instance_both_succeed(changed: Path, home: Path, tmp_path: Path) -> None:
    quiet = Path(shutil.copytree(changed, tmp_path / "quiet" / "shop"))
    _bring_up_to_date(quiet)
    repo = Path(shutil.copytree(changed, tmp_path / "shop"))
    for job in [_execute(repo, home) for _ in range(2)]:
        _, errors = job.communicate(timeout=LIMIT_S)
        assert job.returncode == 0, errors
    assert tree_bytes(docs_of(repo)) == tree_bytes(docs_of(quiet))
    assert document(repo).assets == ()


def test_a_job_that_is_killed_keeps_what_it_finished_and_the_next_one_does_the_rest(home: Path, tmp_path: Path) -> None:
    files = {f"shop/part{n}.py": MODULE.format(n=n) for n in range(20)}
    repo, quiet = (make_repo(tmp_path / place / "shop", files) for place in ("killed", "quiet"))
    _bring_up_to_date(quiet)
    job = _execute(repo, home)
    wait_for(lambda: _pages(docs_of(repo)) or job.poll() is not None, "the first page", every_s=0.005)
    os.killpg(job.pid, signal.SIGKILL)
    job.communicate()
    assert job.returncode == -signal.SIGKILL
    finished = _pages(docs_of(repo))
    assert 0 < len(finished) < len(_pages(docs_of(quiet)))
    assert _torn(docs_of(repo)) == []
    with dg.DagsterInstance.from_config(str(home)) as instance:
        run = document(repo, instance)
        assert run.success, run.failure
        assert document(repo, instance).assets == ()
    assert tree_bytes(docs_of(repo)) == tree_bytes(docs_of(quiet))
