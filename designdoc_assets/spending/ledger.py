"""What the journal says and what is written to it: each function is a step of one transaction."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Literal

from sqlalchemy import ColumnElement, and_, case, func, insert, literal_column, select, update

from designdoc_assets.spending.calls import Call, Reservation, StoredAnswer
from designdoc_assets.spending.journal import Transaction
from designdoc_assets.spending.money import NanoUsd
from designdoc_assets.spending.prices import Usage
from designdoc_assets.spending.schema import State, answers, calls

Window = Literal["month", "day", "run", "total"]
"""What a cap applies to: a calendar month or day (UTC), a run, or all time."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_IS_IN_FLIGHT = calls.c.state == literal_column(f"'{State.IN_FLIGHT}'")  # spelled out as in the index
_USAGE = [calls.c[field.name] for field in fields(Usage)]


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
        by_kind: What was committed, by the kind of artifact.
        by_model: The same by model.
    """

    committed: NanoUsd
    in_flight: NanoUsd
    by_kind: Mapping[str, NanoUsd]
    by_model: Mapping[str, NanoUsd]


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
    answers_after: int

    def find(self, transaction: Transaction, call: Call) -> StoredAnswer | Wait | None:
        """Return the answer to a call, or that it is under way."""
        row = transaction.connection.execute(
            select(answers.c.content, *_USAGE)
            .join(calls, calls.c.id == answers.c.call)
            .where(answers.c.target == self.target, answers.c.request == call.request)
            .where(answers.c.id > self.answers_after)
            .order_by(answers.c.id.desc())
            .limit(1)
        ).first()
        if row is not None:
            content, *usage = row
            return StoredAnswer(usage=Usage(*usage), **json.loads(content))
        under_way = select(calls.c.id).where(self._in_flight(transaction.now), calls.c.request == call.request).limit(1)
        return Wait.FOR_ANSWER if transaction.connection.execute(under_way).first() else None

    def reserve(
        self, transaction: Transaction, call: Call, *, may_start: bool
    ) -> StoredAnswer | Reservation | Wait | Refusal:
        """Set money aside for a call, unless it has an answer, is under way, or does not fit."""
        found = self.find(transaction, call)
        if found is not None:
            return found
        spent = _sum(transaction, self._in_window(transaction.now))
        if not may_start or self.cap <= 0:
            return Refusal(spent)
        if spent + call.worst_case <= self.cap:
            return self._enter(transaction, call)
        freed_at_most = _sum(transaction, and_(self._in_window(transaction.now), self._in_flight(transaction.now)))
        return Wait.FOR_MONEY if spent - freed_at_most + call.worst_case <= self.cap else Refusal(spent)

    def settle(
        self,
        transaction: Transaction,
        reservation: Reservation,
        cost: NanoUsd,
        usage: Usage,
        answer: StoredAnswer | None,
    ) -> None:
        """Write what a call cost, and its answer with it."""
        _end(transaction, reservation, state=State.SETTLED, amount=cost, **asdict(usage))
        if answer is not None:
            content = {"text": answer.text, "stop_reason": answer.stop_reason, "model": answer.model}
            transaction.connection.execute(
                insert(answers).values(
                    call=reservation.id,
                    target=self.target,
                    request=reservation.call.request,
                    content=json.dumps(content),  # in ASCII: no database takes every character that a model can write
                )
            )

    def spent(self, transaction: Transaction) -> Spent:
        """Return what the window holds."""
        alive = case((self._in_flight(transaction.now), 1), else_=0)
        rows = transaction.connection.execute(
            select(calls.c.kind, calls.c.model, alive, func.sum(calls.c.amount))
            .where(self._in_window(transaction.now), calls.c.amount > 0)
            .group_by(calls.c.kind, calls.c.model, alive)
        )
        in_flight, by_kind, by_model = 0, Counter[str](), Counter[str]()
        for kind, model, is_alive, amount in rows:
            if is_alive:
                in_flight += int(amount)
            else:
                by_kind[kind] += int(amount)
                by_model[model] += int(amount)
        return Spent(
            committed=NanoUsd(by_kind.total()),
            in_flight=NanoUsd(in_flight),
            by_kind={kind: NanoUsd(amount) for kind, amount in sorted(by_kind.items())},
            by_model={model: NanoUsd(amount) for model, amount in sorted(by_model.items())},
        )

    def _enter(self, transaction: Transaction, call: Call) -> Reservation:
        """Write the row of a reservation.

        Its time is never before that of an earlier one: if the clock was set back, the call still counts where the
        earlier ones do.
        """
        latest = transaction.connection.execute(
            select(func.max(calls.c.reserved_at)).where(calls.c.target == self.target)
        ).scalar_one()
        row = asdict(call) | {
            "target": self.target,
            "run": self.run,
            "state": State.IN_FLIGHT,
            "reserved_at": max(_microseconds(transaction.now), latest or 0),
            "lease_until": _microseconds(transaction.now + self.lease),
            "amount": call.worst_case,
        }
        entered = insert(calls).values(row).returning(calls.c.id)
        return Reservation(transaction.connection.execute(entered).scalar_one(), call)

    def _in_window(self, now: datetime) -> ColumnElement[bool]:
        """What counts: also what lies in the future, which a clock that was set back must not make free."""
        of_target = calls.c.target == self.target
        match self.window:
            case "total":
                return of_target
            case "run":
                return and_(of_target, calls.c.run == self.run)
            case "day":
                start = now.replace(hour=0, minute=0, second=0, microsecond=0)
            case "month":
                start = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return and_(of_target, calls.c.reserved_at >= _microseconds(start))

    def _in_flight(self, now: datetime) -> ColumnElement[bool]:
        """What is being made by a process that is alive.

        A lease that ends later than any can was written before the clock was set back: it says nothing.
        """
        return and_(
            calls.c.target == self.target,
            _IS_IN_FLIGHT,
            calls.c.lease_until > _microseconds(now),
            calls.c.lease_until <= _microseconds(now + 2 * self.lease),
        )


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
    transaction.connection.execute(update(calls).where(calls.c.id == reservation.id).values(**outcome))


def _microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _sum(transaction: Transaction, of: ColumnElement[bool]) -> NanoUsd:
    amount = select(func.coalesce(func.sum(calls.c.amount), 0)).where(of)
    return NanoUsd(int(transaction.connection.execute(amount).scalar_one()))
