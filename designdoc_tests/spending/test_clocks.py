"""Clocks that jump, and machines whose clocks differ: no window holds more than its cap, whatever they say."""

import asyncio
import random
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from sqlalchemy import create_engine, text

from designdoc_assets.spending.budget import Budget, BudgetExhaustedError
from designdoc_assets.spending.calls import Reservation
from designdoc_assets.spending.journal import Journal
from designdoc_assets.spending.money import NanoUsd
from designdoc_assets.spending.prices import TokenUsage
from designdoc_tests.spending.support import Clock, answer, budget, call, journal, reserve
from designdoc_tests.trials import trials

_CAP = 100
_A_WHILE_S, _SHORT_S = 0.35, 0.02


def _by_month(url: str) -> Counter[str]:
    """Return what the calls of each month count for."""
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT reserved_at, amount FROM designdoc_calls")).all()
    engine.dispose()
    months: Counter[str] = Counter()
    for microseconds, amount in rows:
        months[f"{datetime.fromtimestamp(microseconds / 1e6, UTC):%Y-%m}"] += amount
    return months


@pytest.mark.parametrize("seed", range(trials(8, 3)))
def test_no_month_holds_more_than_its_cap_on_machines_whose_clocks_jump(database: str, seed: int) -> None:
    dice = random.Random(seed)
    clocks = [Clock(2026, 11, 30, 23, 59, dice.randrange(60)) for _ in range(2)]

    async def step(machine: Journal, in_flight: list[tuple[Budget, Reservation]]) -> None:
        if in_flight and dice.random() < 0.5:
            of, ended = in_flight.pop(dice.randrange(len(in_flight)))
            await of.settle(ended, NanoUsd(dice.randint(0, ended.call.worst_case)), TokenUsage(), None)
            return
        one = budget(machine, _CAP, window="month")
        with suppress(BudgetExhaustedError, TimeoutError):  # it waits for those in flight
            async with asyncio.timeout(_SHORT_S):
                in_flight.append((one, await reserve(one, dice.random(), dice.randint(1, 30))))

    async def scenario() -> None:
        with journal(database, clock=clocks[0]) as first, journal(database, clock=clocks[1]) as second:
            in_flight: list[tuple[Budget, Reservation]] = []
            one = budget(first, _CAP, window="month")
            in_flight.append((one, await reserve(one, "first", 1)))  # however slow the machine is
            for _ in range(80):
                if dice.random() < 0.2:
                    dice.choice(clocks).advance(days=dice.choice([-40, -1, 1, 40, 40]), seconds=dice.uniform(-60, 60))
                await step(dice.choice([first, second]), in_flight)
            for of, left in in_flight:
                await of.forfeit(left)

    asyncio.run(scenario())
    assert 0 < max(_by_month(database).values()) <= _CAP


def test_on_postgresql_the_servers_clock_counts_for_machines_whose_own_are_wrong(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.startswith("sqlite"):
        pytest.skip("on SQLite there is one machine, and its clock")

    class Ahead(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Ahead":
            return cls.fromtimestamp(datetime.now(UTC).timestamp(), tz) + timedelta(days=40)

    async def scenario() -> None:
        with journal(database) as right:
            theirs = budget(right, _CAP, window="month")
            first = await reserve(theirs, "a", 60)
            monkeypatch.setattr("designdoc_assets.spending.database.datetime", Ahead)
            with journal(database) as wrong:
                ours = budget(wrong, _CAP, window="month")
                # The other machine counts as alive, and this is no other month.
                same = asyncio.create_task(ours.obtain(call("a", 60)))
                await asyncio.wait({same}, timeout=_A_WHILE_S)
                assert not same.done()
                await theirs.settle(first, NanoUsd(60), answer().usage, answer())
                assert await same == answer()
                with pytest.raises(BudgetExhaustedError):
                    await ours.obtain(call("b", 60))

    asyncio.run(scenario())
    assert sum(_by_month(database).values()) == 60
