"""What a call costs is what the provider would charge; its worst case is never exceeded; no price means no call."""

import math
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import genai_prices
import pytest
from genai_prices.data_snapshot import DataSnapshot, get_snapshot, set_custom_snapshot
from genai_prices.types import (
    ClauseEquals,
    ConditionalPrice,
    ModelInfo,
    ModelPrice,
    Provider,
    StartDateConstraint,
    Tier,
    TieredPrices,
    TimeOfDateConstraint,
)
from hypothesis import given
from hypothesis import strategies as st

from designdoc_assets.spending.prices import PriceOverride, Prices, TokenUsage, UnknownPriceError

MILLION = 1_000_000
MODELS = [model.id for one in get_snapshot().providers if one.id == "anthropic" for model in one.models]
CACHING = [model for model in MODELS if model not in {"claude-2", "claude-v1"}]
"""Models with prices for the cache; the others never had one."""
tokens = st.one_of(st.integers(0, 2_000), st.integers(0, 400_000))
usages = st.builds(TokenUsage, tokens, tokens, tokens, tokens)


def override(
    price: str,
    output: str,
    cache_read: str | None = None,
    cache_write: str | None = None,
    *,
    raise_only: bool = False,
) -> PriceOverride:
    read, write = (None if one is None else Decimal(one) for one in (cache_read, cache_write))
    return PriceOverride(Decimal(price), Decimal(output), read, write, raise_only, "/shop/.designdoc.toml")


def dollars(prices: Prices, model: str, **usage: int) -> Decimal:
    return Decimal(prices.cost(model, TokenUsage(**usage))) / 10**9


@pytest.fixture
def listed() -> Iterator[list[ModelInfo]]:
    """The models of a price list that knows no others."""
    models: list[ModelInfo] = []
    set_custom_snapshot(DataSnapshot([Provider("anthropic", "Anthropic", "", models=models)], from_auto_update=False))
    yield models
    set_custom_snapshot(None)


@given(st.sampled_from(CACHING), usages, tokens)
def test_the_cost_is_that_of_the_price_library(model: str, usage: TokenUsage, for_an_hour: int) -> None:
    whole_input = usage.input_tokens + usage.cache_read_tokens + usage.cache_write_5m_tokens + for_an_hour
    theirs = genai_prices.calc_price(
        genai_prices.Usage(
            input_tokens=whole_input,
            output_tokens=usage.output_tokens,
            cache_read_tokens=usage.cache_read_tokens,
            cache_write_tokens=usage.cache_write_5m_tokens + for_an_hour,
            cache_write_5m_tokens=usage.cache_write_5m_tokens,
            cache_write_1h_tokens=for_an_hour,
        ),
        model,
        provider_id="anthropic",
    ).total_price
    ours = TokenUsage(
        usage.input_tokens, usage.output_tokens, usage.cache_read_tokens, usage.cache_write_5m_tokens, for_an_hour
    )
    assert Prices().cost(model, ours) == math.ceil(theirs * 10**9)


overrides = st.builds(
    PriceOverride,
    input=st.decimals(0, 50, places=3),
    output=st.decimals(0, 100, places=3),
    cache_read=st.none() | st.decimals(0, 50, places=3),
    cache_write=st.none() | st.decimals(0, 50, places=3),
    raise_only=st.booleans(),
    place=st.just("a file"),
)


@given(st.sampled_from(MODELS), st.none() | overrides, usages, tokens, tokens)
def test_no_call_costs_more_than_its_worst_case(
    model: str, price: PriceOverride | None, usage: TokenUsage, more_input: int, more_output: int
) -> None:
    prices = Prices({} if price is None else {model: price})
    whole_input = usage.input_tokens + usage.cache_read_tokens + usage.cache_write_5m_tokens
    most = prices.worst_case(model, whole_input + more_input, usage.output_tokens + more_output)
    assert prices.cost(model, usage) <= most


@pytest.mark.parametrize("model", CACHING)
def test_the_worst_case_is_one_that_can_happen(model: str) -> None:
    prices = Prices()
    assert prices.worst_case(model, 50_000, 4_000) == prices.cost(
        model, TokenUsage(cache_write_5m_tokens=50_000, output_tokens=4_000)
    )


def test_a_long_prompt_makes_every_token_dearer() -> None:
    prices, model = Prices(), "claude-haiku-5-5"
    at_threshold = prices.cost(model, TokenUsage(input_tokens=60_000, cache_read_tokens=40_000, output_tokens=1_000))
    above_it = prices.cost(model, TokenUsage(input_tokens=60_000, cache_read_tokens=40_001, output_tokens=1_000))
    assert above_it > 4 * at_threshold
    assert prices.worst_case(model, 100_001, 1_000) >= above_it > prices.worst_case(model, 100_000, 1_000)


def test_a_fraction_of_the_smallest_amount_is_rounded_up() -> None:
    assert Prices({"claude-x": override("0.0001", "0")}).cost("claude-x", TokenUsage(input_tokens=1)) == 1


@pytest.mark.parametrize("name", ["claude-sonnet-4-5-20250929", "claude-sonnet-4-5", "Claude-Sonnet-4-5"])
def test_a_model_is_found_by_its_dated_name(name: str) -> None:
    assert dollars(Prices(), name, input_tokens=100_000) == Decimal("0.3")


@pytest.mark.parametrize("model", ["claude-nonesuch-9", "gpt-4o", ""])
def test_a_model_without_a_price_is_refused_with_the_way_to_set_one(model: str) -> None:
    with pytest.raises(UnknownPriceError, match=r"nothing was spent") as caught:
        Prices().check(["claude-sonnet-5-5", model])
    assert repr(model) in str(caught.value)
    assert f'[models.prices] "{model}" = {{ input' in str(caught.value)
    for ask in (lambda: Prices().cost(model, TokenUsage()), lambda: Prices().worst_case(model, 1, 1)):
        with pytest.raises(UnknownPriceError):
            ask()


def test_a_price_that_was_set_replaces_the_librarys() -> None:
    prices = Prices({"claude-sonnet-5-5": override("1", "7", "0.5", "3")})
    prices.check(["claude-sonnet-5-5"])
    assert dollars(prices, "claude-sonnet-5-5", input_tokens=MILLION) == 1
    assert dollars(prices, "claude-sonnet-5-5", output_tokens=MILLION) == 7
    assert dollars(prices, "claude-sonnet-5-5", cache_read_tokens=MILLION) == Decimal("0.5")
    assert dollars(prices, "claude-sonnet-5-5", cache_write_5m_tokens=MILLION) == 3


def test_a_price_makes_an_unknown_model_usable_with_cautious_prices_for_its_cache() -> None:
    prices = Prices({"claude-x": override("2", "10")})
    prices.check(["claude-x", "claude-x-20260101", "claude-x-latest"])
    assert dollars(prices, "claude-x", cache_read_tokens=MILLION) == 2
    assert dollars(prices, "claude-x", cache_write_5m_tokens=MILLION) == Decimal("2.5")
    assert dollars(prices, "claude-x", cache_write_1h_tokens=MILLION) == 4
    assert prices.worst_case("claude-x-20260101", MILLION, 0) == 2_500_000_000


def test_a_dated_name_may_have_a_price_of_its_own() -> None:
    prices = Prices({"claude-x": override("2", "10"), "claude-x-20260101": override("3", "10")})
    assert dollars(prices, "claude-x-20260101", input_tokens=MILLION) == 3
    assert dollars(prices, "claude-x", input_tokens=MILLION) == 2


def test_a_targets_own_price_raises_and_never_lowers() -> None:
    library = Prices()
    prices = Prices({"claude-sonnet-5-5": override("0", "99", raise_only=True)})
    for sort in ("input_tokens", "cache_read_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens"):
        usage = TokenUsage(**{sort: MILLION})
        assert prices.cost("claude-sonnet-5-5", usage) == library.cost("claude-sonnet-5-5", usage)
    assert dollars(prices, "claude-sonnet-5-5", output_tokens=MILLION) == 99


@given(st.sampled_from(MODELS), overrides, usages)
def test_under_an_operators_cap_no_file_makes_a_call_cheaper(
    model: str, price: PriceOverride, usage: TokenUsage
) -> None:
    raising = PriceOverride(price.input, price.output, price.cache_read, price.cache_write, True, price.place)
    assert Prices({model: raising}).cost(model, usage) >= Prices().cost(model, usage)


def test_a_targets_own_price_does_not_make_an_unknown_model_known() -> None:
    with pytest.raises(UnknownPriceError, match=r"/shop/\.designdoc\.toml does not count"):
        Prices({"claude-x": override("2", "10", raise_only=True)}).check(["claude-x"])


def test_a_price_that_rises_while_a_call_is_in_flight_is_within_its_worst_case(listed: list[ModelInfo]) -> None:
    today = datetime.now(UTC).date()
    dated = [
        ConditionalPrice(prices=ModelPrice(input_mtok=Decimal(100), output_mtok=Decimal(100))),
        ConditionalPrice(
            StartDateConstraint(today - timedelta(days=9)),
            prices=ModelPrice(input_mtok=Decimal(1), output_mtok=Decimal(2)),
        ),
        ConditionalPrice(
            StartDateConstraint(today + timedelta(days=2)),
            prices=ModelPrice(input_mtok=Decimal(4), output_mtok=Decimal(8)),
        ),
    ]
    listed.append(ModelInfo("claude-x", ClauseEquals("claude-x"), prices=dated))
    assert dollars(Prices(), "claude-x", input_tokens=MILLION, output_tokens=MILLION) == 3
    worst_case = Prices().worst_case("claude-x", MILLION, MILLION)
    assert worst_case == (5 + 8) * 10**9, "what is to come counts, and what is over does not"


def test_a_price_by_the_hour_is_within_the_worst_case_at_any_hour(listed: list[ModelInfo]) -> None:
    now = datetime.now(UTC)
    later, still_later = ((now + timedelta(hours=hours)).time() for hours in (6, 12))
    by_the_hour = [
        ConditionalPrice(prices=ModelPrice(input_mtok=Decimal(1), output_mtok=Decimal(1))),
        ConditionalPrice(
            TimeOfDateConstraint(later, still_later),
            prices=ModelPrice(input_mtok=Decimal(8), output_mtok=Decimal(8)),
        ),
    ]
    listed.append(ModelInfo("claude-x", ClauseEquals("claude-x"), prices=by_the_hour))
    assert Prices().worst_case("claude-x", MILLION, 0) == 10 * 10**9


def test_a_price_list_that_is_cheaper_for_long_prompts_has_its_worst_case_below_the_threshold(
    listed: list[ModelInfo],
) -> None:
    cheaper = TieredPrices(base=Decimal(10), tiers=[Tier(start=1_000, price=Decimal(1))])
    listed.append(
        ModelInfo("claude-x", ClauseEquals("claude-x"), prices=ModelPrice(input_mtok=cheaper, output_mtok=Decimal(0)))
    )
    worst_case = Prices().worst_case("claude-x", 2_000, 0)
    assert worst_case >= Prices().cost("claude-x", TokenUsage(input_tokens=1_000))


def test_a_model_without_a_price_for_its_output_has_no_price(listed: list[ModelInfo]) -> None:
    prices = ModelPrice(input_mtok=Decimal(1))
    listed.append(ModelInfo("claude-x", ClauseEquals("claude-x"), prices=prices))
    with pytest.raises(UnknownPriceError):
        Prices().check(["claude-x"])
