"""What tests of the money share: a provider whose clients can be killed, the journal's rows, runs without events."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

from platformdirs import user_state_path

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.session.folders import APPLICATION
from designdoc_assets.session.opening import open_session
from designdoc_tests.claude.support import key_for
from designdoc_tests.messages_api.answers import Answer
from designdoc_tests.messages_api.bodies import Body
from designdoc_tests.messages_api.calls import Call, bill_of, read_log
from designdoc_tests.messages_api.plausible import plausible
from designdoc_tests.messages_api.provider import Options
from designdoc_tests.messages_api.server import MessagesApi
from designdoc_tests.waiting import LIMIT_S, wait_for

FORK = get_context("fork")
_NANOS = 1_000_000_000
_DAY_S = 86_400
ROWS = (
    "SELECT c.id, c.target, c.request, c.artifact, c.kind, c.role, c.state, c.amount, a.id IS NOT NULL "
    "FROM designdoc_calls c LEFT JOIN designdoc_answers a ON a.call = c.id ORDER BY c.id"
)
"""The columns of `Row`, for every attempt at a call."""


@dataclass(frozen=True, slots=True)
class ForkedProvider:
    """A server in a process of its own, which is not paid for with an import."""

    url: str
    generated: Any
    """How many answers it generated so far, in memory that is shared."""
    _log: Path
    _process: ForkProcess

    def wait_for_more(self, answers: int, while_it_holds: Callable[[], bool]) -> None:
        """Wait until so many more answers have been generated, or something no longer holds, which may cost to ask."""
        goal = self.generated.value + answers
        looks = count()
        wait_for(
            lambda: self.generated.value >= goal or (next(looks) % 100 == 0 and not while_it_holds()),
            lambda: f"{goal} answers, of which {self.generated.value} were asked for",
            every_s=0.001,  # what is killed thereafter is killed in the midst of something
        )

    def stop(self) -> list[Call]:
        """End the server, and return all calls that it ever read."""
        if self._process.is_alive():
            assert self._process.pid is not None
            os.kill(self._process.pid, signal.SIGTERM)
        self._process.join(LIMIT_S)
        assert self._process.exitcode == 0
        return read_log(self._log)


@contextmanager
def forked_provider(folder: Path, answer: Answer = plausible, **options: Any) -> Iterator[ForkedProvider]:
    """Serve in a forked process, and have the key set for it; the options are those of `provider.Options`."""
    receiver, sender = FORK.Pipe(duplex=False)
    generated = FORK.Value("i", 0)
    log = folder / "calls.jsonl"

    def counted(body: Body) -> Any:
        generated.value += 1
        return answer(body)

    async def run() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        server = MessagesApi(Options(answer=counted, **options), log)
        await server.run(stop, 0, lambda: sender.send(server.port))

    process = FORK.Process(target=lambda: asyncio.run(run()), daemon=True)
    process.start()
    try:
        url = f"http://127.0.0.1:{receiver.recv()}"
        with key_for(url):
            yield ForkedProvider(url, generated, log, process)
    finally:
        process.kill()
        process.join(LIMIT_S)


def start(action: Callable[[], object]) -> ForkProcess:
    """Do something in a process that can be killed."""
    child = FORK.Process(target=action, daemon=True)  # it does not outlive a test that failed
    child.start()
    return child


def kill(child: ForkProcess) -> bool:
    """Kill a process; return whether it was still at work."""
    child.kill()
    child.join(LIMIT_S)
    return child.exitcode == -signal.SIGKILL


def exit_code(child: ForkProcess) -> int | None:
    """Wait for the end of a process."""
    child.join(LIMIT_S)
    return child.exitcode


def bring_up_to_date(repo: Path, *, force: bool = False, **pipeline: Any) -> None:
    """Do what `design_docs` does, without its events: for processes that are killed."""
    settings = {"repo": str(repo), "writer": {"kind": "claude"}, "pipeline": pipeline}
    session = open_session(settings, force=force)
    production = session.production
    production.withdraw(production.plan.gone)
    for grain in Grain:
        if grain is Grain.DOCUMENTS:
            production.settle()
        for _ in production.make(grain, production.due(grain)):
            pass
    production.settle()
    session.close()
    assert production.outcomes.failures == []


@dataclass(frozen=True, slots=True)
class Row:
    """An attempt at a call, as the journal has it."""

    id: int
    target: str
    request: str
    artifact: str
    kind: str
    role: str
    state: str
    amount: int
    has_answer: bool


def journal_file() -> Path:
    """Return the file of the journal that is used where no other is named."""
    return user_state_path(APPLICATION) / "journal.sqlite"


def journal_rows(file: Path | None = None) -> list[Row]:
    """Return all attempts at calls, oldest first."""
    with _opened(file or journal_file()) as journal:
        rows = journal.execute(ROWS) if journal else []
        return [Row(*row[:-1], has_answer=bool(row[-1])) for row in rows]


def ledger(file: Path | None = None) -> int:
    """Return what counts as spent, in billionths of a dollar: what was set aside and never settled, too."""
    return sum(row.amount for row in journal_rows(file))


def nanos(dollars: Decimal) -> int:
    """Return billionths of a dollar."""
    amount = dollars * _NANOS
    assert amount == amount.to_integral_value()
    return int(amount)


def billed(calls: list[Call]) -> int:
    """Return what calls cost together, in billionths of a dollar."""
    return nanos(bill_of(calls))


def let_leases_run_out() -> None:
    """Let the processes that died count as dead, as they do after some seconds."""
    with _opened(journal_file()) as journal:
        if journal:
            journal.execute("UPDATE designdoc_calls SET lease_until = 0 WHERE state = 'in_flight'")


def let_calls_age(days: float) -> None:
    """Let all calls have been made earlier than they were."""
    with _opened(journal_file()) as journal:
        assert journal
        microseconds = int(days * _DAY_S * 1_000_000)
        journal.execute("UPDATE designdoc_calls SET reserved_at = reserved_at - ?", [microseconds])


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection | None]:
    """Open a journal; None if a kill came before its tables were made."""
    if not file.exists():
        yield None
        return
    with closing(sqlite3.connect(file, timeout=LIMIT_S)) as connection, connection:
        has_tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'designdoc_answers'").fetchone()
        yield connection if has_tables else None
