"""Connections are kept, and nobody notices: not other processes, threads or forks, nor who removes files."""

import multiprocessing
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.context import ForkProcess
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.utils import make_new_run_id
from sqlalchemy import create_engine, text

from designdoc_assets.orchestration.storage.batches import MOST_WAITING, BatchingEventLog, batched
from designdoc_assets.orchestration.storage.shards import MOST_OPEN
from designdoc_tests.operations.instances import on_postgres_as_dagster_has_it
from designdoc_tests.operations.postgres import cut_connections
from designdoc_tests.storage import said
from designdoc_tests.storage.homes import DATABASES, Home, keys, log, on_postgres, on_sqlite, run
from designdoc_tests.waiting import LIMIT_S

_FORK = multiprocessing.get_context("fork")
_MADE = dg.DagsterEventType.ASSET_MATERIALIZATION
_ASSET = dg.AssetKey("class_doc")


def _forked(act: Callable[[], object]) -> ForkProcess:
    process = _FORK.Process(target=act)
    process.start()
    return process


def _ended(process: ForkProcess) -> int | None:
    process.join(LIMIT_S)
    return process.exitcode


def _made(instance: dg.DagsterInstance) -> set[str]:
    return instance.get_materialized_partitions(_ASSET)


def _open_files(home: Home) -> set[str]:
    files = {os.readlink(file) for file in Path("/proc/self/fd").iterdir() if file.is_symlink()}  # noqa: PTH115
    return {file for file in files if f"{home.folder}/history/runs/" in file and "-" not in Path(file).suffix}


def test_what_others_store_is_seen_at_once(home: Home) -> None:
    with home.instance() as one, home.instance() as other:
        for number in range(5):
            run_id = make_new_run_id()
            one.event_log_storage.store_event(said.materialized(run_id, number, "class_doc", f"of one {number}"))
            assert f"of one {number}" in _made(other)
            assert len(other.all_logs(run_id)) == 1
            other.event_log_storage.store_event(said.materialized(run_id, number, "class_doc", f"of other {number}"))
            assert f"of other {number}" in _made(one)
            assert len(one.all_logs(run_id)) == 2


def test_a_process_that_is_forked_in_a_batch_leaves_it_to_its_parent(home: Home) -> None:
    def in_child(instance: dg.DagsterInstance, run_id: str) -> None:
        instance.event_log_storage.store_event(said.materialized(run_id, 1, "class_doc", "of the child"))
        assert _made(instance) == {"of the child"}

    def act(context: dg.OpExecutionContext) -> None:
        with batched(context.instance, context.run.run_id):
            log(context, keys(3))
            assert _ended(_forked(lambda: in_child(context.instance, context.run.run_id))) == 0
            log(context, keys(3, "q"))

    with home.instance() as instance:
        result = run(instance, act)
    assert sorted(home.stored(result.run_id)) == sorted(["of the child", *keys(3), *keys(3, "q")])


def test_a_fork_while_another_thread_stores_does_not_hang(home: Home) -> None:
    """A lock that a thread held is never released in the child, where there is no such thread."""
    with home.instance() as instance:
        done = threading.Event()
        run_ids = [make_new_run_id() for _ in range(MOST_OPEN)]  # so that files are opened and closed, too

        def store() -> None:
            while not done.is_set():
                for run_id in run_ids:
                    instance.event_log_storage.store_event(said.materialized(run_id, 1, "class_doc", "a"))

        thread = threading.Thread(target=store)
        thread.start()
        try:
            for _ in range(10):
                assert _ended(_forked(lambda: _made(instance))) == 0
        finally:
            done.set()
            thread.join()
        assert _made(instance) == {"a"}


def test_threads_store_and_read_at_once(home: Home) -> None:
    run_ids = [make_new_run_id() for _ in range(4)]

    def store(instance: dg.DagsterInstance, run_id: str) -> None:
        with batched(instance, run_id):
            for number in range(3 * MOST_WAITING):
                event = said.materialized(run_id, number, "class_doc", f"{run_id} {number}")
                instance.event_log_storage.store_event(event)
                if not number % 40:
                    assert f"{run_id} {number}" in _made(instance)

    with home.instance() as instance, ThreadPoolExecutor(len(run_ids)) as threads:
        list(threads.map(lambda run_id: store(instance, run_id), run_ids))
    for run_id in run_ids:
        assert home.stored(run_id) == [f"{run_id} {number}" for number in range(3 * MOST_WAITING)]


def test_few_files_stay_open_however_many_runs_are_looked_at(tmp_path: Path) -> None:
    home = on_sqlite(tmp_path / "home")
    with home.instance() as instance:
        run_ids = [make_new_run_id() for _ in range(2 * MOST_OPEN)]
        for run_id in run_ids:
            instance.event_log_storage.store_event(said.entry(run_id, 0, message="said"))
        for run_id in run_ids:
            assert [entry.user_message for entry in instance.all_logs(run_id)] == ["said"]
        assert 0 < len(_open_files(home)) <= MOST_OPEN
    assert not _open_files(home)


def test_files_that_another_process_removed_are_made_anew(tmp_path: Path) -> None:
    """As `dagster run wipe` does, while a web server is running."""
    home = on_sqlite(tmp_path / "home")
    run_id = make_new_run_id()
    with home.instance() as instance:
        instance.event_log_storage.store_event(said.entry(run_id, 0, message="before"))
        home.dagsters().wipe()
        assert instance.all_logs(run_id) == []
        instance.event_log_storage.store_event(said.entry(run_id, 0, message="after"))
        assert [entry.user_message for entry in home.dagsters().get_logs_for_run(run_id)] == ["after"]


@pytest.fixture(params=DATABASES)
def begun(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """A home whose databases Dagster's own storage has made, and which names ours now."""
    if request.param == "sqlite":
        home = on_sqlite(tmp_path / "home", "")
        shutil.copy(Path(__file__).parents[2] / "deploy/dagster.yaml", home.folder)
        return home
    url = request.getfixturevalue("empty_database")
    on_postgres_as_dagster_has_it(tmp_path / "before", url)
    return on_postgres(tmp_path / "home", url)


def test_a_home_that_dagster_began_goes_on_with_ours_and_with_dagsters_again(begun: Home) -> None:
    run_id = make_new_run_id()
    for number in range(4):
        log_of_dagster = begun.dagsters()
        log_of_dagster.store_event(said.materialized(run_id, number, "class_doc", f"dagsters {number}"))
        log_of_dagster.dispose()
        with begun.instance() as ours:
            assert isinstance(ours.event_log_storage, BatchingEventLog)
            assert f"dagsters {number}" in _made(ours)
            ours.event_log_storage.store_event(said.materialized(run_id, number, "class_doc", f"ours {number}"))
    assert begun.stored(run_id) == [f"{whose} {number}" for number in range(4) for whose in ("dagsters", "ours")]


def test_a_server_that_was_restarted_is_connected_to_again(tmp_path: Path, empty_database: str) -> None:
    home = on_postgres(tmp_path / "home", empty_database)
    with home.instance() as instance:
        instance.event_log_storage.store_event(said.materialized("run", 0, "class_doc", "before"))
        assert cut_connections(home.url) > 0
        instance.event_log_storage.store_event(said.materialized("run", 0, "class_doc", "after"))
    assert home.stored("run") == ["before", "after"]


def test_the_connection_is_one_and_the_same(tmp_path: Path, empty_database: str) -> None:
    home = on_postgres(tmp_path / "home", empty_database)
    sessions = text(
        "SELECT sessions + (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) "
        "FROM pg_stat_database WHERE datname = current_database()"
    )
    engine = create_engine(home.url)
    with home.instance() as instance, engine.connect() as connection:
        instance.event_log_storage.store_event(said.materialized("run", 0, "class_doc", "a"))
        before = connection.execute(sessions).scalar_one()
        for number in range(20):
            instance.event_log_storage.store_event(said.materialized("run", number, "class_doc", "a"))
        connection.rollback()
        assert connection.execute(sessions).scalar_one() == before
    engine.dispose()


@pytest.mark.parametrize("module", ["sqlite", "postgres"])
def test_a_web_server_that_names_it_loads_no_more_of_us(module: str) -> None:
    program = (
        f"import sys, designdoc_assets.orchestration.storage.{module}\n"
        "print(*sorted(name for name in sys.modules if name.startswith('designdoc_assets')))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
    parts = {"batches", module} | ({"shards"} if module == "sqlite" else set())
    room = "designdoc_assets.orchestration"
    packages = {"designdoc_assets", "designdoc_assets.making", room, f"{room}.storage"}
    assert set(loaded) == packages | {"designdoc_assets.making.running"} | {f"{room}.storage.{part}" for part in parts}


def test_who_watches_a_run_sees_each_event_as_it_is_stored(home: Home) -> None:
    """As the page of a run does: in the web server's process, while another one stores."""
    run_id = make_new_run_id()
    seen: list[str] = []
    all_seen = threading.Event()

    def see(event: dg.EventLogEntry, _: str) -> None:
        seen.append(event.user_message)
        if len(seen) == 3:
            all_seen.set()

    def store() -> None:
        with home.instance() as instance:
            for number in range(3):
                instance.event_log_storage.store_event(said.entry(run_id, number, message=str(number)))
            assert all_seen_in_parent.wait(LIMIT_S)

    all_seen_in_parent = _FORK.Event()
    with home.instance() as watching:
        assert watching.all_logs(run_id) == []
        watching.watch_event_logs(run_id, None, see)
        process = _forked(store)
        try:
            assert all_seen.wait(LIMIT_S), seen  # while the other process has its connection open
        finally:
            all_seen_in_parent.set()
        assert _ended(process) == 0
        watching.end_watch_event_logs(run_id, see)
    assert seen == ["0", "1", "2"]
