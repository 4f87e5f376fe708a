"""The PostgreSQL server that tests may use."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

POSTGRES_URL = os.environ.get("DESIGNDOC_TEST_POSTGRES_URL")
"""A database in which schemas may be made: `postgresql+psycopg://...`."""


@contextmanager
def own_schema() -> Iterator[str]:
    """Give the URL of a schema of its own, in which nothing is yet."""
    assert POSTGRES_URL
    schema = f"designdoc_{uuid4().hex}"
    engine = create_engine(POSTGRES_URL)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield make_url(POSTGRES_URL).update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(False)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()
