"""The cap holds: whatever calls cost, however many there are at a time, whoever dies, the provider never bills more."""

import asyncio
import random
import time
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from anthropic import AsyncAnthropic
from pydantic import BaseModel, ConfigDict

from designdoc_assets.spending.budget import Budget, BudgetExhaustedError
from designdoc_assets.spending.journal import Journal
from designdoc_assets.spending.money import NanoUsd, to_dollars
from designdoc_assets.spending.prices import PriceOverride, Prices
from designdoc_assets.writing.answers import UnusableAnswerError
from designdoc_assets.writing.client import Asker, Client
from designdoc_assets.writing.failures import CallFailedError
from designdoc_assets.writing.request import Request
from designdoc_assets.writing.tally import Tally
from designdoc_assets.writing.throttle import Throttle
from designdoc_tests.claude.money import exit_code, forked_provider, kill, ledger, nanos, start
from designdoc_tests.claude.support import provider
from designdoc_tests.messages_api.bill import PRICES, Price
from designdoc_tests.messages_api.calls import bill_of
from designdoc_tests.messages_api.tokens import DEAREST, Tokenizer
from designdoc_tests.support import PAY, document, make_repo, write
from designdoc_tests.trials import trials

_BATCHES, _TRIALS_PER_BATCH = trials(8, 1), 18
_BATCHES_WITH_KILLS, _TRIALS_PER_BATCH_WITH_KILLS = trials(8, 1), 8
"""208 trials in full, and those of whole runs."""
_LEASE_S = 0.4
_TIMEOUT_S, _TIMEOUT_WHERE_CALLS_HANG_S = 60, 0.5
_FAULTS = (
    "reset_before+billed",
    "reset_before+free",
    "reset_after",
    "bad_gateway+billed",
    "hang+billed",
    "truncated",
    "malformed",
    "refusal",
    "overloaded",
)


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    purpose: str


@dataclass(frozen=True)
class _Trial:
    """What happens in one trial."""

    seed: int
    model: str
    price: Price
    is_known: bool
    """Whether the price library has the price; else it is set."""
    cap: NanoUsd
    parallelism: int
    requests: int
    max_tokens: int
    is_dearest: bool
    """Whether the provider bills all that it can."""
    latency: tuple[float, float]
    faults: dict[str, float]

    @property
    def options(self) -> dict[str, Any]:
        """What the provider is like."""
        return {
            "prices": {self.model: self.price},
            "tokenizer": DEAREST if self.is_dearest else Tokenizer(),
            "thinking_tokens": 10**9 if self.is_dearest else 50,
            "latency": self.latency,
            "faults": self.faults or None,
            "seed": self.seed,
        }

    @property
    def prices(self) -> Prices:
        """What the client believes to be the prices."""
        if self.is_known:
            return Prices()
        price = self.price
        override = PriceOverride(price.input, price.output, price.cache_read, price.cache_write, False, "a test")
        return Prices({self.model: override})

    def request(self, number: int) -> Request[_Answer]:
        """Return one of the requests."""
        return Request(
            role="class_doc",
            model=self.model,
            system="Say what the class is for. " * 3,
            data=f"Source of a class: {'ä' if number % 3 else 'a'}{number}\n" * (1 + number % 40),
            task=f"Task: write class_doc of a.py::C{number}",
            answer=_Answer,
            max_tokens=self.max_tokens,
        )


def _trial(seed: int) -> _Trial:
    dice = random.Random(seed)
    is_known = dice.random() < 0.5
    model = dice.choice(sorted(PRICES)) if is_known else "claude-of-tomorrow"
    base = Decimal(dice.choice([1, 20, 3_000, 75_000])) / 1_000  # dollars per million tokens
    own = Price.of(base, base * dice.randint(1, 6), base * dice.choice([1, 3]) / 10, base * dice.choice([1, 5]) / 4)
    faulty = dice.sample(_FAULTS, 3) if dice.random() < 0.15 else []
    trial = _Trial(
        seed=seed,
        model=model,
        price=PRICES[model] if is_known else own,
        is_known=is_known,
        cap=NanoUsd(0),
        parallelism=dice.randint(1, 32),
        requests=dice.randint(2, 8 if faulty else 24),
        max_tokens=dice.randint(60, 1_500),
        is_dearest=dice.random() < 0.6,
        latency=dice.choice([(0.0, 0.0), (0.0, 0.01), (0.0, 0.05)]),
        faults=dict.fromkeys(faulty, 0.1),
    )
    worst = [
        trial.prices.worst_case(model, request.most_input_tokens, request.max_tokens)
        for request in map(trial.request, range(trial.requests))
    ]
    cap = dice.choice([0, min(worst), max(worst), *[int(dice.uniform(0, 1.2) * sum(worst)) for _ in range(7)]])
    return replace(trial, cap=NanoUsd(cap))


async def _ask_all(trial: _Trial, journal_file: Path, url: str, dice: random.Random) -> int:
    """Ask all that there is to ask; return how many requests did not fit under the cap."""
    journal = Journal.open(f"sqlite:///{journal_file}", lease_s=_LEASE_S)
    budget = Budget(journal, target="shop", run="run", cap=trial.cap, window="total")
    sdk = AsyncAnthropic(api_key="sk-ant-api03-test-key", base_url=url, max_retries=0)
    timeout_s = _TIMEOUT_WHERE_CALLS_HANG_S if trial.faults else _TIMEOUT_S
    client = Client(sdk, budget, trial.prices, Throttle(trial.parallelism), timeout_s)
    refused = 0

    async def ask(number: int) -> None:
        nonlocal refused
        try:
            await client.ask(trial.request(number), Asker("class_doc", f"class_doc[{number}]"), Tally())
        except BudgetExhaustedError:
            refused += 1
        except (CallFailedError, UnusableAnswerError):
            assert trial.faults or trial.max_tokens < 500

    await asyncio.gather(*map(ask, dice.sample(range(trial.requests), trial.requests)))
    await client.close()
    journal.close()
    return refused


@pytest.mark.parametrize("batch", range(_BATCHES))
def test_whatever_calls_cost_the_bill_stays_below_the_ledger_and_the_ledger_below_the_cap(
    batch: int, tmp_path: Path
) -> None:
    at_the_cap, paid = 0, 0
    for seed in range(batch * _TRIALS_PER_BATCH, (batch + 1) * _TRIALS_PER_BATCH):
        trial, file = _trial(seed), tmp_path / f"{seed}.sqlite"
        with provider(**trial.options) as server:
            refused = asyncio.run(_ask_all(trial, file, server.url, random.Random(seed)))
            server.wait_until_idle()
        spent = ledger(file)
        assert server.bill <= to_dollars(NanoUsd(spent)), trial
        assert spent <= trial.cap, trial
        assert not (refused and trial.cap > 5 * trial.requests * _worst(trial)), trial
        at_the_cap += refused > 0
        paid += server.bill > 0
    assert min(at_the_cap, paid) >= _TRIALS_PER_BATCH / 4


def _worst(trial: _Trial) -> int:
    request = trial.request(39)
    return trial.prices.worst_case(trial.model, request.most_input_tokens, 32_000)


@pytest.mark.parametrize("batch", range(_BATCHES_WITH_KILLS))
def test_processes_that_are_killed_never_let_the_provider_bill_more_than_the_cap(batch: int, tmp_path: Path) -> None:
    first = 1_000 + batch * _TRIALS_PER_BATCH_WITH_KILLS
    Prices().check(PRICES)  # loads the price list, once for all processes
    killed, paid = 0, 0
    for seed in range(first, first + _TRIALS_PER_BATCH_WITH_KILLS):
        dice, trial, folder = random.Random(seed), _trial(seed), tmp_path / str(seed)
        folder.mkdir()
        file = folder / "journal.sqlite"
        with forked_provider(folder, **trial.options) as server:

            def work(own_seed: float, trial: _Trial = trial, file: Path = file, url: str = server.url) -> None:
                asyncio.run(_ask_all(trial, file, url, random.Random(own_seed)))

            children = [start(partial(work, dice.random())) for _ in range(dice.randint(1, 4))]
            doomed = [child for child in children if dice.random() < 0.6]
            for child in doomed:
                server.wait_for_more(dice.randint(1, trial.requests), child.is_alive)
                time.sleep(dice.uniform(0, 0.02))
                killed += kill(child)
            assert all(exit_code(child) == 0 for child in children if child not in doomed), trial
            bill = bill_of(server.stop())
        spent = ledger(file)
        assert bill <= to_dollars(NanoUsd(spent)), trial
        assert spent <= trial.cap, trial
        paid += bill > 0
    assert killed and paid >= _TRIALS_PER_BATCH_WITH_KILLS / 4


@pytest.mark.parametrize("seed", range(trials(6, 2)))
def test_a_whole_run_never_costs_more_than_its_cap(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(seed)
    repo = make_repo(tmp_path / "pay", PAY)
    prices = dict(PRICES)
    if seed % 2:
        own = {"input": 1, "output": 4, "cache_read": 1, "cache_write": 2}
        own = {name: float(dice.randint(1, 90) * times) for name, times in own.items()}
        prices["claude-of-tomorrow"] = Price.of(*own.values())
        table = ", ".join(f"{name} = {price}" for name, price in own.items())
        write(repo, ".designdoc.toml", f'[models.prices]\n"claude-of-tomorrow" = {{ {table} }}\n')
        monkeypatch.setenv("DESIGNDOC_MODEL", "claude-of-tomorrow")
    cap = round(dice.uniform(0.1, 1.5) * (20 if seed % 2 else 1), 2)
    if seed % 2:  # under a cap of the operator's, a target cannot set prices
        file = repo / ".designdoc.toml"
        file.write_text(f"{file.read_text()}\n[pipeline]\nmax_budget_usd = {cap}\n")
    else:
        monkeypatch.setenv("DESIGNDOC_BUDGET_USD", str(cap))
    with provider(prices=prices, tokenizer=DEAREST, thinking_tokens=10**9, latency=(0.0, 0.03), seed=seed) as server:
        run = document(repo, writer="claude", parallelism=dice.randint(1, 32))
    assert run.success or run.failure.startswith("budget exhausted at $")
    assert 0 < nanos(server.bill) <= ledger() <= nanos(Decimal(str(cap)))
