"""Fixtures that all tests share."""

import gc
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from hypothesis import settings

from designdoc_tests import disks, instances, trials
from designdoc_tests.support import docs_of, document, make_repo

collect_ignore = ["cases"]
"""Code to be documented, with tests of its own."""

_SLOW = (
    *("/ui/", "/operations/", "/test_this_repository", "/deploy/", "/test_ci", "/storage/", "/test_cases"),
    *("/test_staleness", "/test_backfills", "/test_docs_tree", "/test_bad_targets", "/test_references", "/claude/"),
)
"""Where tests start servers and wait for them, and the files that take longest."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run all trials, not a sample, and what is marked `long`")


def pytest_configure(config: pytest.Config) -> None:
    # What is read once is compiled once: tests start some hundred processes, and each would compile this project.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    trials.choose(is_long=config.getoption("--long"))
    settings.register_profile("ours", max_examples=trials.trials(100, 30))
    settings.load_profile("ours")


def pytest_xdist_auto_num_workers() -> int:
    """Take a worker more than there are processors: there is always one that waits for a server."""
    return (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes long: at the end, one worker would be left alone with it."""
    if not config.getoption("--long"):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("long")])
        items[:] = [item for item in items if not item.get_closest_marker("long")]
    items.sort(key=lambda item: next((n for n, part in enumerate(_SLOW) if part in f"/{item.nodeid}"), len(_SLOW)))


def pytest_collection_finish() -> None:
    """Keep the collector of garbage off what is loaded for good: a sixth of the time would go into walking it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests off the user's cache, state and Dagster home, and off settings that the user exported."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as environment:
        for name in [*os.environ]:
            if name.startswith(("DESIGNDOC_", "ANTHROPIC_")) or name == "DAGSTER_HOME":
                environment.delenv(name)
        environment.setenv("XDG_CACHE_HOME", str(home / "cache"))
        environment.setenv("XDG_STATE_HOME", str(home / "state"))
        yield


@pytest.fixture(autouse=True, scope="session")
def quick_instances() -> Iterator[None]:
    """Make instances in memory as Dagster does, but for what takes most of the time and that no test can see."""
    with pytest.MonkeyPatch.context() as dagster:
        instances.speed_up(dagster)
        yield


@pytest.fixture(autouse=True, scope="session")
def no_waiting_for_disks() -> Iterator[None]:
    """See to it that what tests write is left to the system."""
    with pytest.MonkeyPatch.context() as system:
        disks.wait_for_none(system)
        yield


@pytest.fixture(autouse=True)
def no_key(own_folders: None) -> None:
    """See to it that no test begins with the key of another: it would call the real provider."""
    assert "ANTHROPIC_API_KEY" not in os.environ


@pytest.fixture(scope="session")
def blank_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Dagster home in which nothing happened yet. Making its databases takes longer than many a test."""
    home = tmp_path_factory.mktemp("blank")
    with instances.on_disk(home) as instance:
        instance.get_dynamic_partitions("any")
        instance.get_runs(limit=1)
    return home


@pytest.fixture
def disk_instance(blank_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dg.DagsterInstance]:
    """A Dagster instance that outlives its runs, on SQLite, with an event log of ours."""
    home = tmp_path_factory.mktemp("dagster")
    shutil.copytree(blank_home, home, dirs_exist_ok=True)
    with instances.on_disk(home, **instances.OUR_EVENT_LOG) as instance:
        yield instance


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    """A Dagster instance in memory, to which nothing is adopted."""
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


@pytest.fixture(scope="module")
def documented_files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A documented repository with the `FILES` of the module that asks for it."""
    repo = make_repo(tmp_path_factory.mktemp("documented") / "repo", request.module.FILES)
    run = document(repo)
    assert run.success, run.failure
    return repo


@pytest.fixture(scope="module")
def docs(documented_files: Path) -> Path:
    """The docs of these files."""
    return docs_of(documented_files)
