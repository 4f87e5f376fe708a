"""Amounts of money: whole billionths of a dollar, so that sums are exact."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NewType

NanoUsd = NewType("NanoUsd", int)
"""Billionths of a dollar."""

_NANOS_PER_DOLLAR = 1_000_000_000
_CENT = Decimal("0.01")
_FEW_CENTS = Decimal("0.10")
"""Below it, whole cents say too little."""


def from_dollars(amount: Decimal) -> NanoUsd:
    """Return an amount given in dollars; what is finer than a billionth is dropped, as suits a cap."""
    return NanoUsd(int((amount * _NANOS_PER_DOLLAR).to_integral_value(ROUND_FLOOR)))


def to_dollars(amount: NanoUsd) -> Decimal:
    """Return an amount in dollars, exactly."""
    return Decimal(amount) / _NANOS_PER_DOLLAR


def shown(amount: NanoUsd) -> str:
    """Return an amount as people read it: `$4.98`; of less than ten cents, two digits that count: `$0.0021`."""
    dollars = to_dollars(amount)
    if 0 < dollars < _FEW_CENTS:
        two_digits = dollars.quantize(Decimal((0, (1,), dollars.adjusted() - 1)), ROUND_HALF_UP).normalize()
        if two_digits.as_tuple().exponent < -2:  # type: ignore[operator]  # a number, since it is finite
            return f"${two_digits:f}"
    return f"${dollars.quantize(_CENT, ROUND_HALF_UP)}"
