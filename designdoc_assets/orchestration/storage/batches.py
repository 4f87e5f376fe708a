"""Stores events in batches: those of a run's artifacts by the dozen, in one transaction, if the run asked for that.

It knows no database: `sqlite` and `postgres` store the batches.
"""

import os
import threading
import weakref
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import dagster as dg
from dagster._core.storage.event_log import SqlEventLogStorage

from designdoc_assets.making.running import put_off

MOST_WAITING = 50
"""Events in a batch. With more, each event costs hardly less, and more are reported again after a kill."""
_MAY_WAIT = {
    dg.DagsterEventType.ASSET_MATERIALIZATION,
    dg.DagsterEventType.ASSET_MATERIALIZATION_PLANNED,
    dg.DagsterEventType.ASSET_OBSERVATION,
}
LONGEST_WAIT_S = 1.0
"""An event waits no longer than this, even if the run logs nothing more because it waits for a model."""


@dataclass(slots=True)
class Batch:
    """Events that are stored together.

    Attributes:
        events: The events, oldest first.
        attempts: How many attempts to store them failed.
        stored_in: The databases that have them since such an attempt, so that the next one stores nothing twice.
    """

    events: list[dg.EventLogEntry] = field(default_factory=list)
    attempts: int = 0
    stored_in: set[str] = field(default_factory=set)


class BatchingEventLog(SqlEventLogStorage):
    """An event log that stores a batch in one transaction, and collects batches within `batched`."""

    def __init__(self) -> None:
        self._forget()
        _ALL.add(self)

    def _forget(self) -> None:
        """Begin anew after a fork: waiting events, locks and connections are the parent's."""
        self._lock = threading.RLock()
        self._batch = Batch()
        self._runs: set[str] = set()
        self._timer: threading.Timer | None = None
        self._is_storing = False

    @abstractmethod
    def _store(self, batch: Batch) -> None:
        """Store events in one transaction for each database."""

    def store_event(self, event: dg.EventLogEntry) -> None:
        """Store an event; one that may wait is stored with others, a second later at the most.

        Raises:
            sqlalchemy.exc.SQLAlchemyError: It could not be stored, or those before it could not. Those are kept.
        """
        with self._lock:
            if self._may_wait(event):
                self._batch.events.append(event)
                if len(self._batch.events) >= MOST_WAITING or self._batch.attempts:
                    self.flush()
                elif self._timer is None:
                    self._start_timer()
            else:
                self.store_event_batch([event])

    def store_event_batch(self, events: Sequence[dg.EventLogEntry]) -> None:
        """Store events at once, after those that wait."""
        with self._lock:
            self.flush()
            self._store(Batch(list(events)))

    def flush(self) -> None:
        """Store the events that wait. An interrupt is raised after that, so that none is stored twice or by half."""
        if not self._batch.events:
            return
        with self._lock:
            if self._is_storing or not self._batch.events:
                return
            with put_off():
                self._stop_timer()
                self._is_storing = True
                try:
                    self._store(self._batch)
                    self._batch = Batch()
                except BaseException:
                    self._batch.attempts += 1
                    raise
                finally:
                    self._is_storing = False

    @contextmanager
    def collecting(self, run_id: str) -> Iterator[None]:
        """Collect the events of a run's artifacts; when the block is left, all are stored."""
        with self._lock:
            self._runs.add(run_id)
        try:
            yield
        finally:
            try:
                self.flush()
            finally:
                self._runs.discard(run_id)

    def _latest_of_assets(
        self, events: Sequence[dg.EventLogEntry], ids: Sequence[int], *, has_index_columns: bool
    ) -> dict[str, dict[str, Any]]:
        """Return by asset the columns that storing these events one by one would leave in its row."""
        latest: dict[tuple[str, str], tuple[int, dg.EventLogEntry]] = {}
        for event_id, event in zip(ids, events, strict=True):
            said = event.get_dagster_event()
            if said.asset_key is not None:
                # Events of a type set the same columns: the last of them is what remains.
                latest[said.asset_key.to_string(), said.event_type_value] = event_id, event
        rows: dict[str, dict[str, Any]] = {key: {} for key, _ in sorted(latest)}
        for (key, _), (event_id, event) in sorted(latest.items(), key=lambda item: item[1][0]):
            rows[key].update(self._get_asset_entry_values(event, event_id, has_index_columns))
        return rows

    def _may_wait(self, event: dg.EventLogEntry) -> bool:
        return event.run_id in self._runs and event.is_dagster_event and event.dagster_event_type in _MAY_WAIT

    def _start_timer(self) -> None:
        self._timer = threading.Timer(LONGEST_WAIT_S, self._flush_late)
        self._timer.daemon = True
        self._timer.start()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _flush_late(self) -> None:
        with self._lock:
            if self._timer is not threading.current_thread():
                return  # another was faster
            try:
                self.flush()
            except Exception:  # noqa: BLE001 - it is raised in the run: its next event is stored at once, with these
                self._start_timer()


@contextmanager
def batched(instance: dg.DagsterInstance, run_id: str) -> Iterator[None]:
    """Store the events of a run's artifacts in batches, if the instance has a storage of ours."""
    storage = instance.event_log_storage
    if isinstance(storage, BatchingEventLog):
        with storage.collecting(run_id):
            yield
    else:
        yield


_ALL: weakref.WeakSet[BatchingEventLog] = weakref.WeakSet()
_held: list[BatchingEventLog] = []


def _before_fork() -> None:
    """Wait until no thread is storing: a forked child would hold its locks, and SQLite's own, for ever."""
    _held[:] = _ALL
    for storage in _held:
        storage._lock.acquire()


def _after_fork_in_parent() -> None:
    while _held:
        _held.pop()._lock.release()


def _after_fork_in_child() -> None:
    while _held:
        _held.pop()._forget()


if hasattr(os, "register_at_fork"):  # Windows has no fork
    os.register_at_fork(before=_before_fork, after_in_parent=_after_fork_in_parent, after_in_child=_after_fork_in_child)
