"""What tests of the money share: calls, a clock that is set by hand, and processes that can be killed."""

import asyncio
import multiprocessing
import os
import random
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from multiprocessing.context import ForkProcess
from pathlib import Path

from designdoc_assets.spending.budget import Budget
from designdoc_assets.spending.calls import Call, Reservation, StoredAnswer
from designdoc_assets.spending.journal import LEASE_S, Journal
from designdoc_assets.spending.money import NanoUsd
from designdoc_assets.spending.prices import TokenUsage
from designdoc_tests.waiting import LIMIT_S

TARGET = "shop"
_FORK = multiprocessing.get_context("fork")


class Clock:
    """Stands still until it is set."""

    def __init__(self, *moment: int) -> None:
        self.now = datetime(*moment, tzinfo=UTC) if moment else datetime(2026, 11, 23, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@contextmanager
def journal(
    where: Path | str, *, clock: Callable[[], datetime] | None = None, lease_s: float = LEASE_S
) -> Iterator[Journal]:
    """Open the journal in a folder, or at a URL."""
    url = f"sqlite:///{where}/journal.db" if isinstance(where, Path) else where
    opened = Journal.open(url, clock=clock, lease_s=lease_s)
    try:
        yield opened
    finally:
        opened.close()


def budget(shared: Journal, cap: int, *, run: str = "run", window: str = "total", anew: bool = False) -> Budget:
    return Budget(shared, target=TARGET, run=run, cap=NanoUsd(cap), window=window, anew=anew)  # type: ignore[arg-type]


def call(request: object, worst_case: int, *, kind: str = "class_doc", model: str = "claude-sonnet-5-5") -> Call:
    return Call(
        request=sha256(str(request).encode()).hexdigest(),
        artifact=f"{kind}[{request}]",
        kind=kind,
        role=kind,
        model=model,
        worst_case=NanoUsd(worst_case),
    )


def answer(text: str = "An answer.") -> StoredAnswer:
    return StoredAnswer(text=text, stop_reason="end_turn", usage=TokenUsage(input_tokens=3, output_tokens=5), model="m")


async def reserve(of: Budget, request: object, worst_case: int) -> Reservation:
    obtained = await of.obtain(call(request, worst_case))
    assert isinstance(obtained, Reservation)
    return obtained


async def pay(of: Budget, request: object, worst_case: int, cost: int | None = None, text: str = "An answer.") -> None:
    """Make a call, and settle it at `cost` or else at its worst case."""
    reservation = await reserve(of, request, worst_case)
    stored = answer(text)
    await of.settle(reservation, NanoUsd(worst_case if cost is None else cost), stored.usage, stored)


async def committed(of: Budget) -> int:
    return (await of.spent()).committed


class Bill:
    """What a provider would bill: written down when a call is sent, so that no kill can undo it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        file.touch()

    def send(self, request: str, cost: int) -> None:
        descriptor = os.open(self._file, os.O_WRONLY | os.O_APPEND)
        os.write(descriptor, f"{request} {cost}\n".encode())  # one write of a short line is whole or absent
        os.close(descriptor)

    @property
    def lines(self) -> list[tuple[str, int]]:
        return [(request, int(cost)) for request, cost in map(str.split, self._file.read_text().splitlines())]

    @property
    def total(self) -> int:
        return sum(cost for _, cost in self.lines)


async def make_whatever(
    one: Budget, request: int, worst_case: int, bill: Bill, dice: random.Random, *, latencies_s: Sequence[float]
) -> None:
    """Make one call, with whatever may become of it."""
    obtained = await one.obtain(call(request, worst_case))
    if not isinstance(obtained, Reservation):
        return
    cost = dice.randint(0, worst_case)
    fate = dice.choice(["answered", "answered", "useless", "refused", "lost"])
    if fate != "refused":
        bill.send(str(request), cost)
    await asyncio.sleep(dice.choice(latencies_s))
    match fate:
        case "answered":
            await one.settle(obtained, NanoUsd(cost), answer().usage, answer())
        case "useless":
            await one.settle(obtained, NanoUsd(cost), TokenUsage(), None)
        case "refused":
            await one.release(obtained)
        case "lost":
            await one.forfeit(obtained)


def start(action: Callable[[], object]) -> ForkProcess:
    child = _FORK.Process(target=action)
    child.start()
    return child


def kill(child: ForkProcess) -> None:
    assert child.pid is not None
    with suppress(ProcessLookupError):
        os.kill(child.pid, signal.SIGKILL)
    child.join(LIMIT_S)


def exit_code(child: ForkProcess) -> int | None:
    child.join(LIMIT_S)
    return child.exitcode
