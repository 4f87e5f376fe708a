"""What the price library says a model's tokens cost: exact rates, by length of the prompt and by date."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genai_prices.types import ModelPrice, TieredPrices

_PROVIDER = "anthropic"
_WRITE_FACTOR = Fraction(5, 4)
_WRITE_1H_FACTOR = Fraction(2)


@dataclass(frozen=True, slots=True)
class Rates:
    """Dollars per million tokens of each sort, for all tokens of one call."""

    input: Fraction
    output: Fraction
    cache_read: Fraction
    cache_write_5m: Fraction
    cache_write_1h: Fraction

    def raised_to(self, other: "Rates") -> "Rates":
        """Return the higher rate of each sort."""
        return Rates(*map(max, astuple(self), astuple(other)))


@dataclass(frozen=True, slots=True)
class Tariff:
    """The rates of a model at one time.

    Attributes:
        steps: From how many input tokens on (exclusively; cached ones count) which rates hold, in ascending order.
            The first holds from 0 on (inclusively).
    """

    steps: tuple[tuple[int, Rates], ...]

    def rates(self, input_tokens: int) -> Rates:
        """Return the rates of a call with so many input tokens."""
        return self.possible_rates(input_tokens)[-1]

    def possible_rates(self, most_input_tokens: int) -> tuple[Rates, ...]:
        """Return the rates of all calls with at most so many input tokens."""
        (_, first), *higher = self.steps
        return first, *(rates for start, rates in higher if most_input_tokens > start)

    def raised_to(self, least: Rates) -> "Tariff":
        """Return a tariff that is nowhere below these rates."""
        return Tariff(tuple((start, rates.raised_to(least)) for start, rates in self.steps))


def full_rates(
    plain: Decimal,
    output: Decimal,
    cache_read: Decimal | None,
    cache_write: Decimal | None,
    cache_write_1h: Decimal | None = None,
) -> Rates:
    """Return rates with what is not given filled in as the provider would charge it, or more.

    Reading from the cache costs the input price then, writing to it 1.25 times that, and writing for an hour twice.
    """
    write = _WRITE_FACTOR * Fraction(plain) if cache_write is None else Fraction(cache_write)
    write_1h = max(write, _WRITE_1H_FACTOR * Fraction(plain)) if cache_write_1h is None else Fraction(cache_write_1h)
    return Rates(
        input=Fraction(plain),
        output=Fraction(output),
        cache_read=Fraction(plain if cache_read is None else cache_read),
        cache_write_5m=write,
        cache_write_1h=write_1h,
    )


def library_tariffs(model: str) -> tuple[Tariff, ...]:
    """Return the tariff that the price library has for a model now, and after it those that may yet follow.

    Raises:
        LookupError: it does not know the model, or not what its input or its output costs.
    """
    # Loaded here: the price list is large, and most runs call nobody.
    from genai_prices.data_snapshot import get_snapshot  # noqa: PLC0415
    from genai_prices.types import ModelPrice, StartDateConstraint  # noqa: PLC0415

    _, known = get_snapshot().find_provider_model(model, None, _PROVIDER, None)
    now = datetime.now(UTC)
    prices = [known.get_prices(now)]
    if not isinstance(known.prices, ModelPrice):
        # The last active price wins. One with a start date stays active, so that nothing before it can return.
        begun = [
            index
            for index, one in enumerate(known.prices)
            if one.constraint is None
            or (isinstance(one.constraint, StartDateConstraint) and one.constraint.active(now))
        ]
        prices += [one.prices for one in known.prices[begun[-1] if begun else 0 :]]
    return tuple(map(_tariff, prices))


def _tariff(prices: "ModelPrice") -> Tariff:
    from genai_prices.types import TieredPrices  # noqa: PLC0415

    listed = (
        prices.input_mtok,
        prices.output_mtok,
        prices.cache_read_mtok,
        prices.cache_write_mtok if prices.cache_write_5m_mtok is None else prices.cache_write_5m_mtok,
        prices.cache_write_1h_mtok,
    )
    thresholds = sorted({tier.start for price in listed if isinstance(price, TieredPrices) for tier in price.tiers})
    return Tariff((_step(listed, None), *(_step(listed, threshold) for threshold in thresholds)))


def _step(listed: "Iterable[Decimal | TieredPrices | None]", threshold: int | None) -> tuple[int, Rates]:
    """Return the rates of calls above a threshold, or of the shortest calls."""
    from genai_prices.types import TieredPrices  # noqa: PLC0415

    at_length: list[Decimal | None] = []
    for price in listed:
        if isinstance(price, TieredPrices):
            passed = [tier.price for tier in price.tiers if threshold is not None and tier.start <= threshold]
            at_length.append(passed[-1] if passed else price.base)
        else:
            at_length.append(price)
    plain, output, *cached = at_length
    if plain is None or output is None:
        raise LookupError("The price library has no price for a model's input, or none for its output.")
    return threshold or 0, full_rates(plain, output, *cached)
