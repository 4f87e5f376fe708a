"""Claude writes: how many calls and dollars a small target takes, and how well calls run side by side.

The provider is the tests' own server, in a process of its own: it bills by the price list, and answers take their time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import dagster as dg
import pytest

from designdoc_tests.benchmarks import bare_job
from designdoc_tests.benchmarks.figures import Figure, cpu_s, wall_s
from designdoc_tests.benchmarks.processes import execute_job
from designdoc_tests.benchmarks.targets import make_target, module_path
from designdoc_tests.messages_api.process import ServerProcess, messages_api_process
from designdoc_tests.messages_api.provider import ACCEPTED_KEY
from designdoc_tests.support import document, make_repo

MOST_CALLS, MOST_USD = 20, Decimal("0.30")
MOST_CALLS_OF_A_CHANGE = 4
LATENCY_S, PARALLELISM, FILES = 0.2, 16, 50
LONGEST_CHAIN = 6
"""Calls that wait for each other: a class's draft and review, its package's, and the system's."""
MOST_OVERHEAD, MOST_REST_S = 1.25, 3.0
"""Times what the calls alone would take; and seconds for all else."""
PLAIN_INSTALL = ("mermaidx", "aiohttp")
"""What is not there without extras: the SDK would load aiohttp, which comes with `s3`."""

FIVE_FILES = {
    "bank/__init__.py": '"""Moves money."""\n',
    "bank/core/__init__.py": "",
    "bank/core/accounts.py": '''"""Accounts and what is booked on them."""

from decimal import Decimal


class Overdrawn(Exception):
    """More was to be taken than there is."""


class Account:
    """What somebody owns."""

    def __init__(self, owner: str, limit: Decimal = Decimal(0)) -> None:
        self.owner = owner
        self.limit = limit
        self.balance = Decimal(0)

    def book(self, amount: Decimal) -> Decimal:
        if self.balance + amount < -self.limit:
            raise Overdrawn(self.owner)
        self.balance += amount
        return self.balance

    def close(self) -> None:
        if self.balance:
            raise ValueError("not empty")


def total(accounts: list[Account]) -> Decimal:
    return sum((account.balance for account in accounts), Decimal(0))
''',
    "bank/net/__init__.py": "",
    "bank/net/client.py": '''"""Talking to other banks."""

import requests

from bank.core.accounts import Account


class Client:
    """Sends money to another bank."""

    def __init__(self, url: str, retries: int = 3) -> None:
        self.url = url
        self.retries = retries

    def send(self, account: Account, cents: int) -> bool:
        for _ in range(self.retries):
            answer = requests.post(self.url, json={"owner": account.owner, "cents": cents}, timeout=10)
            if answer.ok:
                return True
        return False
''',
    "pyproject.toml": '[project]\nname = "bank"\ndependencies = ["requests>=2"]\n',
}
"""The predecessor's published case: three `__init__` files, two modules, three classes, one dependency."""


def measure(folder: Path, repeats: int) -> list[Figure]:
    """Measure all figures."""
    return [*_small(folder), *_change(folder), *_side_by_side(folder, repeats)]


def _small(folder: Path) -> Iterator[Figure]:
    repo = make_repo(folder / "five-files", FIVE_FILES)
    with _provider(folder / "server-small") as server:
        _document(repo)
        calls, bill = len(server.calls()), server.bill()
    yield Figure("five files, cold: calls", str(MOST_CALLS), str(calls), calls <= MOST_CALLS)
    yield Figure("five files, cold: dollars", f"${MOST_USD}", f"${bill:.3f}", bill <= MOST_USD)


def _change(folder: Path) -> Iterator[Figure]:
    target = folder / f"claude-changed-{FILES}"
    make_target(target, FILES)
    file = target / module_path(FILES // 2)
    with _provider(folder / "server-change") as server:
        _document(target)
        before = len(server.calls())
        text = file.read_text()
        file.write_text(text.replace("self._known[number] = record", "self._known[record.number] = record"))
        _document(target)
        after = len(server.calls())
        _document(target)
        again = len(server.calls())
    calls = after - before
    yield Figure(
        "one changed body, still described: calls",
        str(MOST_CALLS_OF_A_CHANGE),
        str(calls),
        0 < calls <= MOST_CALLS_OF_A_CHANGE,
    )
    yield Figure("the next run: calls", "0", str(again - after), again == after)


def _side_by_side(folder: Path, repeats: int) -> Iterator[Figure]:
    target = folder / f"claude-cold-{FILES}"
    make_target(target, FILES)
    ours, empty, calls = [], [], 0
    for repeat in range(repeats):
        with _provider(folder / f"server-{repeat}", "--latency", str(LATENCY_S)) as server:
            environ = {
                "DESIGNDOC_REPO": str(target),
                "DESIGNDOC_OUTPUT": str(folder / f"claude-docs-{repeat}"),
                "DESIGNDOC_WRITER": "claude",
                "DESIGNDOC_PARALLELISM": str(PARALLELISM),
                "ANTHROPIC_API_KEY": ACCEPTED_KEY,
                "ANTHROPIC_BASE_URL": server.url,
            }
            own = folder / f"claude-own-{repeat}"
            ours.append(execute_job("designdoc_assets.definitions", "design_docs", own, environ, PLAIN_INSTALL))
            calls = len(server.calls())
        empty.append(execute_job(bare_job.__name__, "empty", folder / f"claude-empty-{repeat}", {}))
    least = max(calls * LATENCY_S / PARALLELISM, LONGEST_CHAIN * LATENCY_S)
    limit = MOST_OVERHEAD * least + MOST_REST_S
    yield Figure(
        f"{FILES} files, {calls} calls of {LATENCY_S:g} s, {PARALLELISM} at a time: wall",
        f"{MOST_OVERHEAD:g} x {least:.1f} s + {MOST_REST_S:g} s = {limit:.1f} s",
        f"{wall_s(ours):.1f} s, of which {wall_s(empty):.1f} s are what a job takes that does nothing "
        f"(by processor time {cpu_s(ours):.1f} s and {cpu_s(empty):.1f} s)",
        wall_s(ours) <= limit,
    )


def _document(repo: Path) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        run = document(repo, instance, writer="claude", parallelism=PARALLELISM)
    assert run.success, run.failure


@contextmanager
def _provider(folder: Path, *arguments: str) -> Iterator[ServerProcess]:
    folder.mkdir(parents=True)
    with messages_api_process(folder, *arguments) as server, pytest.MonkeyPatch.context() as environment:
        environment.setenv("ANTHROPIC_API_KEY", ACCEPTED_KEY)
        environment.setenv("ANTHROPIC_BASE_URL", server.url)
        environment.setenv("XDG_STATE_HOME", f"{folder}/state")
        yield server
