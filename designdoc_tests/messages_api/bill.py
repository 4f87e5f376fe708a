"""What the server charges: its own price table, in dollars per million tokens, and exact sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

_MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one answer, as the provider splits them."""

    input_tokens: int
    output_tokens: int
    cache_read: int = 0
    cache_write_5m: int = 0
    cache_write_1h: int = 0

    @property
    def prompt(self) -> int:
        """Return all tokens that were read."""
        return self.input_tokens + self.cache_read + self.cache_write_5m + self.cache_write_1h

    def wire(self) -> dict[str, Any]:
        """Return the `usage` of a message."""
        return {
            "input_tokens": self.input_tokens,
            "cache_creation_input_tokens": self.cache_write_5m + self.cache_write_1h,
            "cache_read_input_tokens": self.cache_read,
            "cache_creation": {
                "ephemeral_5m_input_tokens": self.cache_write_5m,
                "ephemeral_1h_input_tokens": self.cache_write_1h,
            },
            "output_tokens": self.output_tokens,
            "service_tier": "standard",
        }


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars per million tokens."""

    input: Decimal
    output: Decimal
    cache_read: Decimal
    cache_write: Decimal
    """For five minutes; for an hour it is twice the input's price."""
    long_above: int | None = None
    """A prompt of more tokens than this is dearer, all of it and its answer."""
    long_factor: Decimal = Decimal(1)

    @classmethod
    def of(cls, *dollars: str | float, long_above: int | None = None, long_factor: int = 1) -> "Price":
        """Make a price of input, output, cache read and cache write."""
        read, written, cached, kept = (Decimal(str(price)) for price in dollars)
        return cls(read, written, cached, kept, long_above, Decimal(long_factor))

    def cost(self, usage: Usage) -> Decimal:
        """Return dollars."""
        dollars = (
            usage.input_tokens * self.input
            + usage.output_tokens * self.output
            + usage.cache_read * self.cache_read
            + usage.cache_write_5m * self.cache_write
            + usage.cache_write_1h * self.input * 2
        )
        is_long = self.long_above is not None and usage.prompt > self.long_above
        return dollars * (self.long_factor if is_long else 1) / _MILLION


Prices = Mapping[str, Price]

PRICES: Prices = {
    "claude-sonnet-5-5": Price.of(2, 10, "0.1", "2.5"),
    "claude-haiku-5-5": Price.of("0.1", "0.5", "0.01", "0.125", long_above=100_000, long_factor=5),
}
