"""Dagster's event log in PostgreSQL, with a connection that is kept, and batches that are one transaction.

Tables are Dagster's own, so that a database can change to this storage and back at any time. Needs the extra
`postgres`. In dagster.yaml, beside Dagster's own for runs and schedules (`deploy/dagster.postgres.yaml` has them all):

    event_log_storage:
      module: designdoc_assets.orchestration.storage.postgres
      class: PostgresEventLog
      config: {postgres_url: {env: DAGSTER_POSTGRES_URL}}
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Self

from dagster._core.events import ASSET_CHECK_EVENTS, ASSET_EVENTS
from dagster._core.storage.event_log.migration import ASSET_KEY_INDEX_COLS
from dagster._core.storage.event_log.schema import AssetKeyTable, SqlEventLogStorageTable
from dagster._serdes import ConfigurableClassData
from dagster_postgres import PostgresEventLogStorage
from dagster_postgres.auth import PgTokenProvider
from dagster_postgres.utils import create_pg_engine, get_token_provider_from_config, pg_url_from_config
from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql

from designdoc_assets.orchestration.storage.batches import Batch, BatchingEventLog

_INSERT = SqlEventLogStorageTable.insert().returning(SqlEventLogStorageTable.c.id, sort_by_parameter_order=True)


class PostgresEventLog(BatchingEventLog, PostgresEventLogStorage):
    """One table of events for all runs."""

    def __init__(
        self,
        postgres_url: str,
        should_autocreate_tables: bool = True,
        inst_data: ConfigurableClassData | None = None,
        token_provider: PgTokenProvider | None = None,
    ) -> None:
        """Connect, and make the tables if they are missing.

        Args:
            postgres_url: The database: `postgresql+psycopg2://...`, the driver that Dagster's statements are for.
            should_autocreate_tables: Whether to make tables at all.
            inst_data: How Dagster makes the same storage again.
            token_provider: Gives a password for each connection, where there is none in the URL.
        """
        self._present: set[str] = set()
        BatchingEventLog.__init__(self)
        PostgresEventLogStorage.__init__(self, postgres_url, should_autocreate_tables, inst_data, token_provider)
        # The connection is tested before each use, since the server may have been restarted.
        kept: dict[str, Any] = {"pool_size": 1, "max_overflow": -1, "pool_pre_ping": True}
        self._engine = create_pg_engine(postgres_url, token_provider, isolation_level="AUTOCOMMIT", **kept)

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> Self:
        """Return the storage that dagster.yaml configures."""
        return cls(
            inst_data=inst_data,
            postgres_url=pg_url_from_config(config_value),
            should_autocreate_tables=config_value.get("should_autocreate_tables", True),
            token_provider=get_token_provider_from_config(config_value),
        )

    def _forget(self) -> None:
        super()._forget()
        if hasattr(self, "_engine"):
            self._engine.dispose(close=False)

    def _connect(self) -> AbstractContextManager[Connection]:
        self.flush()
        return super()._connect()

    def has_table(self, table_name: str) -> bool:
        """Whether there is a table; asked only until there is."""
        if table_name not in self._present and super().has_table(table_name):
            self._present.add(table_name)
        return table_name in self._present

    def dispose(self) -> None:
        """Store the events that wait, and close all connections."""
        super().dispose()
        self.flush()
        self._engine.dispose()

    def _store(self, batch: Batch) -> None:
        rows = [self._event_to_row(event) for event in batch.events]
        if batch.attempts and self._has(rows[0]):
            return  # the connection was lost when they were committed already
        has_index_columns = self.has_secondary_index(ASSET_KEY_INDEX_COLS)
        with self.index_transaction() as connection:
            ids = connection.execute(_INSERT, rows).scalars().all()
            of_assets = [at for at, event in enumerate(batch.events) if event.dagster_event_type in ASSET_EVENTS]
            events = [batch.events[at] for at in of_assets]
            self._store_asset_event_tags(connection, events, [ids[at] for at in of_assets])
            latest = self._latest_of_assets(events, [ids[at] for at in of_assets], has_index_columns=has_index_columns)
            for key, values in latest.items():  # sorted, so that two machines never wait for each other
                connection.execute(_upsert(key, values))
        for event_id, event in zip(ids, batch.events, strict=True):
            if event.dagster_event_type in ASSET_CHECK_EVENTS:
                self.store_asset_check_event(event, event_id)

    def _has(self, row: Mapping[str, Any]) -> bool:
        table = SqlEventLogStorageTable.c
        same = table.run_id == row["run_id"], table.event == row["event"]
        with self.index_connection() as connection:
            return connection.execute(select(table.id).where(*same).limit(1)).first() is not None


def _upsert(key: str, values: Mapping[str, Any]) -> postgresql.Insert:
    insert = postgresql.insert(AssetKeyTable).values(asset_key=key, **values)
    if values:
        return insert.on_conflict_do_update(index_elements=[AssetKeyTable.c.asset_key], set_=values)
    return insert.on_conflict_do_nothing()
