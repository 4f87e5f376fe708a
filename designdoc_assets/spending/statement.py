"""What a budget's window holds, told in full: by kind, by model, and what was dearest. Only reads."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from designdoc_assets.spending.journal import Journal, Transaction
from designdoc_assets.spending.ledger import ALIVE_OR_NOT, WINDOWS, Account, Window
from designdoc_assets.spending.money import NanoUsd
from designdoc_assets.spending.schema import State, calls

MOST_ARTIFACTS = 10
"""Those that are listed as dearest."""
_NOTHING = NanoUsd(0)

_COST = func.sum(calls.c.amount)
_LINES = {
    window: select(
        calls.c.kind,
        calls.c.model,
        calls.c.state,
        ALIVE_OR_NOT,
        func.count(),
        _COST,
        func.coalesce(func.sum(calls.c.input_tokens), 0),
        func.coalesce(func.sum(calls.c.output_tokens), 0),
        func.coalesce(func.sum(calls.c.cache_read_tokens), 0),
        func.coalesce(func.sum(calls.c.cache_write_5m_tokens + calls.c.cache_write_1h_tokens), 0),
    )
    .where(counted, calls.c.state != State.RELEASED)
    .group_by(calls.c.kind, calls.c.model, calls.c.state, ALIVE_OR_NOT)
    for window, counted in WINDOWS.items()
}
_DEAREST = {
    window: select(calls.c.artifact, func.count(), _COST)
    .where(counted, calls.c.amount > 0)
    .group_by(calls.c.artifact)
    .order_by(_COST.desc(), calls.c.artifact)
    .limit(MOST_ARTIFACTS)
    for window, counted in WINDOWS.items()
}


@dataclass(frozen=True, slots=True)
class Line:
    """Calls that ended, added up.

    Attributes:
        unknown: Those of which the outcome is not known; they count as spent at their worst case.
    """

    calls: int = 0
    unknown: int = 0
    cost: NanoUsd = _NOTHING
    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0

    def __add__(self, other: "Line") -> "Line":
        return Line(
            self.calls + other.calls,
            self.unknown + other.unknown,
            NanoUsd(self.cost + other.cost),
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cache_read_tokens + other.cache_read_tokens,
            self.cache_write_tokens + other.cache_write_tokens,
        )


@dataclass(frozen=True, slots=True)
class Dearest:
    """What one artifact cost, with what is set aside for it now."""

    artifact: str
    calls: int
    cost: NanoUsd


@dataclass(frozen=True, slots=True)
class Statement:
    """What a window holds.

    Attributes:
        since: When it began, in UTC; None if it is no stretch of time.
        reserved: The worst cases of calls that are being made.
        lines: What was spent, by kind and model.
        dearest: The artifacts that cost most, the dearest first.
    """

    cap: NanoUsd
    window: Window
    since: datetime | None = None
    reserved: NanoUsd = _NOTHING
    lines: Mapping[tuple[str, str], Line] = field(default_factory=dict)
    dearest: tuple[Dearest, ...] = ()

    @property
    def total(self) -> Line:
        """All that was spent."""
        return sum(self.lines.values(), Line())

    @property
    def remaining(self) -> NanoUsd:
        """What new calls may cost."""
        return NanoUsd(max(0, self.cap - self.total.cost - self.reserved))

    def by_kind(self) -> Mapping[str, Line]:
        """Return what was spent on each kind of artifact, the dearest first."""
        return _added_up((kind, line) for (kind, _), line in self.lines.items())

    def by_model(self) -> Mapping[str, Line]:
        """Return what was spent on each model, the dearest first."""
        return _added_up((model, line) for (_, model), line in self.lines.items())


def draw_up(journal: Journal, account: Account) -> Statement:
    """Return what the account's window holds now.

    Raises:
        JournalError: the journal cannot be read.
    """
    return journal.read_now(lambda transaction: _read(transaction, account))


def _read(transaction: Transaction, account: Account) -> Statement:
    values = account.values(transaction)
    reserved, lines = 0, defaultdict[tuple[str, str], Line](Line)
    for kind, model, state, is_alive, count, *numbers in transaction.connection.execute(_LINES[account.window], values):
        cost, *tokens = map(int, numbers)
        if is_alive:
            reserved += cost
        else:  # one that is in flight, and whose process is dead, will never be known either
            unknown = 0 if state == State.SETTLED else count
            lines[kind, model] += Line(count, unknown, NanoUsd(cost), *tokens)
    dearest = transaction.connection.execute(_DEAREST[account.window], values)
    return Statement(
        cap=account.cap,
        window=account.window,
        since=account.window_start(transaction.now),
        reserved=NanoUsd(reserved),
        lines=dict(lines),
        dearest=tuple(Dearest(artifact, count, NanoUsd(int(cost))) for artifact, count, cost in dearest),
    )


def _added_up(lines: Iterable[tuple[str, Line]]) -> Mapping[str, Line]:
    added = defaultdict[str, Line](Line)
    for name, line in lines:
        added[name] += line
    return dict(sorted(added.items(), key=lambda entry: (-entry[1].cost, entry[0])))
