"""Fixtures that all tests share."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

_LONG = ("/ui/", "/operations/", "/deploy/", "/test_ci", "/test_backfills", "/test_objects")
"""Where tests start servers and wait for them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: at the end, one worker would be left alone with it."""
    items.sort(key=lambda item: not any(part in f"/{item.nodeid}" for part in _LONG))


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


@pytest.fixture(autouse=True)
def no_key(own_folders: None) -> None:
    """See to it that no test begins with the key of another: it would call the real provider."""
    assert "ANTHROPIC_API_KEY" not in os.environ


@pytest.fixture(scope="session")
def blank_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Dagster home in which nothing happened yet. Making its databases takes longer than many a test."""
    home = tmp_path_factory.mktemp("blank")
    with _instance(home) as instance:
        instance.get_dynamic_partitions("any")
        instance.get_runs(limit=1)
    return home


@pytest.fixture
def disk_instance(blank_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dg.DagsterInstance]:
    """A Dagster instance that outlives its runs, on SQLite: some 15 ms for each event."""
    home = tmp_path_factory.mktemp("dagster")
    shutil.copytree(blank_home, home, dirs_exist_ok=True)
    with _instance(home) as instance:
        yield instance


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    """A Dagster instance in memory, to which nothing is adopted."""
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def _instance(home: Path) -> dg.DagsterInstance:
    return dg.DagsterInstance.local_temp(str(home), {"telemetry": {"enabled": False}})
