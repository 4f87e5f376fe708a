"""Within `batched`, materializations of the run wait for each other: never for long, never lost, never stored twice."""

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import dagster as dg
import pytest
from dagster._core.errors import DagsterExecutionInterruptedError
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from designdoc_assets.orchestration.storage.batches import LONGEST_WAIT_S, MOST_WAITING, batched
from designdoc_tests.storage.homes import Home, keys, log, on_sqlite, run
from designdoc_tests.waiting import LIMIT_S, wait_for

_FORK = multiprocessing.get_context("fork")


def test_fifty_are_stored_together(home: Home) -> None:
    def act(context: dg.OpExecutionContext) -> None:
        stored = partial(home.stored, context.run.run_id)
        with batched(context.instance, context.run.run_id):
            begun = time.monotonic()
            log(context, keys(MOST_WAITING - 1))
            before = stored()
            assert before == [] or time.monotonic() - begun > LONGEST_WAIT_S  # on a machine that is very busy
            log(context, ["last"])
            assert stored() == [*keys(MOST_WAITING - 1), "last"]

    with home.instance() as instance:
        run(instance, act)


def test_what_waits_is_stored_a_second_later_though_the_run_logs_nothing_more(home: Home) -> None:
    def act(context: dg.OpExecutionContext) -> None:
        with batched(context.instance, context.run.run_id):
            for more in range(1, 3):  # the first time is no exception
                log(context, [str(more)])
                wait_for(lambda: len(home.stored(context.run.run_id)) == more, f"{more} stored")  # noqa: B023 - it is waited for here

    with home.instance() as instance:
        run(instance, act)


def test_every_other_event_is_stored_at_once_and_in_order(home: Home) -> None:
    check = dg.AssetCheckEvaluation(asset_key=dg.AssetKey("class_doc"), check_name="links", passed=True, metadata={})

    def act(context: dg.OpExecutionContext) -> None:
        with batched(context.instance, context.run.run_id):
            log(context, keys(2))
            context.log.info("between")
            assert home.stored(context.run.run_id) == keys(2)
            log(context, keys(2, "q"))
            context.log_event(check)  # type: ignore[arg-type] # Dagster takes it; its annotation does not say so
            assert home.stored(context.run.run_id) == [*keys(2), *keys(2, "q")]

    with home.instance() as instance:
        result = run(instance, act)
        logged = instance.all_logs(result.run_id)
    said = [
        entry.get_dagster_event().partition if entry.is_dagster_event else entry.user_message
        for entry in logged
        if not entry.is_dagster_event or entry.get_dagster_event().is_step_materialization
    ]
    assert said == [*keys(2), "between", *keys(2, "q")]


@pytest.mark.parametrize(
    "read",
    [
        lambda instance, run_id: len(instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION)),
        lambda instance, _: len(instance.fetch_materializations(dg.AssetKey("class_doc"), limit=10).records),
        lambda instance, _: len(instance.get_materialized_partitions(dg.AssetKey("class_doc"))),
    ],
)
def test_who_reads_through_the_same_instance_sees_what_waits(
    home: Home, read: Callable[[dg.DagsterInstance, str], int]
) -> None:
    def act(context: dg.OpExecutionContext) -> None:
        with batched(context.instance, context.run.run_id):
            log(context, keys(3))
            assert read(context.instance, context.run.run_id) == 3

    with home.instance() as instance:
        run(instance, act)


@pytest.mark.parametrize("error", [RuntimeError, DagsterExecutionInterruptedError, KeyboardInterrupt])
def test_all_is_stored_at_the_end_whatever_ends_it(home: Home, error: type[BaseException]) -> None:
    seen: list[str] = []

    def act(context: dg.OpExecutionContext) -> None:
        try:
            with batched(context.instance, context.run.run_id):
                log(context, keys(3))
                raise error
        finally:
            seen.extend(home.stored(context.run.run_id))

    with home.instance() as instance, pytest.raises(error):
        run(instance, act)
    assert seen == keys(3)


def test_what_does_not_ask_for_it_is_stored_at_once(home: Home) -> None:
    def other(context: dg.OpExecutionContext) -> None:
        for key in keys(3):
            log(context, [key])
            assert home.stored(context.run.run_id)[-1] == key

    def act(context: dg.OpExecutionContext) -> None:
        with batched(context.instance, context.run.run_id):
            log(context, keys(1))
            run(context.instance, other)
        log(context, ["after"])
        assert home.stored(context.run.run_id) == [*keys(1), "after"]

    with home.instance() as instance:
        run(instance, act)


@pytest.mark.parametrize("configuration", ["", "storage: {sqlite: {base_dir: {env: DAGSTER_HOME}}}\n"])
def test_with_another_storage_it_does_nothing(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, configuration: str
) -> None:
    folder = tmp_path_factory.mktemp("other") / "home"
    monkeypatch.setenv("DAGSTER_HOME", str(folder))
    home = on_sqlite(folder, configuration)

    def act(context: dg.OpExecutionContext) -> None:
        with batched(context.instance, context.run.run_id):
            log(context, keys(1))
            assert len(context.instance.all_logs(context.run.run_id, of_type=_MADE)) == 1

    with home.instance() as instance:
        run(instance, act)
    with dg.DagsterInstance.ephemeral() as instance:
        run(instance, act)


_MADE = dg.DagsterEventType.ASSET_MATERIALIZATION


@contextmanager
def _broken(home: Home, shard: str) -> Iterator[None]:
    """Let a table be missing for a while, of a file or of the database."""
    engine = create_engine(home.url or f"sqlite:///{home.folder}/history/runs/{shard}.db")
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE event_logs RENAME TO away"))
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE away RENAME TO event_logs"))
        engine.dispose()


@pytest.mark.parametrize("broken", ["index", "of the run"])
def test_a_storage_that_fails_is_noticed_by_the_run_and_nothing_is_lost_or_stored_twice(
    home: Home, broken: str
) -> None:
    def act(context: dg.OpExecutionContext) -> None:
        with batched(context.instance, context.run.run_id):
            log(context, keys(MOST_WAITING - 1))
            with (
                _broken(home, "index" if broken == "index" else context.run.run_id),
                pytest.raises(SQLAlchemyError, match="event_logs"),
            ):
                log(context, ["last"])
            assert home.stored(context.run.run_id) == []

    with home.instance() as instance:
        result = run(instance, act)
    assert home.stored(result.run_id) == [*keys(MOST_WAITING - 1), "last"]


def test_a_storage_that_fails_while_the_run_is_silent_is_noticed_with_its_next_event(home: Home) -> None:
    def act(context: dg.OpExecutionContext) -> None:
        with batched(context.instance, context.run.run_id):
            log(context, keys(1))
            with _broken(home, "index"), pytest.raises(SQLAlchemyError, match="event_logs"):
                for number in range(1, MOST_WAITING - 1):
                    log(context, [f"{number}"])
                    time.sleep(2 * LONGEST_WAIT_S / MOST_WAITING)

    with home.instance() as instance:
        result = run(instance, act)
    stored = home.stored(result.run_id)
    assert stored == [*keys(1), *map(str, range(1, len(stored)))]
    assert 1 < len(stored) < MOST_WAITING


@pytest.mark.parametrize("count", [3, pytest.param(60, marks=pytest.mark.long)])
def test_an_interrupt_at_any_moment_loses_nothing_that_was_stored_and_stores_nothing_twice(
    home: Home, count: int
) -> None:
    """As when a run is terminated: Dagster raises it in the middle of whatever the run does."""
    for seed in range(count):
        receiver, sender = _FORK.Pipe(duplex=False)

        def act(context: dg.OpExecutionContext) -> None:
            sender.send(context.run.run_id)  # noqa: B023 - called within this turn
            with batched(context.instance, context.run.run_id):
                log(context, keys(100_000))

        def child() -> None:
            with home.instance() as instance:
                run(instance, act, raises=False)

        process = _FORK.Process(target=child)
        process.start()
        assert receiver.poll(LIMIT_S)
        run_id = receiver.recv()
        time.sleep(random.Random(seed).uniform(0, 0.5))
        assert process.pid
        os.kill(process.pid, signal.SIGINT)
        process.join(LIMIT_S)
        assert process.exitcode is not None
        stored = home.stored(run_id)
        assert stored == keys(100_000)[: len(stored)]
        assert not [key for key, times in Counter(stored).items() if times > 1]
