"""What a call costs, and the most that it can cost: from the price library, or from prices that the user set."""

import math
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from designdoc_assets.spending.money import NanoUsd
from designdoc_assets.spending.rates import Rates, Tariff, full_rates, library_tariffs

_NANOS_PER_TOKEN = 1_000
"""At one dollar per million tokens."""
_SAME_PRICES_S = 60
"""For how long the tariffs that were looked up are used. One that comes into force was among them before."""
_VERSION_SUFFIX = re.compile(r"([-@]\d{8}|-latest)$")


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """The tokens of a call as Anthropic reports them: no token is in two of the numbers."""

    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_5m_tokens: int = 0
    cache_write_1h_tokens: int = 0


@dataclass(frozen=True, slots=True)
class PriceOverride:
    """A model's price in dollars per million tokens, which replaces the library's.

    Attributes:
        cache_read: By default the input price.
        cache_write: For five minutes; by default 1.25 times the input price. For an hour it is twice the input price,
            or this if it is more.
        raise_only: It raises the library's price where it is higher, and does no more; what it leaves out stays.
        place: Where it was set, for messages.
    """

    input: Decimal
    output: Decimal
    cache_read: Decimal | None
    cache_write: Decimal | None
    raise_only: bool
    place: str


class UnknownPriceError(Exception):
    """Models without a price: nothing may be spent on them. The message says how to set one."""


class Prices:
    """The prices of all models: the library's, unless an override says otherwise.

    An override for `claude-x` also holds for `claude-x-20260101` and `claude-x-latest`, unless these have their own.
    """

    def __init__(self, overrides: Mapping[str, PriceOverride] | None = None) -> None:
        self._looked_up: dict[str, tuple[float, tuple[Tariff, ...]]] = {}
        self._overrides = {model.lower(): override for model, override in (overrides or {}).items()}

    def check(self, models: Iterable[str]) -> None:
        """Make sure that each of these models has a price.

        Raises:
            UnknownPriceError: one has none.
        """
        for model in models:
            self._tariffs(model)

    def cost(self, model: str, usage: TokenUsage) -> NanoUsd:
        """Return what a call costs that ended now, rounded up.

        Raises:
            UnknownPriceError: the model has no price.
        """
        length = (
            usage.input_tokens + usage.cache_read_tokens + usage.cache_write_5m_tokens + usage.cache_write_1h_tokens
        )
        rates = self._tariffs(model)[0].rates(length)
        return _rounded_up(
            rates.input * usage.input_tokens
            + rates.output * usage.output_tokens
            + rates.cache_read * usage.cache_read_tokens
            + rates.cache_write_5m * usage.cache_write_5m_tokens
            + rates.cache_write_1h * usage.cache_write_1h_tokens
        )

    def worst_case(self, model: str, most_input_tokens: int, most_output_tokens: int) -> NanoUsd:
        """Return what a call that starts now cannot exceed, with at most so many tokens.

        It holds however the input is divided into plain, read from the cache and written to it (for five minutes: a
        request that has parts cached for an hour may cost more), and also if another price of the library comes into
        force while the call is in flight.

        Raises:
            UnknownPriceError: the model has no price.
        """
        return max(
            _rounded_up(_dearest_input(rates) * most_input_tokens + rates.output * most_output_tokens)
            for tariff in self._tariffs(model)
            for rates in tariff.possible_rates(most_input_tokens)
        )

    def _tariffs(self, model: str) -> tuple[Tariff, ...]:
        """Return the tariff that holds now, and those that may come into force."""
        override = self._override(model)
        if override is not None and not override.raise_only:
            return (_flat(override),)
        try:
            tariffs = self._listed(model)
        except LookupError as error:
            raise UnknownPriceError(_unknown(model, override)) from error
        return tariffs if override is None else tuple(tariff.raised_to(_stated(override)) for tariff in tariffs)

    def _listed(self, model: str) -> tuple[Tariff, ...]:
        """Return the library's tariffs: every call asks for them several times, and they take their time."""
        looked_up = self._looked_up.get(model)
        if looked_up is None or time.monotonic() - looked_up[0] > _SAME_PRICES_S:
            looked_up = self._looked_up[model] = (time.monotonic(), library_tariffs(model))
        return looked_up[1]

    def _override(self, model: str) -> PriceOverride | None:
        name = model.lower()
        return self._overrides.get(name) or self._overrides.get(_VERSION_SUFFIX.sub("", name))


def _dearest_input(rates: Rates) -> Fraction:
    return max(rates.input, rates.cache_read, rates.cache_write_5m)


def _rounded_up(dollars_per_million: Fraction) -> NanoUsd:
    return NanoUsd(math.ceil(dollars_per_million * _NANOS_PER_TOKEN))


def _flat(override: PriceOverride) -> Tariff:
    return Tariff(((0, full_rates(override.input, override.output, override.cache_read, override.cache_write)),))


def _stated(override: PriceOverride) -> Rates:
    """Return what an override says, and 0 for what it leaves out."""
    return Rates(
        input=Fraction(override.input),
        output=Fraction(override.output),
        cache_read=Fraction(override.cache_read or 0),
        cache_write_5m=Fraction(override.cache_write or 0),
        cache_write_1h=Fraction(override.cache_write or 0),
    )


def _unknown(model: str, override: PriceOverride | None) -> str:
    ignored = (
        f" The one in {override.place} does not count: under a cap that was set elsewhere, it can only raise a price "
        "that is known."
        if override
        else ""
    )
    return (
        f"The price of the model {model!r} is not known, so no cap could hold, and nothing was spent.{ignored} "
        "Check the model's name, or set its price in dollars per million tokens in .designdoc.toml: "
        f'[models.prices] "{model}" = {{ input = 2.0, output = 10.0 }}'
    )
