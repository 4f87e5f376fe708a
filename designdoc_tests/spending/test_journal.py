"""The journal is opened or says why not, shows no credentials, and never holds up the event loop."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from designdoc_assets.spending.calls import Reservation
from designdoc_assets.spending.database import JournalError
from designdoc_assets.spending.journal import Journal, Transaction
from designdoc_assets.spending.money import NanoUsd
from designdoc_assets.spending.prices import TokenUsage
from designdoc_tests.postgres import POSTGRES_URL
from designdoc_tests.spending.support import TARGET, answer, budget, call, journal, pay, reserve


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite://", "forget what was spent"),
        ("sqlite:///:memory:", "forget what was spent"),
        ("mysql://ann:hunter2@db/name", "none that can be used"),
        ("journal.db with a hunter2", "none that can be used"),
        ("", "none that can be used"),
    ],
)
def test_a_url_that_cannot_be_used_is_refused_with_what_can(url: str, said: str) -> None:
    with pytest.raises(JournalError, match=said) as caught:
        Journal.open(url)
    assert "sqlite:////folder/journal.db" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_server_that_cannot_be_had_is_named_without_its_credentials() -> None:
    with pytest.raises(JournalError, match=r"postgresql://127\.0\.0\.1:9/shop") as caught:
        Journal.open("postgresql://ann:hunter2@127.0.0.1:9/shop?application_name=hunter3")
    for secret in ("ann:", "hunter2", "hunter3"):
        assert secret not in str(caught.value)


@pytest.mark.parametrize("obstacle", ["folder", "text", "file as folder"])
def test_a_file_that_is_no_journal_is_refused_and_kept(tmp_path: Path, obstacle: str) -> None:
    file = tmp_path / "journal.db"
    if obstacle == "folder":
        file.mkdir()
    else:
        file.write_text("Dear diary, today I spent nothing.\n" * 99)
    path = file / "journal.db" if obstacle == "file as folder" else file
    with pytest.raises(JournalError, match="no call is made") as caught:
        Journal.open(f"sqlite:///{path}")
    assert str(path) in str(caught.value)
    assert file.is_dir() or file.read_text().startswith("Dear diary")


def test_a_journal_of_a_newer_version_is_refused_and_kept(tmp_path: Path) -> None:
    with journal(tmp_path) as shared:
        asyncio.run(pay(budget(shared, 10), "a", 5))
    with closing(sqlite3.connect(tmp_path / "journal.db")) as connection, connection:
        connection.execute("UPDATE designdoc_journal SET version = 99")
    with pytest.raises(JournalError, match=r"newer version .*99.* Upgrade"):
        Journal.open(f"sqlite:///{tmp_path}/journal.db")
    with closing(sqlite3.connect(tmp_path / "journal.db")) as connection:
        assert connection.execute("SELECT count(*) FROM designdoc_calls").fetchone() == (1,)


def test_a_journal_that_is_lost_midway_makes_calls_impossible_not_free(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10)
            reservation = await reserve(one, "a", 5)
            with closing(sqlite3.connect(tmp_path / "journal.db")) as connection, connection:
                connection.execute("ALTER TABLE designdoc_calls RENAME TO elsewhere")
            with pytest.raises(JournalError, match="no call is made"):
                await one.obtain(call("b", 1))
            with pytest.raises(JournalError, match="no call is made"):
                await one.settle(reservation, NanoUsd(1), TokenUsage(), answer("a secret answer"))
            await asyncio.sleep(0)
            assert asyncio.all_tasks() == {asyncio.current_task()}
            with closing(sqlite3.connect(tmp_path / "journal.db")) as connection, connection:
                connection.execute("ALTER TABLE elsewhere RENAME TO designdoc_calls")
            assert (await one.spent()).in_flight == 5

    asyncio.run(scenario())


def test_a_folder_that_is_made_for_the_journal_is_its_owners_alone(tmp_path: Path) -> None:
    with journal(tmp_path / "state"):
        assert (tmp_path / "state").stat().st_mode & 0o077 == 0


def test_a_writer_elsewhere_is_waited_for_without_holding_up_the_loop(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared, closing(sqlite3.connect(tmp_path / "journal.db")) as elsewhere:
            one = budget(shared, 10)
            await pay(one, "paid", 1)
            elsewhere.execute("BEGIN IMMEDIATE")
            obtaining = asyncio.create_task(one.obtain(call("a", 5)))
            for _ in range(20):
                await asyncio.sleep(0.01)
            assert not obtaining.done()
            elsewhere.rollback()
            obtained = await obtaining
            assert isinstance(obtained, Reservation)
            await one.release(obtained)

    asyncio.run(scenario())


def test_what_comes_while_the_disk_is_busy_is_written_together_and_what_fails_fails_alone(tmp_path: Path) -> None:
    def count(transaction: Transaction) -> int:
        return int(transaction.connection.execute(text("SELECT count(*) FROM designdoc_calls")).scalar_one())

    def enter(transaction: Transaction) -> tuple[int, datetime]:
        transaction.connection.execute(text("INSERT INTO designdoc_calls SELECT NULL, * FROM one_call"))
        return count(transaction), transaction.now

    def fail(transaction: Transaction) -> None:
        enter(transaction)
        raise ValueError("of its own")

    async def scenario() -> None:
        with journal(tmp_path) as shared, closing(sqlite3.connect(tmp_path / "journal.db")) as elsewhere:
            await pay(budget(shared, 10), "a", 1)
            columns = [row[1] for row in elsewhere.execute("PRAGMA table_info(designdoc_calls)") if row[1] != "id"]
            elsewhere.execute(f"CREATE TABLE one_call AS SELECT {', '.join(columns)} FROM designdoc_calls")
            for works, expected in ((3 * [enter], [2, 3, 4]), ([enter, fail, enter], [5, None, 6])):
                elsewhere.execute("BEGIN IMMEDIATE")
                first = shared.write(TARGET, count)  # has the thread, and waits
                await asyncio.sleep(0.1)
                writing = [shared.write(TARGET, work) for work in works]
                elsewhere.rollback()
                await first
                done = await asyncio.gather(*writing, return_exceptions=True)
                entered = [each[0] if isinstance(each, tuple) else None for each in done]
                assert entered == expected
                moments = {each[1] for each in done if isinstance(each, tuple)}
                assert len(moments) == (1 if fail not in works else 2), "one transaction, or one for each"
                assert [str(each) for each in done if isinstance(each, Exception)] == ["of its own"] * works.count(fail)

    asyncio.run(scenario())


@pytest.mark.skipif(POSTGRES_URL is not None, reason="test_sharing does it on PostgreSQL")
def test_the_journal_was_tried_on_postgresql() -> None:
    pytest.skip("DESIGNDOC_TEST_POSTGRES_URL is not set, so the journal was tried on SQLite only.")
