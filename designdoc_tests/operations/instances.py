"""Dagster homes: on SQLite below a folder, or on PostgreSQL, with what a deployment of several processes needs.

The event log is ours, as in `deploy/`.
"""

from pathlib import Path

import dagster as dg
from sqlalchemy import make_url

from designdoc_tests.instances import NO_OUTPUT
from designdoc_tests.storage.homes import POSTGRES, SQLITE

_PLAIN = "telemetry: {enabled: false}\n" + NO_OUTPUT


def on_sqlite(home: Path, more: str = "") -> Path:
    """Make a Dagster home, with its databases: two processes that make them at once would be Dagster's own trouble."""
    return _home(home, SQLITE + more)


def on_postgres(home: Path, url: str, more: str = "") -> Path:
    """Make a Dagster home whose storage is a database."""
    url = make_url(url).set(drivername="postgresql+psycopg2").render_as_string(hide_password=False)
    return _home(home, POSTGRES.format(url=url) + more)


def on_postgres_as_dagster_has_it(home: Path, url: str) -> Path:
    """Make a Dagster home whose storage is a database, with Dagster's own event log."""
    url = make_url(url).set(drivername="postgresql+psycopg2").render_as_string(hide_password=False)
    return _home(home, f"storage: {{postgres: {{postgres_url: '{url}'}}}}\n")


def _home(home: Path, configuration: str) -> Path:
    home.mkdir()
    (home / "dagster.yaml").write_text(_PLAIN + configuration)
    with dg.DagsterInstance.from_config(str(home)) as instance:
        instance.get_runs(limit=1)
        instance.get_dynamic_partitions("any")
        instance.all_instigator_state()
    return home
