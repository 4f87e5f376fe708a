"""Fixtures that the tests of the Claude writer share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from designdoc_tests.claude.support import provider, written_by_claude
from designdoc_tests.messages_api.server import MessagesApi
from designdoc_tests.support import run_git


@pytest.fixture(autouse=True)
def own_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a journal of its own: an answer that another test paid for would be had without a call."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def server() -> Iterator[MessagesApi]:
    """A provider that answers plausibly."""
    with provider() as server:
        yield server


@pytest.fixture(scope="module")
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of the module's `FILES` with docs that Claude wrote, committed."""
    return written_by_claude(tmp_path_factory.mktemp("written"), request.module.FILES)


@pytest.fixture
def clone(written: Path, tmp_path: Path) -> Path:
    """The same on a machine that knows nothing of it: no journal, no Dagster, another path."""
    run_git(tmp_path, "clone", "-q", str(written), "elsewhere")
    return tmp_path / "elsewhere"
