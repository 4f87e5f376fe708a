"""The statement of a budget: what was spent on what, read from the journal that all runs share."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from designdoc_assets.spending.calls import Reservation
from designdoc_assets.spending.database import JournalError
from designdoc_assets.spending.journal import LEASE_S, Journal
from designdoc_assets.spending.ledger import Account
from designdoc_assets.spending.money import NanoUsd
from designdoc_assets.spending.prices import TokenUsage
from designdoc_assets.spending.statement import MOST_ARTIFACTS, Dearest, Line, Statement, draw_up
from designdoc_tests.spending.support import TARGET, Clock, budget, call, journal, pay, reserve


def _statement(of: Journal, window: str = "total", cap: int = 100, run: str = "run", target: str = TARGET) -> Statement:
    return draw_up(of, Account(target, run, NanoUsd(cap), window, timedelta(seconds=LEASE_S)))  # type: ignore[arg-type]


def test_it_says_what_was_spent_on_what_and_what_is_left(database: str) -> None:
    async def scenario() -> None:
        with journal(database) as shared:
            one = budget(shared, 100)
            usage = TokenUsage(input_tokens=1, output_tokens=2, cache_read_tokens=3, cache_write_5m_tokens=4)
            for request, kind, model in (("a", "class_doc", "s"), ("b", "class_doc", "h"), ("c", "file_summary", "h")):
                reservation = await one.obtain(call(request, 9, kind=kind, model=model))
                assert isinstance(reservation, Reservation)
                await one.settle(reservation, NanoUsd(5), usage, None)
            await one.forfeit(await reserve(one, "d", 7))
            await one.release(await reserve(one, "e", 7))
            await reserve(one, "f", 20)

            statement = _statement(shared)
            spent = await one.spent()
            assert (statement.total.cost, statement.reserved) == (spent.committed, spent.in_flight) == (22, 20)
            assert statement.remaining == 58
            assert statement.total == Line(4, 1, NanoUsd(22), 3, 6, 9, 12)
            assert statement.by_kind() == {
                "class_doc": Line(3, 1, NanoUsd(17), 2, 4, 6, 8),
                "file_summary": Line(1, 0, NanoUsd(5), 1, 2, 3, 4),
            }
            costs = {model: (line.calls, line.unknown, line.cost) for model, line in statement.by_model().items()}
            assert list(costs.items()) == [("h", (2, 0, 10)), ("claude-sonnet-5-5", (1, 1, 7)), ("s", (1, 0, 5))]
            assert statement.dearest[:2] == (
                Dearest("class_doc[f]", 1, NanoUsd(20)),
                Dearest("class_doc[d]", 1, NanoUsd(7)),
            )

    asyncio.run(scenario())


def test_a_call_whose_process_died_is_spent_and_of_unknown_outcome(tmp_path: Path) -> None:
    clock = Clock()

    async def scenario() -> None:
        with journal(tmp_path, clock=clock) as shared:
            await reserve(budget(shared, 100), "a", 9)
            assert _statement(shared).reserved == 9
            clock.advance(seconds=LEASE_S + 1)
            statement = _statement(shared)
            assert (statement.reserved, statement.total) == (0, Line(1, 1, NanoUsd(9)))

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("window", "cost", "since"),
    [
        ("total", 7, None),
        ("month", 6, datetime(2026, 11, 1, tzinfo=UTC)),
        ("day", 4, datetime(2026, 11, 23, tzinfo=UTC)),
        ("run", 2, None),
    ],
)
def test_it_is_about_its_own_window_and_target(tmp_path: Path, window: str, cost: int, since: datetime | None) -> None:
    clock = Clock(2026, 10, 31, 23, 59)

    async def scenario() -> None:
        with journal(tmp_path, clock=clock) as shared:
            await pay(budget(shared, 100, run="first"), "a", 1)
            clock.now = datetime(2026, 11, 22, 23, 59, tzinfo=UTC)
            await pay(budget(shared, 100, run="second"), "b", 2)
            clock.now = datetime(2026, 11, 23, 9, tzinfo=UTC)
            await pay(budget(shared, 100, run="second"), "c", 2)
            await pay(budget(shared, 100, run="third"), "d", 2)
            statement = _statement(shared, window, run="third")
            assert (statement.total.cost, statement.since) == (cost, since)
            assert _statement(shared, window, target="another").total == Line()

    asyncio.run(scenario())


def test_it_lists_the_dearest_artifacts_and_no_more(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 1000)
            for cost in range(1, MOST_ARTIFACTS + 3):
                await pay(one, cost, cost)
            dearest = [entry.cost for entry in _statement(shared).dearest]
            assert dearest == list(range(MOST_ARTIFACTS + 2, 2, -1))

    asyncio.run(scenario())


def test_nothing_is_left_under_a_cap_that_was_lowered(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            await pay(budget(shared, 100), "a", 50)
            assert _statement(shared, cap=20).remaining == 0

    asyncio.run(scenario())


def test_looking_for_a_journal_makes_none(database: str, tmp_path: Path) -> None:
    assert Journal.find(database) is None
    assert Journal.find(database) is None
    assert not list(tmp_path.iterdir())
    with journal(database):
        pass
    found = Journal.find(database)
    assert found is not None
    assert _statement(found).total == Line()
    found.close()


def test_a_journal_that_cannot_be_read_is_an_error_and_not_an_empty_statement(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_text("no database at all, " * 100)
    with pytest.raises(JournalError, match="cannot be used"):
        Journal.find(f"sqlite:///{tmp_path}/journal.db")
