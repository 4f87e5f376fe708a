"""Opens Claude as settings and environment say: key, models, prices, budget."""

import os
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from designdoc_assets.making.running import put_off
from designdoc_assets.session.targets import repository
from designdoc_assets.settings.model import DEFAULT, Settings
from designdoc_assets.source import collector
from designdoc_assets.source.identity import identity
from designdoc_assets.spending.budget import Budget
from designdoc_assets.spending.database import JournalError
from designdoc_assets.spending.journal import Journal
from designdoc_assets.spending.ledger import Account
from designdoc_assets.spending.money import from_dollars
from designdoc_assets.spending.prices import PriceOverride, Prices
from designdoc_assets.spending.statement import Statement, draw_up
from designdoc_assets.writing.claude import Claude
from designdoc_assets.writing.client import Client
from designdoc_assets.writing.throttle import Throttle

if TYPE_CHECKING:
    from anthropic import AsyncAnthropic

_KEYS = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")


@dataclass(frozen=True, slots=True)
class Spending:
    """The budget and the writer of one run."""

    claude: Claude
    budget: Budget
    prices: Prices
    cap: Decimal
    window: str
    journal: Journal
    provider: str
    """The server that is called."""


def has_key(environ: Mapping[str, str]) -> bool:
    """Whether a key for Claude is set."""
    return any(environ.get(name) for name in _KEYS)


def open_spending(settings: Settings, run: str, state: Path, *, anew: bool, key: str | None = None) -> Spending:
    """Open the journal, and make everything that calls need; none is made yet.

    Args:
        settings: The settings of the run.
        run: The run, for budgets of one run.
        state: Where the journal is kept, if the settings do not say.
        anew: Use no answers of earlier runs.
        key: The key for Claude, instead of the environment's.

    Raises:
        UnknownPriceError: A model has no price.
        JournalError: The journal cannot be used.
    """
    pipeline, models = settings.pipeline, settings.models
    with put_off(), collector.off():
        provider = _provider(key)
        prices = Prices({name: _override(settings, name) for name in models.prices})
    prices.check([models.doer, models.checker])
    journal = Journal.open(settings.journal_url or _journal_in(state))
    budget = Budget(
        journal,
        target=identity(repository(settings)),
        run=run,
        cap=from_dollars(pipeline.max_budget_usd),
        window=pipeline.budget_window,
        anew=anew,
    )
    client = Client(provider, budget, prices, Throttle(pipeline.parallelism), float(pipeline.call_timeout_s))
    claude = Claude(client, models.doer, models.checker)
    host = provider.base_url.host if provider else ""
    return Spending(claude, budget, prices, pipeline.max_budget_usd, pipeline.budget_window, journal, host)


def load_sdk() -> None:
    """Load the provider's SDK, which takes a second; if it is there, that takes no time."""
    with put_off(), collector.off():  # a module that is half loaded swallows an interrupt, or makes another error of it
        import anthropic  # noqa: F401, PLC0415


def _provider(key: str | None) -> "AsyncAnthropic | None":
    """Return the SDK's client, if there is a key for it."""
    if not key and not has_key(os.environ):
        return None
    load_sdk()
    from anthropic import AsyncAnthropic  # noqa: PLC0415 - takes a second, which other runs need not wait for

    # The SDK's own retries would be billed, and nobody would count them; its traces could hold the source.
    return AsyncAnthropic(api_key=key or None, max_retries=0, open_telemetry=False)


def statement_of(settings: Settings, run: str, state: Path) -> Statement:
    """Return the statement of the budget's window, whoever writes in this run; without a journal, nothing was spent.

    Args:
        settings: The settings of the run.
        run: The run, for budgets of one run.
        state: Where the journal is kept, if the settings do not say.

    Raises:
        JournalError: The journal cannot be used.
    """
    cap, window = from_dollars(settings.pipeline.max_budget_usd), settings.pipeline.budget_window
    journal = Journal.find(settings.journal_url or _file_in(state))
    if journal is None:
        return Statement(cap, window)
    with closing(journal):
        lease = timedelta(seconds=journal.lease_s)
        return draw_up(journal, Account(identity(repository(settings)), run, cap, window, lease))


def _override(settings: Settings, model: str) -> PriceOverride:
    price = settings.models.prices[model]
    place = settings.set_in.get(f"models.prices.{model}", DEFAULT)
    return PriceOverride(price.input, price.output, price.cache_read, price.cache_write, price.raise_only, place)


def _journal_in(state: Path) -> str:
    try:
        state.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise JournalError(
            f"The folder {state} for the journal of model calls cannot be made: {error.strerror}. Without a journal "
            "no call is made. Make it writable, or set DESIGNDOC_JOURNAL_URL."
        ) from error
    return _file_in(state)


def _file_in(state: Path) -> str:
    return f"sqlite:///{state / 'journal.sqlite'}"
