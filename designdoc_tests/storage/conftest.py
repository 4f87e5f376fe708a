"""Fixtures that the tests of the event logs share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from designdoc_tests.operations.postgres import drop_database, new_database
from designdoc_tests.postgres import POSTGRES_URL
from designdoc_tests.storage.homes import DATABASES, Home, on_postgres, on_sqlite


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The URL of a PostgreSQL database that holds nothing."""
    if POSTGRES_URL is None:
        pytest.skip("needs a PostgreSQL server: set DESIGNDOC_TEST_POSTGRES_URL=postgresql+psycopg://...")
    url = new_database(POSTGRES_URL)
    yield url
    drop_database(url)


@pytest.fixture(params=DATABASES)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """A home in which nothing has happened."""
    if request.param == "sqlite":
        return on_sqlite(tmp_path / "home")
    return on_postgres(tmp_path / "home", request.getfixturevalue("empty_database"))
