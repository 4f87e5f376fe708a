"""Fixtures that the tests of the Claude writer share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from designdoc_tests.claude.support import provider
from designdoc_tests.messages_api.server import MessagesApi


@pytest.fixture(autouse=True)
def own_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a journal of its own: an answer that another test paid for would be had without a call."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def server() -> Iterator[MessagesApi]:
    """A provider that answers plausibly."""
    with provider() as server:
        yield server
