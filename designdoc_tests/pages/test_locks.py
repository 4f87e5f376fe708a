"""Locks and notes, in files and in a database: threads, processes, kills."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from designdoc_assets.pages.errors import LockError
from designdoc_assets.pages.locks.database import DatabaseLocks
from designdoc_assets.pages.stores.folder import FolderStore
from designdoc_assets.pages.tree import DocsTree
from designdoc_assets.spending.database import Database
from designdoc_tests.pages.conftest import IMPATIENT_S, PATIENT_S, MakeLocks
from designdoc_tests.postgres import POSTGRES_URL, own_schema
from designdoc_tests.waiting import LIMIT_S

_FORK = multiprocessing.get_context("fork")
_PAGE = "a.md"


def _in_processes(work: Callable[..., None], *arguments: object, count: int = 3) -> None:
    children = [_FORK.Process(target=work, args=arguments) for _ in range(count)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    assert [child.exitcode for child in children] == [0] * count


def _add_one(page: str | None) -> str:
    return str(int(page or 0) + 1)


# --- locks


def _count_on_page(folder: Path, make_locks: MakeLocks) -> None:
    tree = DocsTree(FolderStore(folder / "docs"), make_locks(PATIENT_S))
    for _ in range(30):
        tree.update_text(_PAGE, _add_one)


def test_processes_that_write_one_page_lose_nothing(tmp_path: Path, make_locks: MakeLocks) -> None:
    _in_processes(_count_on_page, tmp_path, make_locks)
    assert (tmp_path / "docs" / _PAGE).read_text() == "90"


def test_many_threads_of_one_process_publish_without_waiting_for_each_other_for_ever(
    tmp_path: Path, make_locks: MakeLocks
) -> None:
    locks = make_locks(PATIENT_S)
    locks.write_note("turn", "mine")
    tree = DocsTree(FolderStore(tmp_path / "docs"), locks)

    def publish(number: int) -> str | None:
        found = None

        def change(_: str | None) -> str:
            nonlocal found
            found = locks.note("turn")
            return "x"

        tree.update_text(f"{number}.md", change)
        return found

    with ThreadPoolExecutor(32) as pool:
        assert set(pool.map(publish, range(200))) == {"mine"}
    assert len(list(tree.pages())) == 200


def test_a_lock_that_is_held_too_long_is_a_clear_error_and_the_page_is_left(
    tmp_path: Path, make_locks: MakeLocks
) -> None:
    store = FolderStore(tmp_path / "docs")
    impatient = DocsTree(store, make_locks(IMPATIENT_S))
    location = store.locate(_PAGE)
    assert location
    with (
        make_locks(PATIENT_S).hold(location.address),
        ThreadPoolExecutor(1) as other,
        pytest.raises(LockError, match=r"has held .*page lock .* for 0\.05 s.* Wait for that run"),
    ):
        other.submit(impatient.update_text, _PAGE, lambda _: "x").result()
    assert not (tmp_path / "docs").exists()
    assert impatient.update_text(_PAGE, lambda _: "x")


def test_waiting_for_holders_waits_for_each_lock_that_is_held(make_locks: MakeLocks) -> None:
    impatient = make_locks(IMPATIENT_S)
    with (
        make_locks(PATIENT_S).hold("any"),
        ThreadPoolExecutor(1) as other,
        pytest.raises(LockError),
    ):
        other.submit(impatient.wait_for_holders).result()
    make_locks(PATIENT_S).wait_for_holders()


def _hold_for_ever(make_locks: MakeLocks, held: Event) -> None:
    with make_locks(PATIENT_S).hold("page"):
        held.set()
        signal.pause()


def test_a_killed_process_frees_its_locks_at_once(make_locks: MakeLocks) -> None:
    held = _FORK.Event()
    child = _FORK.Process(target=_hold_for_ever, args=(make_locks, held))
    child.start()
    assert held.wait(LIMIT_S)
    with pytest.raises(LockError), make_locks(IMPATIENT_S).hold("page"):
        pass
    assert child.pid
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    with make_locks(PATIENT_S).hold("page") as check_held:
        check_held()


# --- notes


def test_the_last_note_counts_for_all_who_share_the_locks(make_locks: MakeLocks) -> None:
    locks, others = make_locks(PATIENT_S), make_locks(PATIENT_S)
    assert locks.note("a/b ü") is None
    locks.write_note("a/b ü", "one")
    locks.write_note("a/b ü", "two ü")
    locks.write_note("a", "")
    assert (others.note("a/b ü"), others.note("a"), others.note("b")) == ("two ü", "", None)


def _count_in_note(make_locks: MakeLocks) -> None:
    locks = make_locks(PATIENT_S)
    for _ in range(20):
        with locks.hold("count"):
            locks.write_note("count", _add_one(locks.note("count")))


def test_a_note_that_is_changed_under_its_lock_loses_nothing(make_locks: MakeLocks) -> None:
    _in_processes(_count_in_note, make_locks)
    assert make_locks(PATIENT_S).note("count") == "60"


def _count_for_ever(make_locks: MakeLocks, begun: Event) -> None:
    locks = make_locks(PATIENT_S)
    while True:
        with locks.hold("count"):
            locks.write_note("count", _add_one(locks.note("count")))
        begun.set()


def test_a_kill_leaves_the_old_note_or_the_new_one(make_locks: MakeLocks) -> None:
    known = 0
    for _ in range(5):
        begun = _FORK.Event()
        child = _FORK.Process(target=_count_for_ever, args=(make_locks, begun))
        child.start()
        assert begun.wait(LIMIT_S)
        assert child.pid
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        note = int(make_locks(PATIENT_S).note("count") or 0)
        assert note > known
        known = note


# --- a database that is not there, or is lost


@pytest.fixture
def url() -> Iterator[str]:
    if not POSTGRES_URL:
        pytest.skip("DESIGNDOC_TEST_POSTGRES_URL is not set, so no locks were held in a database.")
    with own_schema() as made:
        yield made


def _cut_off(application: str) -> None:
    """Have the server end all connections of those who call themselves so."""
    assert POSTGRES_URL
    engine = create_engine(POSTGRES_URL)
    with engine.connect() as connection:
        ended = connection.execute(
            text("SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE application_name = :name"),
            {"name": application},
        )
        assert ended.scalar_one() > 0
    engine.dispose()


def test_a_database_that_is_lost_while_a_page_is_changed_leaves_the_page_as_it_was(tmp_path: Path, url: str) -> None:
    locks = DatabaseLocks(Database(f"{url}&application_name={tmp_path.name}"))
    tree = DocsTree(FolderStore(tmp_path / "docs"), locks)
    tree.update_text(_PAGE, lambda _: "old")

    def change(_: str | None) -> str:
        _cut_off(tmp_path.name)
        return "new"

    with pytest.raises(LockError, match=r"without it none is written.* Make it reachable"):
        tree.update_text(_PAGE, change)
    assert tree.read_text(_PAGE) == "old"
    assert tree.update_text(_PAGE, lambda _: "new"), "when it is back, so are the locks"


def test_what_went_wrong_under_a_lock_is_told_even_if_the_database_is_lost_too(tmp_path: Path, url: str) -> None:
    locks = DatabaseLocks(Database(f"{url}&application_name={tmp_path.name}"))
    with pytest.raises(ZeroDivisionError), locks.hold("page"):
        _cut_off(tmp_path.name)
        print(1 / 0)


def test_a_database_that_cannot_be_reached_is_a_clear_error_without_the_password() -> None:
    with pytest.raises(LockError, match=r"locked through the journal's database.* Make it reachable") as caught:
        DatabaseLocks(Database("postgresql://me:hunter2@127.0.0.1:1/nothing"))
    assert "hunter2" not in str(caught.value)


def test_a_journal_in_a_file_cannot_hold_locks_for_several_machines(tmp_path: Path) -> None:
    with pytest.raises(LockError, match=r"journal\.db is a file.* Name a PostgreSQL database"):
        DatabaseLocks(Database(f"sqlite:///{tmp_path}/journal.db"))
