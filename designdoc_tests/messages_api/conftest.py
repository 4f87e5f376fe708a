"""What the tests of the server share."""

import os

import pytest


@pytest.fixture(autouse=True)
def no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the SDK off keys and tokens that are set where the tests run."""
    for name in [*os.environ]:
        if name.startswith("ANTHROPIC_"):
            monkeypatch.delenv(name)
