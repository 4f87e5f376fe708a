"""One process and its cap: what is refused, what waits, what is had again for nothing, and what is cancelled."""

import asyncio
import random
import threading
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from designdoc_assets.spending.budget import Budget, BudgetExhaustedError
from designdoc_assets.spending.calls import Reservation, StoredAnswer
from designdoc_assets.spending.money import NanoUsd
from designdoc_assets.spending.prices import TokenUsage
from designdoc_tests.spending.support import (
    Bill,
    Clock,
    answer,
    budget,
    call,
    committed,
    journal,
    make_whatever,
    pay,
    reserve,
)
from designdoc_tests.trials import trials
from designdoc_tests.waiting import LIMIT_S

_A_WHILE_S = 0.35
"""Some polls long: what has not ended by then waits for something else."""


def test_a_call_that_fits_exactly_is_made_and_one_that_does_not_is_refused(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10)
            await pay(one, "a", 4)
            await pay(one, "b", 6)
            assert not one.exhausted
            with pytest.raises(BudgetExhaustedError) as caught:
                await one.obtain(call("c", 1))
            assert one.exhausted
            assert (caught.value.spent, caught.value.cap, caught.value.window) == (10, 10, "total")

    asyncio.run(scenario())


def test_the_refusal_says_what_was_spent_and_what_the_cap_is(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 5_000_000_000)
            await pay(one, "a", 4_980_000_000)
            with pytest.raises(BudgetExhaustedError, match=r"^budget exhausted at \$4\.98 / cap \$5\.00$"):
                await one.obtain(call("b", 30_000_000))

    asyncio.run(scenario())


@pytest.mark.parametrize("worst_case", [0, 1])
def test_a_cap_of_nothing_allows_no_call_but_what_was_paid_before(tmp_path: Path, worst_case: int) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            await pay(budget(shared, 10), "a", 4, text="paid")
            one = budget(shared, 0)
            with pytest.raises(BudgetExhaustedError):
                await one.obtain(call("b", worst_case))
            assert await one.obtain(call("a", 4)) == answer("paid")

    asyncio.run(scenario())


def test_once_refused_nothing_new_starts_even_if_it_would_fit(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10)
            await pay(one, "a", 4)
            with pytest.raises(BudgetExhaustedError):
                await one.obtain(call("b", 7))
            with pytest.raises(BudgetExhaustedError):
                await one.obtain(call("c", 1))
            assert await one.obtain(call("a", 4)) == answer()
            await pay(budget(shared, 10), "c", 1)  # another run decides for itself

    asyncio.run(scenario())


def test_of_calls_that_come_at_once_none_is_made_behind_one_that_is_refused(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10)
            await pay(one, "paid", 4)
            coming = [one.obtain(call(name, worst)) for name, worst in (("fits", 5), ("large", 7), ("small", 1))]
            first, *others = await asyncio.gather(*coming, return_exceptions=True)
            assert isinstance(first, Reservation)
            assert [type(other) for other in others] == [BudgetExhaustedError] * 2
            await one.release(first)

    asyncio.run(scenario())


def test_what_a_call_did_not_use_is_free_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10)
            for request in range(5):
                await pay(one, request, 6, cost=1)
            assert await committed(one) == 5

    asyncio.run(scenario())


def test_a_call_waits_while_calls_in_flight_may_free_enough(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10)
            first = await reserve(one, "first", 8)
            second = asyncio.create_task(one.obtain(call("second", 7)))
            await asyncio.wait({second}, timeout=_A_WHILE_S)
            assert not second.done()
            await one.settle(first, NanoUsd(3), TokenUsage(), answer())
            assert isinstance(await second, Reservation)

    asyncio.run(scenario())


def test_a_call_in_flight_in_another_process_is_waited_for_as_well(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared, journal(tmp_path) as of_another_process:
            one, other = budget(shared, 10), budget(of_another_process, 10)
            theirs = await reserve(other, "first", 8)
            ours = asyncio.create_task(one.obtain(call("second", 7)))
            await asyncio.wait({ours}, timeout=_A_WHILE_S)
            assert not ours.done()
            await other.release(theirs)
            assert isinstance(await ours, Reservation)

    asyncio.run(scenario())


@pytest.mark.parametrize("ending", ["settle", "forfeit"])
def test_a_call_that_waited_in_vain_is_refused(tmp_path: Path, ending: str) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10)
            first = await reserve(one, "first", 8)
            second = asyncio.create_task(one.obtain(call("second", 7)))
            await asyncio.wait({second}, timeout=_A_WHILE_S)
            if ending == "settle":
                await one.settle(first, NanoUsd(4), TokenUsage(), answer())
            else:
                await one.forfeit(first)
            with pytest.raises(BudgetExhaustedError) as caught:
                await second
            assert caught.value.spent == (4 if ending == "settle" else 8)

    asyncio.run(scenario())


def test_a_call_that_no_outcome_can_make_fit_is_refused_at_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10)
            await reserve(one, "first", 8)
            with pytest.raises(BudgetExhaustedError):
                await one.obtain(call("second", 11))

    asyncio.run(scenario())


def test_who_came_first_is_served_first_though_a_smaller_call_would_fit(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10)
            running = await reserve(one, "running", 8)
            served: list[str] = []

            async def ask(request: str, worst_case: int) -> None:
                reservation = await reserve(one, request, worst_case)
                served.append(request)
                await one.settle(reservation, NanoUsd(0), TokenUsage(), answer())

            async with asyncio.TaskGroup() as group:
                group.create_task(ask("large", 9))
                await asyncio.sleep(_A_WHILE_S)
                group.create_task(ask("small", 1))
                await asyncio.sleep(_A_WHILE_S)
                assert served == []
                await one.settle(running, NanoUsd(0), TokenUsage(), answer())
            assert served == ["large", "small"]

    asyncio.run(scenario())


def test_a_stored_answer_does_not_wait_for_those_who_wait_for_money(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10)
            await pay(one, "paid", 1)
            running = await reserve(one, "running", 8)
            waiting = asyncio.create_task(one.obtain(call("large", 9)))
            await asyncio.wait({waiting}, timeout=_A_WHILE_S)
            assert await one.obtain(call("paid", 1)) == answer()
            assert not waiting.done()
            await one.release(running)
            await waiting

    asyncio.run(scenario())


def test_an_answer_that_was_paid_is_had_again_for_nothing_after_a_restart(tmp_path: Path) -> None:
    odd = StoredAnswer(
        '{"text": "A null \0, half a pair \ud83d, Ünïcode"}', "end_turn", TokenUsage(1, 2, 3, 4, 5), "claude-x"
    )

    async def first_run() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10)
            await one.settle(await reserve(one, "a", 4), NanoUsd(3), odd.usage, odd)

    async def second_run() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10)
            assert await one.obtain(call("a", 4)) == odd
            assert await committed(one) == 3

    asyncio.run(first_run())
    asyncio.run(second_run())


def test_a_useless_answer_is_paid_but_asked_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10)
            await one.settle(await reserve(one, "a", 4), NanoUsd(2), TokenUsage(1, 1), None)
            await pay(one, "a", 4)
            assert await committed(one) == 6

    asyncio.run(scenario())


def test_an_unknown_outcome_stays_spent_at_its_worst_and_is_asked_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10)
            await one.forfeit(await reserve(one, "a", 4))
            await pay(one, "a", 4)
            assert await committed(one) == 8

    asyncio.run(scenario())


def test_a_call_that_was_not_billed_costs_nothing(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10)
            for request in range(4):
                await one.release(await reserve(one, request, 9))
            assert await committed(one) == 0

    asyncio.run(scenario())


def test_a_call_that_cost_more_than_foreseen_counts_with_what_it_cost(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10)
            await pay(one, "a", 4, cost=9)
            with pytest.raises(BudgetExhaustedError):
                await one.obtain(call("b", 2))

    asyncio.run(scenario())


def test_equal_requests_at_once_are_paid_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 100)
            first = await reserve(one, "a", 4)
            others = [asyncio.create_task(one.obtain(call("a", 4))) for _ in range(5)]
            await asyncio.wait(others, timeout=_A_WHILE_S)
            assert not any(other.done() for other in others)
            await one.settle(first, NanoUsd(4), answer().usage, answer())
            assert await asyncio.gather(*others) == [answer()] * 5
            assert await committed(one) == 4

    asyncio.run(scenario())


@pytest.mark.parametrize("ending", ["release", "forfeit"])
def test_if_a_request_had_no_answer_the_next_who_waited_for_it_makes_the_call(tmp_path: Path, ending: str) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 100)
            first = await reserve(one, "a", 4)
            others = [asyncio.create_task(one.obtain(call("a", 4))) for _ in range(3)]
            await asyncio.wait(others, timeout=_A_WHILE_S)
            await getattr(one, ending)(first)
            done, waiting = await asyncio.wait(others, return_when=asyncio.FIRST_COMPLETED)
            (reservation,) = [other.result() for other in done]
            assert isinstance(reservation, Reservation)
            await one.settle(reservation, NanoUsd(1), answer().usage, answer())
            assert await asyncio.gather(*waiting) == [answer()] * 2

    asyncio.run(scenario())


def test_anew_asks_again_what_was_paid_before_but_not_what_it_paid_itself(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            await pay(budget(shared, 100), "a", 4, text="old")
            forced = budget(shared, 100, anew=True)
            await pay(forced, "a", 4, text="new")
            assert await forced.obtain(call("a", 4)) == answer("new")
            assert await budget(shared, 100).obtain(call("a", 4)) == answer("new")
            assert await committed(forced) == 8

    asyncio.run(scenario())


def test_targets_have_caps_and_answers_of_their_own(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            await pay(budget(shared, 10), "a", 9)
            other = Budget(shared, target="another", run="run", cap=NanoUsd(10), window="total")
            await pay(other, "a", 9)
            assert await committed(other) == 9

    asyncio.run(scenario())


def test_the_account_says_what_is_spent_and_what_is_set_aside(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 100)
            for request in ("a", "b", "c"):
                await pay(one, request, 9, 5)
            await one.forfeit(await reserve(one, "d", 7))
            await one.release(await reserve(one, "e", 7))
            await reserve(one, "f", 20)
            spent = await one.spent()
            assert (spent.committed, spent.in_flight) == (22, 20)

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("window", "next_window"),
    [("month", (2026, 12, 1, 0, 0, 0)), ("day", (2026, 11, 24, 0, 0, 0))],
)
def test_a_window_of_time_begins_anew_at_midnight_utc(
    tmp_path: Path, window: str, next_window: tuple[int, ...]
) -> None:
    async def scenario() -> None:
        clock = Clock()
        with journal(tmp_path, clock=clock) as shared:
            await pay(budget(shared, 10, window=window), "a", 8)
            before = datetime(*next_window, tzinfo=UTC).timestamp() - 0.000_001  # type: ignore[misc,arg-type]
            clock.now = datetime.fromtimestamp(before, UTC)
            with pytest.raises(BudgetExhaustedError):
                await budget(shared, 10, window=window).obtain(call("b", 8))
            clock.now = datetime(*next_window, tzinfo=UTC)  # type: ignore[misc,arg-type]
            await pay(budget(shared, 10, window=window), "b", 8)
            assert await committed(budget(shared, 10, window=window)) == 8
            assert await committed(budget(shared, 10, window="total")) == 16

    asyncio.run(scenario())


def test_a_call_counts_in_the_window_in_which_it_began(tmp_path: Path) -> None:
    async def scenario() -> None:
        clock = Clock(2026, 11, 30, 23, 59, 59)
        with journal(tmp_path, clock=clock) as shared:
            one = budget(shared, 10, window="month")
            reservation = await reserve(one, "a", 8)
            clock.advance(seconds=2)
            december = await reserve(one, "b", 8)
            await one.settle(reservation, NanoUsd(8), TokenUsage(), None)
            await one.settle(december, NanoUsd(7), TokenUsage(), None)
            assert await committed(one) == 7

    asyncio.run(scenario())


def test_each_run_may_spend_its_own_cap_where_the_window_is_a_run(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            for run in ("first", "second"):
                await pay(budget(shared, 10, run=run, window="run"), run, 8)
                with pytest.raises(BudgetExhaustedError):
                    await budget(shared, 10, run=run, window="run").obtain(call("more", 8))

    asyncio.run(scenario())


def test_a_clock_that_is_set_back_makes_nothing_free(tmp_path: Path) -> None:
    async def scenario() -> None:
        clock = Clock(2026, 11, 23)
        with journal(tmp_path, clock=clock) as shared:
            await pay(budget(shared, 10, window="month"), "a", 5)
            clock.now = datetime(2026, 10, 5, tzinfo=UTC)
            with pytest.raises(BudgetExhaustedError):
                await budget(shared, 10, window="month").obtain(call("b", 6))
            await pay(budget(shared, 10, window="month"), "c", 4)
            clock.now = datetime(2026, 11, 23, tzinfo=UTC)
            assert await committed(budget(shared, 10, window="month")) == 9

    asyncio.run(scenario())


def test_a_clock_that_is_set_back_makes_nobody_wait_for_the_dead(tmp_path: Path) -> None:
    async def scenario() -> None:
        clock = Clock()
        with journal(tmp_path, clock=clock) as shared, journal(tmp_path, clock=clock) as of_the_dead:
            await reserve(budget(of_the_dead, 100), "a", 5)
            clock.advance(days=-1)
            async with asyncio.timeout(LIMIT_S):
                assert isinstance(await budget(shared, 100).obtain(call("a", 5)), Reservation)

    asyncio.run(scenario())


def test_a_live_process_renews_its_lease_and_stops_when_nothing_is_in_flight(tmp_path: Path) -> None:
    async def scenario() -> None:
        clock, ahead = Clock(), Clock()
        with journal(tmp_path, clock=clock, lease_s=0.25) as shared, journal(tmp_path, clock=ahead) as watching:
            one, watcher = budget(shared, 10), budget(watching, 10)
            reservations = [await reserve(one, request, 4) for request in "ab"]
            async with asyncio.timeout(LIMIT_S):
                for _ in range(5):
                    clock.advance(seconds=0.24)
                    ahead.now = clock.now + timedelta(seconds=0.2)  # not reached by a lease before it is renewed
                    while (await watcher.spent()).in_flight < 8:
                        await asyncio.sleep(0.01)
            for reservation in reservations:
                await one.release(reservation)
            await asyncio.sleep(0)
            assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(scenario())


def test_a_cancelled_request_for_money_leaves_nothing_set_aside(tmp_path: Path) -> None:
    dice = random.Random(7)
    cancelled = 0

    async def scenario() -> None:
        nonlocal cancelled
        with journal(tmp_path) as shared:
            one = budget(shared, 10**6)
            for request in range(120):
                asking = asyncio.create_task(one.obtain(call(request, 5)))
                await asyncio.sleep(dice.uniform(0, 0.006))
                asking.cancel()
                await asyncio.wait({asking})
                if asking.cancelled():
                    cancelled += 1
                else:
                    obtained = asking.result()
                    assert isinstance(obtained, Reservation)
                    await one.release(obtained)
                spent = await one.spent()
                assert (spent.committed, spent.in_flight) == (0, 0)

    asyncio.run(scenario())
    assert cancelled > 10, "few were cancelled midway, so nothing was shown"


def test_who_gives_up_waiting_for_money_lets_the_next_one_have_it(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10)
            running = await reserve(one, "running", 8)
            large = asyncio.create_task(one.obtain(call("large", 9)))
            await asyncio.wait({large}, timeout=_A_WHILE_S)
            small = asyncio.create_task(one.obtain(call("small", 2)))
            large.cancel()
            assert isinstance(await small, Reservation)
            await one.release(running)

    asyncio.run(scenario())


def test_a_settlement_that_is_cancelled_is_still_made(tmp_path: Path) -> None:
    dice = random.Random(11)

    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10**6)
            for request in range(1, 61):
                reservation = await reserve(one, request, 5)
                settling = asyncio.create_task(one.settle(reservation, NanoUsd(1), answer().usage, answer()))
                await asyncio.sleep(0)
                await asyncio.sleep(dice.uniform(0, 0.003) if request % 2 else 0)
                for _ in range(3):
                    settling.cancel()
                    await asyncio.sleep(0)
                await asyncio.wait({settling})
                assert await committed(one) == request
                assert await one.obtain(call(request, 5)) == answer()

    asyncio.run(scenario())


def test_a_reservation_is_ended_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one = budget(shared, 10)
            reservation = await reserve(one, "a", 5)
            await one.settle(reservation, NanoUsd(4), TokenUsage(), answer())
            with pytest.raises(ValueError, match="not in flight"):
                await one.release(reservation)
            assert await committed(one) == 4

    asyncio.run(scenario())


def test_a_loop_that_is_driven_in_steps_with_pauses_works(tmp_path: Path) -> None:
    with journal(tmp_path, lease_s=30.0) as shared, asyncio.Runner() as runner:
        loop = runner.get_loop()
        one = budget(shared, 10)
        first = loop.run_until_complete(reserve(one, "a", 8))
        waiting = loop.create_task(one.obtain(call("b", 8)))
        for _ in range(3):
            loop.run_until_complete(asyncio.sleep(0.01))
            threading.Event().wait(0.2)  # the owner does something else meanwhile
        loop.run_until_complete(one.settle(first, NanoUsd(1), TokenUsage(), answer()))
        obtained = loop.run_until_complete(waiting)
        assert isinstance(obtained, Reservation)
        loop.run_until_complete(one.release(obtained))


def _in_threads(actions: list[Callable[[], Coroutine[Any, Any, None]]]) -> None:
    failures: list[BaseException] = []

    def run(action: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            asyncio.run(action())
        except BaseException as error:  # noqa: BLE001  shown by the test
            failures.append(error)

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_budgets_in_several_threads_share_a_journal_and_its_cap(tmp_path: Path) -> None:
    bill = Bill(tmp_path / "bill")

    async def spend(shared: Budget, name: int) -> None:
        with pytest.raises(BudgetExhaustedError):
            for request in range(100):
                reservation = await reserve(shared, (name, request), 5)
                bill.send(str(request), 3)
                await shared.settle(reservation, NanoUsd(3), TokenUsage(), answer())

    with journal(tmp_path) as shared:
        _in_threads([lambda name=name: spend(budget(shared, 100), name) for name in range(3)])  # type: ignore[misc]
        assert 95 < bill.total <= 100
        assert asyncio.run(committed(budget(shared, 100))) == bill.total


@pytest.mark.parametrize("seed", range(trials(100, 25)))
def test_whatever_happens_the_bill_is_within_the_ledger_and_the_ledger_within_the_cap(
    tmp_path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    cap, parallelism, dearest = dice.randint(0, 300), dice.randint(1, 32), dice.randint(1, 60)
    bill = Bill(tmp_path / "bill")

    async def make(one: Budget, request: int, turns: asyncio.Semaphore) -> None:
        async with turns:
            await make_whatever(one, request, dice.randint(0, dearest), bill, dice, latencies_s=[0, 0, 0.001, 0.01])

    async def scenario() -> None:
        with journal(tmp_path) as shared:
            one, turns = budget(shared, cap), asyncio.Semaphore(parallelism)
            outcomes = await asyncio.gather(
                *(make(one, dice.randint(0, 20), turns) for _ in range(30)), return_exceptions=True
            )
            assert {type(outcome) for outcome in outcomes} <= {type(None), BudgetExhaustedError}
            spent = await one.spent()
            assert spent.in_flight == 0
            assert bill.total <= spent.committed <= cap

    asyncio.run(scenario())
