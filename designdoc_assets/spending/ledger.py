"""What the journal says and what is written to it: each function is a step of one transaction."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, insert, literal_column, select, update

from designdoc_assets.spending.calls import Call, Reservation, StoredAnswer
from designdoc_assets.spending.journal import Transaction
from designdoc_assets.spending.money import NanoUsd
from designdoc_assets.spending.prices import TokenUsage
from designdoc_assets.spending.schema import State, answers, calls

Window = Literal["month", "day", "run", "total"]
"""What a cap applies to: a calendar month or day (UTC), a run, or all time."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_USAGE = [calls.c[field.name] for field in fields(TokenUsage)]

# Statements are made once: to make one takes longer than to run it.
_OF_TARGET = calls.c.target == bindparam("target")
_IS_ALIVE = and_(
    _OF_TARGET,
    calls.c.state == literal_column(f"'{State.IN_FLIGHT}'"),  # spelled out as in the index
    calls.c.lease_until > bindparam("now"),
    # A lease that ends later than any can was written before the clock was set back: it says nothing.
    calls.c.lease_until <= bindparam("longest_lease"),
)
_SINCE = and_(_OF_TARGET, calls.c.reserved_at >= bindparam("since"))
WINDOWS: Mapping[Window, ColumnElement[bool]] = {
    "total": _OF_TARGET,
    "run": and_(_OF_TARGET, calls.c.run == bindparam("run")),
    "day": _SINCE,  # also what lies in the future, which a clock that was set back must not make free
    "month": _SINCE,
}
_ANSWER = (
    select(answers.c.content, *_USAGE)
    .join(calls, calls.c.id == answers.c.call)
    .where(answers.c.target == bindparam("target"), answers.c.request == bindparam("request"))
    .where(answers.c.id > bindparam("answers_after"))
    .order_by(answers.c.id.desc())
    .limit(1)
)
_UNDER_WAY = select(calls.c.id).where(_IS_ALIVE, calls.c.request == bindparam("request")).limit(1)
_LATEST = select(func.max(calls.c.reserved_at)).where(_OF_TARGET)
_ENTER = insert(calls).returning(calls.c.id)
_END = update(calls).where(calls.c.id == bindparam("ended"))
_KEEP = insert(answers)


def _sum(of: ColumnElement[bool]) -> Select[Any]:
    return select(func.coalesce(func.sum(calls.c.amount), 0)).where(of)


_BEFORE = {
    window: select(
        _UNDER_WAY.scalar_subquery(), _sum(counted).scalar_subquery(), func.coalesce(_LATEST.scalar_subquery(), 0)
    )
    for window, counted in WINDOWS.items()
}
"""What a reservation depends on, asked at once: whether the request is under way, what is spent, the latest time."""
_FREED = {window: _sum(and_(counted, _IS_ALIVE)) for window, counted in WINDOWS.items()}
ALIVE_OR_NOT = case((_IS_ALIVE, 1), else_=0).label("is_alive")
_PARTS = {
    window: select(ALIVE_OR_NOT, func.sum(calls.c.amount)).where(counted, calls.c.amount > 0).group_by(ALIVE_OR_NOT)
    for window, counted in WINDOWS.items()
}


class Wait(Enum):
    """Why a call cannot be made yet."""

    FOR_ANSWER = "the same request is in flight"
    FOR_MONEY = "calls in flight may free enough"


@dataclass(frozen=True, slots=True)
class Refusal:
    """The cap does not allow a call, whatever becomes of those in flight; so much is spent or reserved."""

    spent: NanoUsd


@dataclass(frozen=True, slots=True)
class Spent:
    """What a window holds.

    Attributes:
        committed: What was paid, and the worst cases of calls of which the outcome is not known.
        in_flight: The worst cases of calls that are being made.
    """

    committed: NanoUsd
    in_flight: NanoUsd


@dataclass(frozen=True, slots=True)
class Account:
    """One target's calls, as one run sees them.

    Attributes:
        lease: How long a call in flight counts as alive after its process last said so.
        answers_after: Answers up to this number are not used.
    """

    target: str
    run: str
    cap: NanoUsd
    window: Window
    lease: timedelta
    answers_after: int = 0

    def find(self, transaction: Transaction, call: Call) -> StoredAnswer | Wait | None:
        """Return the answer to a call, or that it is under way."""
        values = self._values_of(transaction, call)
        answer = _answer(transaction, values)
        if answer is not None:
            return answer
        return Wait.FOR_ANSWER if transaction.connection.execute(_UNDER_WAY, values).first() else None

    def reserve(
        self, transaction: Transaction, call: Call, *, may_start: bool
    ) -> StoredAnswer | Reservation | Wait | Refusal:
        """Set money aside for a call, unless it has an answer, is under way, or does not fit."""
        values = self._values_of(transaction, call)
        answer = _answer(transaction, values)
        if answer is not None:
            return answer
        under_way, amount, latest = transaction.connection.execute(_BEFORE[self.window], values).one()
        if under_way is not None:
            return Wait.FOR_ANSWER
        spent = NanoUsd(int(amount))
        if not may_start or self.cap <= 0:
            return Refusal(spent)
        if spent + call.worst_case <= self.cap:
            return self._enter(transaction, call, int(latest))
        freed_at_most = int(transaction.connection.execute(_FREED[self.window], values).scalar_one())
        return Wait.FOR_MONEY if spent - freed_at_most + call.worst_case <= self.cap else Refusal(spent)

    def settle(
        self,
        transaction: Transaction,
        reservation: Reservation,
        cost: NanoUsd,
        usage: TokenUsage,
        answer: StoredAnswer | None,
    ) -> None:
        """Write what a call cost, and its answer with it."""
        _end(transaction, reservation, state=State.SETTLED, amount=cost, **asdict(usage))
        if answer is not None:
            content = {"text": answer.text, "stop_reason": answer.stop_reason, "model": answer.model}
            kept = {
                "call": reservation.id,
                "target": self.target,
                "request": reservation.call.request,
                "content": json.dumps(content),  # in ASCII: no database takes every character that a model can write
            }
            transaction.connection.execute(_KEEP, kept)

    def spent(self, transaction: Transaction) -> Spent:
        """Return what the window holds."""
        rows = transaction.connection.execute(_PARTS[self.window], self.values(transaction))
        amounts = {is_alive: int(amount) for is_alive, amount in rows}
        return Spent(committed=NanoUsd(amounts.get(0, 0)), in_flight=NanoUsd(amounts.get(1, 0)))

    def window_start(self, now: datetime) -> datetime | None:
        """Return when the window began; None if it is no stretch of time."""
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return {"day": midnight, "month": midnight.replace(day=1)}.get(self.window)

    def values(self, transaction: Transaction) -> dict[str, object]:
        """Return what statements are asked with."""
        return {
            "target": self.target,
            "run": self.run,
            "now": _microseconds(transaction.now),
            "longest_lease": _microseconds(transaction.now + 2 * self.lease),
            "since": _microseconds(self.window_start(transaction.now) or _EPOCH),
        }

    def _values_of(self, transaction: Transaction, call: Call) -> dict[str, object]:
        return self.values(transaction) | {"request": call.request, "answers_after": self.answers_after}

    def _enter(self, transaction: Transaction, call: Call, latest: int) -> Reservation:
        """Write the row of a reservation.

        Its time is never before that of an earlier one: if the clock was set back, the call still counts where the
        earlier ones do.
        """
        row = asdict(call) | {
            "target": self.target,
            "run": self.run,
            "state": State.IN_FLIGHT,
            "reserved_at": max(_microseconds(transaction.now), latest),
            "lease_until": _microseconds(transaction.now + self.lease),
            "amount": call.worst_case,
        }
        return Reservation(transaction.connection.execute(_ENTER, row).scalar_one(), call)


def _answer(transaction: Transaction, values: Mapping[str, object]) -> StoredAnswer | None:
    row = transaction.connection.execute(_ANSWER, values).first()
    if row is None:
        return None
    content, *usage = row
    return StoredAnswer(usage=TokenUsage(*usage), **json.loads(content))


def newest_answer(transaction: Transaction) -> int:
    """Return the number of the newest answer in the journal."""
    return int(transaction.connection.execute(select(func.coalesce(func.max(answers.c.id), 0))).scalar_one())


def release(transaction: Transaction, reservation: Reservation) -> None:
    """Write that a call was not billed."""
    _end(transaction, reservation, state=State.RELEASED, amount=0)


def forfeit(transaction: Transaction, reservation: Reservation) -> None:
    """Write that it will not be known what a call cost: what was set aside for it stays spent."""
    _end(transaction, reservation, state=State.UNKNOWN)


def renew(transaction: Transaction, reservations: Collection[int], lease: timedelta) -> None:
    """Write that the process that makes these calls is alive."""
    lease_until = _microseconds(transaction.now + lease)
    transaction.connection.execute(update(calls).where(calls.c.id.in_(reservations)).values(lease_until=lease_until))


def _end(transaction: Transaction, reservation: Reservation, **outcome: object) -> None:
    transaction.connection.execute(_END, {"ended": reservation.id, **outcome})


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND
