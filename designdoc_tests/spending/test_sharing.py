"""Several processes and one journal: they share the cap, pay nothing twice, and outlive each other's deaths."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest

from designdoc_assets.spending.budget import Budget, BudgetExhaustedError
from designdoc_assets.spending.calls import Reservation
from designdoc_assets.spending.money import NanoUsd
from designdoc_tests.spending.support import (
    Bill,
    Clock,
    answer,
    budget,
    call,
    committed,
    exit_code,
    journal,
    kill,
    make_whatever,
    pay,
    reserve,
    start,
)
from designdoc_tests.trials import trials
from designdoc_tests.waiting import LIMIT_S

_A_WHILE_S = 0.35


def _process(url: str, bill: Bill, cap: int, seed: float) -> None:
    """What one of several processes does: up to 40 calls, some of them the same as those of the others."""
    dice = random.Random(seed)

    async def scenario() -> None:
        with journal(url, lease_s=0.5) as shared:
            one, turns = budget(shared, cap), asyncio.Semaphore(dice.randint(1, 32))

            async def take_turn(request: int, worst_case: int) -> None:
                async with turns:
                    await make_whatever(one, request, worst_case, bill, dice, latencies_s=[0, 0.002, 0.02])

            calls = [(dice.randint(0, 60), dice.randint(1, max(1, cap // 5))) for _ in range(40)]
            outcomes = await asyncio.gather(*(take_turn(*one) for one in calls), return_exceptions=True)
            assert {type(outcome) for outcome in outcomes} <= {type(None), BudgetExhaustedError}

    asyncio.run(scenario())


@pytest.mark.parametrize("seed", range(trials(40, 10)))
def test_processes_that_are_killed_at_any_moment_never_overspend_together(
    tmp_path: Path, database: str, seed: int
) -> None:
    dice, bill = random.Random(seed), Bill(tmp_path / "bill")
    cap = dice.randint(1, 400)
    own_seeds = [dice.random() for _ in range(dice.randint(1, 4))]
    children = [start(partial(_process, database, bill, cap, own_seed)) for own_seed in own_seeds]
    doomed = [child for child in children if dice.random() < 0.6]
    for child in doomed:
        time.sleep(dice.uniform(0, 0.15))
        kill(child)
    assert all(exit_code(child) == 0 for child in children if child not in doomed)
    with journal(database) as shared:
        spent = asyncio.run(budget(shared, cap).spent())
    assert bill.total <= spent.committed + spent.in_flight <= cap


def test_the_same_requests_of_several_processes_are_paid_once(tmp_path: Path, database: str) -> None:
    bill = Bill(tmp_path / "bill")

    def ask_all(own_order: int) -> None:
        requests = random.Random(own_order).sample(range(25), 25)

        async def ask(one: Budget, request: int) -> None:
            obtained = await one.obtain(call(request, 10))
            if isinstance(obtained, Reservation):
                bill.send(str(request), 7)
                await asyncio.sleep(0.02)
                await one.settle(obtained, NanoUsd(7), answer().usage, answer(str(request)))
            else:
                assert obtained == answer(str(request))

        async def scenario() -> None:
            with journal(database) as shared:
                one = budget(shared, 1_000)
                await asyncio.gather(*(ask(one, request) for request in requests))

        asyncio.run(scenario())

    children = [start(partial(ask_all, order)) for order in range(3)]
    assert [exit_code(child) for child in children] == [0, 0, 0]
    assert Counter(request for request, _ in bill.lines) == {str(request): 1 for request in range(25)}
    with journal(database) as shared:
        assert asyncio.run(committed(budget(shared, 1_000))) == 25 * 7


def _die_with_a_call_in_flight(url: str, clock: Clock) -> None:
    """Kill a process that has reserved 6 for the request `a`."""
    ready, reserved = get_context("fork").Pipe(duplex=False)

    async def scenario() -> None:
        with journal(url, clock=clock) as shared:
            await reserve(budget(shared, 10), "a", 6)
            reserved.send(True)
            await asyncio.sleep(3600)

    child = start(lambda: asyncio.run(scenario()))
    assert ready.poll(LIMIT_S)
    kill(child)


def test_what_a_dead_process_had_in_flight_stays_spent(database: str) -> None:
    clock = Clock()
    _die_with_a_call_in_flight(database, clock)

    async def scenario() -> None:
        with journal(database, clock=clock) as shared:
            clock.advance(seconds=shared.lease_s)
            one = budget(shared, 10)
            spent = await one.spent()
            assert (spent.committed, spent.in_flight) == (6, 0)
            with pytest.raises(BudgetExhaustedError):
                await one.obtain(call("b", 5))

    asyncio.run(scenario())


def _ask_the_same(one: Budget) -> "asyncio.Task[object]":
    return asyncio.create_task(one.obtain(call("a", 4)))


def _ask_for_money(one: Budget) -> "asyncio.Task[object]":
    return asyncio.create_task(one.obtain(call("b", 5)))


@pytest.mark.parametrize("ask", [_ask_the_same, _ask_for_money])
def test_a_dead_process_is_waited_for_until_its_lease_ends_and_no_longer(
    database: str, ask: "Callable[[Budget], asyncio.Task[object]]"
) -> None:
    clock = Clock()
    _die_with_a_call_in_flight(database, clock)

    async def scenario() -> None:
        with journal(database, clock=clock) as shared:
            waiting = ask(budget(shared, 10))
            clock.advance(seconds=shared.lease_s - 0.001)
            await asyncio.wait({waiting}, timeout=_A_WHILE_S)
            assert not waiting.done()
            clock.advance(seconds=0.001)
            (outcome,) = await asyncio.gather(waiting, return_exceptions=True)
            # The same request is asked again within the cap; what does not fit is refused.
            assert isinstance(outcome, Reservation if ask is _ask_the_same else BudgetExhaustedError)

    asyncio.run(scenario())


def test_a_process_that_was_only_paused_settles_late_and_its_answer_is_kept(database: str) -> None:
    async def scenario() -> None:
        clock = Clock()
        with journal(database, clock=clock) as shared, journal(database, clock=clock) as of_the_paused:
            paused, other = budget(of_the_paused, 10), budget(shared, 10)
            reservation = await reserve(paused, "a", 6)
            clock.advance(seconds=2 * shared.lease_s)
            assert await committed(other) == 6
            await paused.settle(reservation, NanoUsd(2), answer().usage, answer())
            assert await committed(other) == 2
            assert await other.obtain(call("a", 6)) == answer()

    asyncio.run(scenario())


def test_processes_that_open_a_new_journal_at_the_same_time_make_one(database: str) -> None:
    starting_gun = get_context("fork").Event()

    def open_and_spend(request: int) -> None:
        starting_gun.wait()
        with journal(database) as shared:
            asyncio.run(pay(budget(shared, 100), request, 1))

    children = [start(partial(open_and_spend, request)) for request in range(8)]
    starting_gun.set()
    assert [exit_code(child) for child in children] == [0] * 8
    with journal(database) as shared:
        assert asyncio.run(committed(budget(shared, 100))) == 8


def test_a_settled_answer_outlives_a_kill_right_after_it(database: str) -> None:
    ready, settled = get_context("fork").Pipe(duplex=False)

    async def scenario() -> None:
        with journal(database) as shared:
            one = budget(shared, 1_000)
            for request in range(1_000):
                await pay(one, request, 1, text=str(request))
                settled.send(request)

    child = start(lambda: asyncio.run(scenario()))
    known = [ready.recv() for _ in range(20)]
    kill(child)
    while ready.poll():
        known.append(ready.recv())

    async def ask_again() -> None:
        with journal(database) as shared:
            one = budget(shared, 1_000)
            for request in known:
                assert await one.obtain(call(request, 1)) == answer(str(request))

    asyncio.run(ask_again())
