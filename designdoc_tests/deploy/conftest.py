"""Fixtures that the tests of `deploy/` share."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import dagster as dg
import pytest
from sqlalchemy import create_engine, make_url, text

from designdoc_tests.deploy.support import DEPLOY, POSTGRES_URL
from designdoc_tests.support import PAY, make_repo


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repo(tmp_path / "pay", PAY)


@pytest.fixture
def database() -> Iterator[str]:
    """The URL of an empty database, as of the journal."""
    assert POSTGRES_URL
    schema = f"designdoc_{uuid4().hex}"
    engine = create_engine(POSTGRES_URL)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    url = make_url(POSTGRES_URL).set(drivername="postgresql")
    yield url.update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(False)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


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
