"""The cost of a plan: the expected one, and an upper bound."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.target import package_of_partition
from designdoc_assets.languages.keys import decode
from designdoc_assets.making.plan import Plan, Planned
from designdoc_assets.making.standing import holds_perhaps
from designdoc_assets.spending.money import NanoUsd
from designdoc_assets.spending.prices import Prices, TokenUsage
from designdoc_assets.writing.client import most_cost
from designdoc_assets.writing.context import BYTES_PER_TOKEN
from designdoc_assets.writing.loop import MAX_ATTEMPTS
from designdoc_assets.writing.prompting import MOST_TOLD, Rejected, review_request, show, writing_request
from designdoc_assets.writing.request import AnyRequest
from designdoc_assets.writing.verdict import Issue

_TOKENS_OF_PROSE, _TOKENS_OF_DOCUMENT, _TOKENS_OF_MEMBER, _TOKENS_OF_REVIEW = 250, 1_000, 120, 90
"""The average length of answers in tokens."""
_ATTEMPTS = 1.6
"""The average number of drafts for an artifact: 20 for the 12 of blinker 1.9.0, when two people who saw requests alone
wrote and reviewed them. So are the lengths of answers."""
_TOKENS_OF_NOTHING_FOUND = 30
"""The length of a review that finds nothing: prose that stands is expected to hold still."""


class _NoDraft(BaseModel):
    """Stands for a draft that is not written yet."""


_NO_DRAFT = _NoDraft()
_REJECTED = Rejected(_NO_DRAFT, (Issue("minor", "", "", ""),) * MOST_TOLD)


@dataclass(frozen=True, slots=True)
class Estimate:
    """The cost of the artifacts of one kind.

    Attributes:
        kind: The kind.
        artifacts: How many a model will certainly write.
        following: How many more it will write, if the texts that they are written from change.
        calls: The expected number of calls for both.
        expected: The expected cost of both.
        most: The upper bound of the cost.
    """

    kind: str
    artifacts: int
    following: int
    calls: int
    expected: NanoUsd
    most: NanoUsd


def forecast(plan: Plan, items: Iterable[Planned], models: tuple[str, str], prices: Prices) -> list[Estimate]:
    """Return the cost of making some artifacts of a plan, by kind; kinds that cost nothing are left out.

    Args:
        plan: The plan.
        items: The artifacts that are made.
        models: Writer and reviewer.
        prices: The prices of these models.
    """
    asked = [item for item in items if item.asks]
    following = list(_following(plan, asked))
    by_kind: dict[str, tuple[list[Planned], list[Planned]]] = {}
    for index, group in enumerate((asked, following)):
        for item in group:
            by_kind.setdefault(item.artifact.kind, ([], []))[index].append(item)
    return [_estimate(kind, sure, likely, models, prices) for kind, (sure, likely) in by_kind.items()]


def _following(plan: Plan, asked: Sequence[Planned]) -> Iterator[Planned]:
    """Yield the fresh artifacts whose sources the plan will write anew: packages of files, documents of packages."""
    if not asked:
        return
    written = {"file_summary": Grain.FILES, "class_doc": Grain.CLASSES}
    anew = [item for item in asked if not holds_perhaps(item)]
    if not anew:
        return
    changed = [(written[item.artifact.kind], item.artifact.key) for item in anew if item.artifact.kind in written]
    packages = {package_of_partition(grain, key) for grain, key in changed}
    listed = {item.artifact for item in asked}
    for item in plan.items.get("package_readme", ()):
        if item.brief and item.artifact not in listed and decode(item.artifact.key) in packages:
            yield item
    for item in plan.items.get("document", ()):
        if item.brief and item.artifact not in listed:
            yield item


def _estimate(
    kind: str, sure: Sequence[Planned], likely: Sequence[Planned], models: tuple[str, str], prices: Prices
) -> Estimate:
    calls, expected, most = 0.0, 0.0, 0
    for item in (*sure, *likely):
        assert item.brief is not None
        shown = show(item.brief)
        write = writing_request(shown, models[0], None)
        whole = _TOKENS_OF_DOCUMENT if kind == "document" else _TOKENS_OF_PROSE
        tokens = whole + _TOKENS_OF_MEMBER * len(item.brief.members)
        review = review_request(shown, models[1], _NO_DRAFT)
        if holds_perhaps(item):
            calls += 1
            expected += _cost(review, _TOKENS_OF_NOTHING_FOUND, prices)
        else:
            if not (item.stored and item.stored.status == "unreviewed"):
                calls += _ATTEMPTS
                expected += _ATTEMPTS * _cost(write, tokens, prices)
            calls += _ATTEMPTS
            expected += _ATTEMPTS * _cost(review, _TOKENS_OF_REVIEW, prices)
        revise = writing_request(shown, models[0], _REJECTED)
        first = most_cost(review, prices) + most_cost(revise, prices) if item.standing else most_cost(write, prices)
        most += first + (MAX_ATTEMPTS - 1) * most_cost(revise, prices) + MAX_ATTEMPTS * most_cost(review, prices)
    return Estimate(kind, len(sure), len(likely), round(calls), NanoUsd(round(expected)), NanoUsd(most))


def _cost(request: AnyRequest, tokens: int, prices: Prices) -> NanoUsd:
    read = round(request.most_input_tokens / BYTES_PER_TOKEN)
    return prices.cost(request.model, TokenUsage(cache_write_5m_tokens=read, output_tokens=tokens))
