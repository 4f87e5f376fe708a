"""The databases that tests of several processes run on."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

POSTGRES_URL = os.environ.get("DESIGNDOC_TEST_POSTGRES_URL")
"""A database in which schemas may be made: `postgresql+psycopg://...`."""


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRES_URL else ["sqlite"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a journal that is not there yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/new/folder/journal.db"
        return
    assert POSTGRES_URL
    schema = f"designdoc_{uuid4().hex}"
    engine = create_engine(POSTGRES_URL)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield make_url(POSTGRES_URL).update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(False)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()
