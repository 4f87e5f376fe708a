"""The budget: makes sure that calls which do not fit under the cap are not made, and that none is paid twice."""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TypeVar

from designdoc_assets.spending import ledger
from designdoc_assets.spending.calls import Call, Reservation, StoredAnswer
from designdoc_assets.spending.database import JournalError
from designdoc_assets.spending.journal import Journal, Transaction, Work
from designdoc_assets.spending.ledger import Account, Refusal, Spent, Wait, Window
from designdoc_assets.spending.money import NanoUsd, shown
from designdoc_assets.spending.prices import TokenUsage

T = TypeVar("T")

_log = logging.getLogger(__name__)

_POLL_S = 0.1
"""How soon the outcome of another process's call is noticed."""
_RENEWALS_PER_LEASE = 5


class BudgetExhaustedError(Exception):
    """The cap does not allow another call.

    Attributes:
        spent: What was spent in the window, with what is set aside for calls in flight.
        needed: The most that the call may cost.
    """

    def __init__(self, spent: NanoUsd, needed: NanoUsd, cap: NanoUsd, window: Window) -> None:
        super().__init__(f"budget exhausted at {shown(spent)} / cap {shown(cap)}")
        self.spent = spent
        self.needed = needed
        self.cap = cap
        self.window = window


class Budget:
    """One run's right to spend on one target. It belongs to one event loop; any number may share a journal.

    Every reservation that `obtain` returns must be ended: settled, released or forfeited.

    Attributes:
        exhausted: A call did not fit. No other will be made; answers that were paid are still had.
    """

    def __init__(  # noqa: PLR0913 - each is a choice of its own
        self, journal: Journal, *, target: str, run: str, cap: NanoUsd, window: Window, anew: bool = False
    ) -> None:
        """Make a budget.

        Args:
            journal: Where calls are entered.
            target: Whose money it is: all budgets of a target share what is spent in a window.
            run: What the window `run` counts.
            cap: The most that may be spent in a window; 0 allows no call at all.
            window: What the cap applies to.
            anew: Use no answer that was stored before this budget was made.

        Raises:
            JournalError: the journal cannot be read.
        """
        self.exhausted = False
        self._journal = journal
        self._account = Account(
            target=target,
            run=run,
            cap=cap,
            window=window,
            lease=timedelta(seconds=journal.lease_s),
            answers_after=journal.read_now(ledger.newest_answer) if anew else 0,
        )
        self._turn = asyncio.Lock()
        """Held by who is next to get money where there is not enough: first come, first served."""
        self._news = asyncio.Event()
        """Set when one of this budget's calls ends; then a new one takes its place."""
        self._worst_cases: dict[int, NanoUsd] = {}
        """By id of a reservation that is not settled, the most that its call can cost."""
        self._renewal: asyncio.Task[None] | None = None

    async def obtain(self, call: Call) -> Reservation | StoredAnswer:
        """Return the stored answer to a call, or else set money aside for making it.

        Waits while the same request is in flight somewhere, and while calls in flight may yet free enough money.

        Raises:
            BudgetExhaustedError: the call does not fit under the cap, or an earlier one did not.
            JournalError: the journal cannot be used.
        """
        while True:
            news = self._news
            # Who needs no money does not wait behind those who wait for it.
            outcome = (
                await self._journal.read(partial(self._account.find, call=call))
                if self._turn.locked()
                else await self._reserve(call)
            )
            if outcome is None or outcome is Wait.FOR_MONEY:
                async with self._turn:
                    outcome = await self._in_turn(call)
            if not isinstance(outcome, Wait):
                return outcome
            await _hear(news)

    async def settle(
        self, reservation: Reservation, cost: NanoUsd, usage: TokenUsage, answer: StoredAnswer | None
    ) -> None:
        """Enter what a call cost, and keep its answer, unless it is None: paid, but not worth using again.

        Raises:
            JournalError: it could not be entered; the call counts as spent at its worst case.
        """
        work = partial(self._account.settle, reservation=reservation, cost=cost, usage=usage, answer=answer)
        await self._end(reservation, work)

    async def release(self, reservation: Reservation) -> None:
        """Enter that a call was certainly not billed: it costs nothing.

        Raises:
            JournalError: it could not be entered; the call counts as spent at its worst case.
        """
        await self._end(reservation, partial(ledger.release, reservation=reservation))

    async def forfeit(self, reservation: Reservation) -> None:
        """Enter that it will never be known what a call cost: it counts as spent at its worst case.

        Raises:
            JournalError: it could not be entered; the call counts as spent all the same.
        """
        await self._end(reservation, partial(ledger.forfeit, reservation=reservation))

    async def spent(self) -> Spent:
        """Return what the window holds now.

        Raises:
            JournalError: the journal cannot be read.
        """
        return await self._journal.read(self._account.spent)

    @property
    def in_flight(self) -> NanoUsd:
        """What is set aside for calls that this budget's owner is making; it may be asked for in any thread."""
        return NanoUsd(sum(tuple(self._worst_cases.values())))

    async def _in_turn(self, call: Call) -> Reservation | StoredAnswer | Wait:
        """Wait for money, unless the same request came to be in flight meanwhile."""
        while True:
            news = self._news
            outcome = await self._reserve(call)
            if outcome is not Wait.FOR_MONEY:
                return outcome
            await _hear(news)

    async def _reserve(self, call: Call) -> Reservation | StoredAnswer | Wait:
        """Try to set money aside. If that was cancelled, nothing stays set aside: the call will not be made."""
        writing = self._journal.write(self._account.target, partial(self._reserved, call=call))
        outcome, cancelled = await _to_its_end(writing)
        if isinstance(outcome, Reservation):
            self._hold(outcome)
            if cancelled:
                await self.release(outcome)
        if cancelled:
            raise cancelled
        if isinstance(outcome, Refusal):
            raise BudgetExhaustedError(outcome.spent, call.worst_case, self._account.cap, self._account.window)
        return outcome

    def _reserved(self, transaction: Transaction, call: Call) -> Reservation | StoredAnswer | Wait | Refusal:
        """Set money aside within a transaction; once one call was refused, those behind it are, too."""
        outcome = self._account.reserve(transaction, call, may_start=not self.exhausted)
        self.exhausted |= isinstance(outcome, Refusal)
        return outcome

    async def _end(self, reservation: Reservation, work: Work[None]) -> None:
        if reservation.id not in self._worst_cases:
            raise ValueError(f"Reservation {reservation.id} is not in flight in this budget.")
        try:
            _, cancelled = await _to_its_end(self._journal.write(self._account.target, work))
        finally:
            self._let_go(reservation)
        if cancelled:
            raise cancelled

    def _hold(self, reservation: Reservation) -> None:
        self._worst_cases[reservation.id] = reservation.call.worst_case
        if self._renewal is None:
            self._renewal = asyncio.create_task(self._renew())

    def _let_go(self, reservation: Reservation) -> None:
        del self._worst_cases[reservation.id]
        if not self._worst_cases and self._renewal is not None:
            self._renewal.cancel()
            self._renewal = None
        self._news.set()
        self._news = asyncio.Event()

    async def _renew(self) -> None:
        """Show that this process is alive, for as long as it has calls in flight."""
        while True:
            await asyncio.sleep(self._journal.lease_s / _RENEWALS_PER_LEASE)
            work = partial(ledger.renew, reservations=frozenset(self._worst_cases), lease=self._account.lease)
            try:
                await self._journal.write(self._account.target, work)
            except JournalError as error:  # other processes will stop waiting for these calls, and overspend nothing
                _log.warning("%s", error)


async def _hear(news: asyncio.Event) -> None:
    """Wait until a call of this budget has ended, or one of another may have."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_POLL_S):
            await news.wait()


async def _to_its_end(writing: asyncio.Future[T]) -> tuple[T, asyncio.CancelledError | None]:
    """Wait for a transaction even if that is cancelled, which is returned then: what was written must be known."""
    cancelled = None
    while not writing.done():
        try:
            await asyncio.wait({writing})
        except asyncio.CancelledError as error:
            cancelled = error
    return writing.result(), cancelled
