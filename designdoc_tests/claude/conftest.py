"""Fixtures that the tests of the Claude writer share."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a journal of its own: an answer that another test paid for would be had without a call."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
