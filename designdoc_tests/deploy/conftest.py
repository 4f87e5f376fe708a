"""Fixtures that the tests of `deploy/` share."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
from sqlalchemy import make_url

from designdoc_tests.deploy.support import DEPLOY
from designdoc_tests.postgres import own_schema
from designdoc_tests.support import PAY, make_repo


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repo(tmp_path / "pay", PAY)


@pytest.fixture
def database() -> Iterator[str]:
    """The URL of an empty database, as of the journal."""
    with own_schema() as url:
        yield make_url(url).set(drivername="postgresql").render_as_string(False)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A Dagster home with the configuration of `deploy/dagster.postgres.yaml`."""
    (home := tmp_path / "dagster").mkdir()
    shutil.copy(DEPLOY / "dagster.postgres.yaml", home / "dagster.yaml")
    return home


@pytest.fixture
def postgres_instance(home: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[dg.DagsterInstance]:
    """The instance of that home, on an empty database."""
    monkeypatch.setenv("DAGSTER_POSTGRES_URL", database.replace("postgresql://", "postgresql+psycopg2://", 1))
    with dg.DagsterInstance.from_config(str(home)) as instance:
        yield instance
