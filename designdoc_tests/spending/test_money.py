"""Amounts of money are exact, and are read as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designdoc_assets.spending.money import NanoUsd, from_dollars, shown, to_dollars


@pytest.mark.parametrize(
    ("dollars", "text"),
    [
        ("0", "$0.00"),
        ("5", "$5.00"),
        ("4.98", "$4.98"),
        ("4.984999", "$4.98"),
        ("1234.5", "$1234.50"),
        ("0.0021", "$0.0021"),
        ("0.00213", "$0.0021"),
        ("0.05", "$0.05"),
        ("0.0149", "$0.015"),
        ("0.0996", "$0.10"),
        ("0.000000001", "$0.000000001"),
        ("0.12345", "$0.12"),
    ],
)
def test_an_amount_is_shown_with_the_digits_that_count(dollars: str, text: str) -> None:
    assert shown(from_dollars(Decimal(dollars))) == text


@given(st.integers(1, 10**15))
def test_no_amount_but_nothing_is_shown_as_nothing(nanos: int) -> None:
    assert Decimal(shown(NanoUsd(nanos)).removeprefix("$")) > 0


@given(st.integers(0, 10**15))
def test_dollars_hold_every_amount_exactly(nanos: int) -> None:
    assert from_dollars(to_dollars(NanoUsd(nanos))) == nanos


def test_a_cap_finer_than_a_billionth_is_not_rounded_up() -> None:
    assert from_dollars(Decimal("0.0000000019")) == 1
