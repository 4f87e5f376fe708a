"""The databases that tests of several processes run on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from designdoc_tests.postgres import POSTGRES_URL, own_schema


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRES_URL else ["sqlite"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a journal that is not there yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/new/folder/journal.db"
        return
    with own_schema() as url:
        yield url
