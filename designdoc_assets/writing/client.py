"""The one way to a model: every call is reserved, sent once, and settled; what was paid is never asked again."""

import asyncio
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from designdoc_assets.spending.budget import Budget
from designdoc_assets.spending.calls import Call, Reservation, StoredAnswer
from designdoc_assets.spending.money import NanoUsd
from designdoc_assets.spending.prices import Prices, TokenUsage
from designdoc_assets.writing.answers import UnusableAnswerError, parsed
from designdoc_assets.writing.failures import (
    CallFailedError,
    CallFailure,
    ProviderStoppedError,
    Remedy,
    explain,
)
from designdoc_assets.writing.request import MOST_OUTPUT_TOKENS, MOST_PROBLEM_CHARACTERS, AnswerT, AnyRequest, Request
from designdoc_assets.writing.tally import Tally
from designdoc_assets.writing.throttle import Throttle

if TYPE_CHECKING:  # importing the SDK takes a second, which runs that call nobody need not wait for
    from anthropic import AsyncAnthropic
    from anthropic.types import Message

MOST_TRIES = 6
"""Times that one call is sent until there is an answer."""
MOST_UNKNOWN = 3
"""Times that it is sent without knowing whether it was billed: each counts as spent."""
MOST_CONNECT_S = 10.0
"""For how long a server may not answer at all: a call that was not sent costs nothing, and is soon tried again."""
MOST_UNUSABLE = 3
"""Answers to one request that may be cut off, refused or malformed."""
NO_KEY = (
    "There is no key for Claude, and some artifacts are to be written. Set ANTHROPIC_API_KEY, or "
    "DESIGNDOC_WRITER=static to have everything written from facts alone, and materialize again. Nothing was spent."
)
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 30.0


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom a call is made, as the journal notes it."""

    kind: str
    artifact: str


@dataclass(frozen=True, slots=True)
class _Paid:
    """An answer that is not in the journal yet, nor what it cost."""

    reserved: Reservation
    cost: NanoUsd
    answer: StoredAnswer


def most_cost(request: AnyRequest, prices: Prices) -> NanoUsd:
    """Return the most that `ask` can spend on a request: every answer cut off, each after calls of unknown outcome."""
    total = 0
    for _ in range(MOST_UNUSABLE):
        # A draft that the task quotes was an answer itself, and so no longer than one; so were issues, and answers.
        most_input = request.most_input_tokens + 3 * MOST_OUTPUT_TOKENS + MOST_PROBLEM_CHARACTERS
        total += MOST_UNKNOWN * prices.worst_case(request.model, most_input, request.max_tokens)
        request = request.longer()
    return NanoUsd(total)


class Client:
    """Calls of one run, in any number of tasks of one event loop.

    Attributes:
        total: What all of them cost.
    """

    def __init__(
        self,
        provider: "AsyncAnthropic | None",
        budget: Budget,
        prices: Prices,
        throttle: Throttle,
        timeout_s: float,
    ) -> None:
        """Make a client.

        Args:
            provider: Makes no retries of its own: those would be billed unseen. None where there is no key.
            budget: What may be spent.
            prices: What calls cost.
            throttle: How many may be in flight.
            timeout_s: For how long one may take.
        """
        self.total = Tally()
        self._provider = provider
        self._budget = budget
        self._prices = prices
        self._throttle = throttle
        self._timeout_s = timeout_s
        self._stopped: ProviderStoppedError | None = None

    @property
    def in_flight(self) -> NanoUsd:
        """The most that calls can cost that are being made."""
        return self._budget.in_flight

    async def close(self) -> None:
        """Close the connections to the provider."""
        if self._provider is not None:
            await self._provider.close()

    async def ask(self, request: Request[AnswerT], asker: Asker, tally: Tally) -> AnswerT:
        """Return a typed answer; asked again a bounded number of times where an answer is not usable.

        Raises:
            BudgetExhaustedError: The budget does not allow the call.
            ProviderStoppedError: The provider takes no call of this run.
            CallFailedError: There was no answer, for a reason that may be this request's own.
            UnusableAnswerError: No answer was usable.
        """
        spent = Tally()
        try:
            return await self._usable_answer(request, asker, spent)
        finally:
            tally.include(spent)
            self.total.include(spent)

    async def _usable_answer(self, request: Request[AnswerT], asker: Asker, tally: Tally) -> AnswerT:
        for tries_left in reversed(range(MOST_UNUSABLE)):
            answer = await self._answer(request, asker, tally)
            try:
                return parsed(answer, request.answer)
            except UnusableAnswerError as error:
                if not tries_left:
                    raise UnusableAnswerError(f"{error}, {MOST_UNUSABLE} times") from error
                tally.protocol_retries += 1
                request = request.longer() if error.is_cut_off else request.after(str(error))
        raise AssertionError("unreachable")

    async def _answer(self, request: Request[AnswerT], asker: Asker, tally: Tally) -> StoredAnswer:
        unknown = 0
        for attempt in range(1, MOST_TRIES + 1):
            failure = await self._try(request, asker, tally)
            if isinstance(failure, StoredAnswer):
                return failure
            unknown += failure.is_billed
            if failure.meaning is Remedy.GIVE_UP:
                raise CallFailedError(failure.sentence)
            if attempt == MOST_TRIES or unknown == MOST_UNKNOWN:
                raise CallFailedError(f"{failure.sentence}, after {attempt} tries")
            tally.transport_retries += 1
            pause = _pause(attempt, failure)
            if failure.is_busy:
                self._throttle.slow_down(pause)
            await asyncio.sleep(pause)
        raise AssertionError("unreachable")

    async def _try(self, request: Request[AnswerT], asker: Asker, tally: Tally) -> StoredAnswer | CallFailure:
        """Send a call once, and return its answer, or why there is none."""
        paid: _Paid | None = None
        try:
            async with self._throttle.slot():
                outcome = await self._in_slot(request, asker, tally)
                if not isinstance(outcome, _Paid):
                    return outcome
                paid = outcome
        finally:
            if paid:  # behind the slot: while a disk has it, the next call is on its way
                kept = paid.answer if _is_usable(paid.answer, request) else None
                await self._budget.settle(paid.reserved, paid.cost, paid.answer.usage, kept)
        return paid.answer

    async def _in_slot(
        self, request: Request[AnswerT], asker: Asker, tally: Tally
    ) -> "StoredAnswer | _Paid | CallFailure":
        # Looked at here, and not before the wait for a slot: the provider may have stopped the run meanwhile.
        if self._stopped:
            raise ProviderStoppedError(str(self._stopped))
        worst = self._prices.worst_case(request.model, request.most_input_tokens, request.max_tokens)
        call = Call(request.digest, asker.artifact, asker.kind, request.role, request.model, worst)
        reserved = await self._budget.obtain(call)
        if isinstance(reserved, StoredAnswer):
            tally.replayed += 1
            return reserved
        if self._provider is None:
            await self._budget.release(reserved)
            raise ProviderStoppedError(NO_KEY)
        tally.model_calls += 1
        try:
            message = await self._send(self._provider, request)
            usage = _usage(message)
            text = "".join(block.text for block in message.content if block.type == "text")
        except Exception as error:  # noqa: BLE001 - whatever it is, the reservation has to be settled
            return await self._failed(error, reserved, tally)
        except BaseException:  # cancelled: the provider may go on and bill
            tally.cost = NanoUsd(tally.cost + worst)
            await self._budget.forfeit(reserved)
            raise
        cost = self._prices.cost(request.model, usage)
        tally.add(cost, usage)
        self._throttle.speed_up()
        return _Paid(reserved, cost, StoredAnswer(text, str(message.stop_reason), usage, message.model))

    async def _send(self, provider: "AsyncAnthropic", request: Request[AnswerT]) -> "Message":
        from anthropic import Timeout  # noqa: PLC0415 - see above

        # Explicit, or the client refuses long answers. The deadline is for the call, these are for each step of it.
        steps = Timeout(self._timeout_s, connect=min(MOST_CONNECT_S, self._timeout_s))
        async with asyncio.timeout(self._timeout_s):
            message: Message = await provider.messages.create(**request.body(), timeout=steps)
        if getattr(message, "type", None) != "message":  # the SDK passes on whatever text it gets
            raise TypeError("not a message")
        return message

    async def _failed(self, error: Exception, reserved: Reservation, tally: Tally) -> CallFailure:
        failure = explain(error, reserved.call.model, self._timeout_s)
        if failure.is_billed:
            tally.cost = NanoUsd(tally.cost + reserved.call.worst_case)
            await self._budget.forfeit(reserved)
        else:
            await self._budget.release(reserved)
        if failure.meaning is Remedy.STOP:
            self._stop(failure, error)
        return failure

    def _stop(self, failure: CallFailure, error: Exception) -> NoReturn:
        self._stopped = ProviderStoppedError(failure.sentence)
        raise self._stopped from error


def _usage(message: "Message") -> TokenUsage:
    used = message.usage
    written = used.cache_creation_input_tokens or 0
    for_an_hour = used.cache_creation.ephemeral_1h_input_tokens if used.cache_creation else 0
    return TokenUsage(
        input_tokens=used.input_tokens,
        output_tokens=used.output_tokens,
        cache_read_tokens=used.cache_read_input_tokens or 0,
        cache_write_5m_tokens=written - for_an_hour,
        cache_write_1h_tokens=for_an_hour,
    )


def _is_usable(answer: StoredAnswer, request: Request[AnswerT]) -> bool:
    try:
        parsed(answer, request.answer)
    except UnusableAnswerError:
        return False
    return True


def _pause(attempt: int, failure: CallFailure) -> float:
    """Return seconds to wait: what the provider asks for, or a random part of a time that doubles."""
    longest: float = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0 ** (attempt - 1))
    chosen = random.uniform(longest / 2, longest)
    return max(chosen, failure.retry_after_s or 0.0)
