"""Partitions that share a page, and are made together: so that it is written once, and not for each of them."""

from collections.abc import Iterable, Iterator

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import PartitionKey

_MOST_TOGETHER = 32
"""Partitions that are made before any of them is on its page."""


def by_page(survey: Survey, grain: Grain, keys: Iterable[PartitionKey]) -> Iterator[list[PartitionKey]]:
    """Yield the partitions of each page, some at a time."""
    pages: dict[str, list[PartitionKey]] = {}
    for key in keys:
        pages.setdefault(survey.page(grain, key), []).append(key)
    for sharing in pages.values():
        yield from (sharing[at : at + _MOST_TOGETHER] for at in range(0, len(sharing), _MOST_TOGETHER))
