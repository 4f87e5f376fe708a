"""Dagster's event log in SQLite files, with connections that are kept, and batches that are one transaction.

Tables and files are Dagster's own, so that a home can change to this storage and back at any time. In dagster.yaml:

    event_log_storage:
      module: designdoc_assets.orchestration.storage.sqlite
      class: SqliteEventLog
"""

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, Self

import dagster as dg
import sqlalchemy as db
from dagster._core.events import ASSET_CHECK_EVENTS, ASSET_EVENTS, EVENT_TYPE_TO_PIPELINE_RUN_STATUS
from dagster._core.storage.event_log import SqliteEventLogStorage
from dagster._core.storage.event_log.schema import AssetKeyTable, SqlEventLogStorageTable
from dagster._serdes import ConfigurableClassData
from sqlalchemy.engine import Connection

from designdoc_assets.orchestration.storage.batches import Batch, BatchingEventLog
from designdoc_assets.orchestration.storage.shards import Shards

_IN_INDEX = ASSET_EVENTS | ASSET_CHECK_EVENTS | set(EVENT_TYPE_TO_PIPELINE_RUN_STATUS)
"""Types of events that are queried over all runs, and so are in the index as well as in the run's own file."""


class SqliteEventLog(BatchingEventLog, SqliteEventLogStorage):
    """A file for each run, and an index over all of them."""

    def __init__(self, base_dir: str | None = None, inst_data: ConfigurableClassData | None = None) -> None:
        """Prepare the files.

        Args:
            base_dir: Their folder; by default where Dagster keeps them, `history/runs` in the home of the instance.
            inst_data: How Dagster makes the same storage again.
        """
        self._shards = Shards(self._initdb)
        self._in_use: dict[str, Connection] = {}
        self._present: set[str] = set()
        self._inst_data = inst_data
        BatchingEventLog.__init__(self)
        if base_dir is not None:
            SqliteEventLogStorage.__init__(self, base_dir, inst_data)

    def register_instance(self, instance: dg.DagsterInstance) -> None:
        """Take the instance that this is the storage of, in whose home the files are."""
        if not hasattr(self, "_base_dir"):
            folder = Path(instance.root_directory) / "history" / "runs"
            SqliteEventLogStorage.__init__(self, str(folder), self._inst_data)
        super().register_instance(instance)

    @classmethod
    def config_type(cls) -> dict[str, Any]:
        """Return the schema of `config` in dagster.yaml."""
        return {"base_dir": dg.Field(dg.StringSource, is_required=False)}

    @classmethod
    def from_config_value(cls, inst_data: ConfigurableClassData | None, config_value: Mapping[str, Any]) -> Self:
        """Return the storage that dagster.yaml describes."""
        return cls(inst_data=inst_data, **config_value)

    def _forget(self) -> None:
        super()._forget()
        self._shards.leave_behind()
        self._in_use = {}

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        """Yield a connection in a transaction; that of a caller further up, if it has the same file in use."""
        with self._lock:
            if shard in self._in_use:
                yield self._in_use[shard]
                return
            if not self._in_use:
                self.flush()
            with self._shards.engine(Path(self.path_for_shard(shard))).begin() as connection:
                try:
                    self._in_use[shard] = connection
                    yield connection
                finally:
                    self._in_use.pop(shard, None)  # an interrupt may come before it is there
            if not self._in_use:
                self._shards.shrink()

    def has_table(self, table_name: str) -> bool:
        """Whether the index has a table; asked only until it has."""
        if table_name not in self._present:
            with self.index_connection() as connection:
                if not db.inspect(connection).has_table(table_name):
                    return False
            self._present.add(table_name)
        return True

    def _has_asset_key_col_on_connection(self, conn: Connection, column_name: str) -> bool:
        column = f"{AssetKeyTable.name}.{column_name}"
        if column not in self._present:
            if not super()._has_asset_key_col_on_connection(conn, column_name):
                return False
            self._present.add(column)
        return True

    def _store(self, batch: Batch) -> None:
        rows = [self._event_to_row(event) for event in batch.events]
        indexed = [at for at, event in enumerate(batch.events) if event.dagster_event_type in _IN_INDEX]
        in_index: AbstractContextManager[Any] = nullcontext()
        if indexed:
            in_index = self._indexed([batch.events[at] for at in indexed], [rows[at] for at in indexed])
        with in_index:  # it is committed last, so that what waited for it in vain has stored nothing
            of_runs = defaultdict(list)
            for row in rows:
                of_runs[row["run_id"]].append(row)
            for run, rows_of_run in of_runs.items():
                if run not in batch.stored_in:
                    with self.run_connection(run) as connection:
                        connection.execute(SqlEventLogStorageTable.insert(), rows_of_run)
                    batch.stored_in.add(run)
                    # A commit changes the write-ahead log beside the file, but a run's watcher looks at the file alone.
                    with suppress(FileNotFoundError):  # another process has removed all events just now
                        os.utime(self.path_for_shard(run))

    @contextmanager
    def _indexed(self, events: Sequence[dg.EventLogEntry], rows: Sequence[dict[str, Any]]) -> Iterator[None]:
        with self.index_connection() as connection:
            connection.execute(SqlEventLogStorageTable.insert(), rows)
            # No other transaction writes meanwhile, so that the ids follow each other.
            last = connection.exec_driver_sql("SELECT last_insert_rowid()").scalar_one()
            ids = range(last - len(rows) + 1, last + 1)
            of_assets = [at for at, event in enumerate(events) if event.dagster_event_type in ASSET_EVENTS]
            self._store_of_assets(connection, [events[at] for at in of_assets], [ids[at] for at in of_assets])
            for event_id, event in zip(ids, events, strict=True):
                if event.dagster_event_type in ASSET_CHECK_EVENTS:
                    self.store_asset_check_event(event, event_id)
            yield

    def _store_of_assets(self, connection: Connection, events: Sequence[dg.EventLogEntry], ids: Sequence[int]) -> None:
        self._store_asset_event_tags(connection, events, ids)
        has_index_columns = self._has_asset_key_index_cols_on_connection(connection)
        for key, values in self._latest_of_assets(events, ids, has_index_columns=has_index_columns).items():
            update = AssetKeyTable.update().where(AssetKeyTable.c.asset_key == key).values(values)
            if values and not connection.execute(update).rowcount:
                connection.execute(AssetKeyTable.insert().values(asset_key=key, **values))

    def upgrade(self) -> None:
        """Bring all files to Dagster's newest format."""
        super().upgrade()
        self.close()

    def wipe(self) -> None:
        """Remove all events, and the files of runs."""
        with self._lock:
            self.close()
            super().wipe()

    def close(self) -> None:
        """Store the events that wait, and close all files, which are opened again when they are needed."""
        with self._lock:
            self.flush()
            self._shards.close_all()
            self._present.clear()

    def dispose(self) -> None:
        """Close all files, and end what watches them."""
        super().dispose()
        self.close()
