"""Told the same, our event logs answer what Dagster's answer, and leave the same rows."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster._core.storage.event_log.base import EventLogStorage
from dagster._core.test_utils import freeze_time
from dagster._utils.concurrency import ConcurrencyClaimStatus
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from designdoc_assets.orchestration.storage.batches import BatchingEventLog
from designdoc_tests.storage import said
from designdoc_tests.storage.answers import answers
from designdoc_tests.storage.pairs import Pair, postgres_pairs, sqlite_pairs

RUNS = ("00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000002")
ASSETS = ("class_doc", "file_summary")
GRAIN = "classes"

_run, _asset = st.sampled_from(RUNS), st.sampled_from(ASSETS)
_partition = st.sampled_from([None, "a", "b", "c"])
_version = st.sampled_from(["1", "2"])
_time = st.integers(min_value=0, max_value=50)
_statuses = [
    getattr(dg.DagsterEventType, f"RUN_{name}")
    for name in ("ENQUEUED", "STARTING", "START", "SUCCESS", "FAILURE", "CANCELING", "CANCELED")
]
_batchable = st.one_of(
    st.builds(said.materialized, _run, _time, _asset, _partition, _version),
    st.builds(said.observed, _run, _time, _asset, _partition, _version),
    st.builds(said.planned, _run, _time, _asset, _partition),
)
_event = st.one_of(
    _batchable,
    st.builds(said.entry, _run, _time, message=st.just("Read 3 files.")),
    st.builds(said.freshness, _run, _time, _asset),
    st.builds(said.check_planned, _run, _time, _asset),
    st.builds(said.checked, st.sampled_from([*RUNS, ""]), _time, _asset, passed=st.booleans()),
    st.builds(said.status, _run, _time, st.sampled_from(_statuses)),
    st.builds(said.succeeded, _run, _time),
    st.builds(said.engine, _run, _time),
)


@dataclass(frozen=True)
class Act:
    """Something that is asked of an event log."""

    method: str
    arguments: tuple[Any, ...]

    def on(self, log: EventLogStorage) -> object:
        """Return what it answers, or the error that it raises: ours may refuse what Dagster's refuses."""
        try:
            if self.method == "store_event_batch" and not isinstance(log, BatchingEventLog):
                # Dagster's own for PostgreSQL notes only the last event's asset: a batch of ours may be of several.
                return EventLogStorage.store_event_batch(log, *self.arguments)
            answer = getattr(log, self.method)(*self.arguments)
            return answer.slot_status if isinstance(answer, ConcurrencyClaimStatus) else answer
        except Exception as error:  # noqa: BLE001 - compared
            return type(error)


def _act(method: str, *arguments: Any) -> Act:
    return Act(method, arguments)


_acts = st.one_of(
    st.builds(_act, st.just("store_event"), _event),
    st.builds(_act, st.just("store_event_batch"), st.lists(_batchable, min_size=1, max_size=8)),
    st.builds(_act, st.just("wipe_asset"), st.builds(dg.AssetKey, _asset)),
    st.builds(_act, st.just("delete_events"), _run),
    st.builds(_act, st.just("add_dynamic_partitions"), st.just(GRAIN), st.lists(st.sampled_from("abc"), unique=True)),
    st.builds(_act, st.just("delete_dynamic_partition"), st.just(GRAIN), st.sampled_from("abc")),
    st.builds(_act, st.just("set_concurrency_slots"), st.just("pool"), st.integers(0, 2)),
    st.builds(_act, st.just("claim_concurrency_slot"), st.just("pool"), _run, st.just("make")),
    st.builds(_act, st.just("free_concurrency_slots_for_run"), _run),
    st.just(_act("wipe")),
)


def _compare(new_pair: Callable[[], AbstractContextManager[Pair]], trials: int) -> None:
    # What is found is shown as it is: a smaller case takes minutes to find, with databases that take a second to make.
    @settings(
        max_examples=trials,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=[Phase.generate],
    )
    @given(acts=st.lists(_acts, min_size=1, max_size=25))
    def compare(acts: list[Act]) -> None:
        with new_pair() as pair:
            for number, act in enumerate(acts):
                with freeze_time(said.BEGIN + number):  # a wipe notes when it was
                    assert act.on(pair.ours) == act.on(pair.dagsters)
            ours, dagsters = (answers(log, RUNS, ASSETS, GRAIN) for log in (pair.ours, pair.dagsters))
            assert [(name, ours[name], answer) for name, answer in dagsters.items() if ours[name] != answer] == []
            assert pair.rows()[1] == pair.rows()[0]

    compare()


@pytest.mark.parametrize("trials", [4, pytest.param(400, marks=pytest.mark.long)])
def test_on_sqlite(tmp_path: Path, trials: int) -> None:
    with sqlite_pairs(tmp_path, RUNS) as pairs:
        _compare(pairs, trials)


@pytest.mark.parametrize("trials", [2, pytest.param(200, marks=pytest.mark.long)])
def test_on_postgres(tmp_path: Path, empty_database: str, trials: int) -> None:
    with postgres_pairs(tmp_path, empty_database, RUNS) as pairs:
        _compare(pairs, trials)
