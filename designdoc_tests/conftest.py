"""Fixtures that all tests share."""

import os

import pytest


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep tests off the user's cache, state and Dagster home, and off settings that the user exported."""
    home = tmp_path_factory.mktemp("home")
    for name in [*os.environ]:
        if name.startswith("DESIGNDOC_") or name == "DAGSTER_HOME":
            monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
