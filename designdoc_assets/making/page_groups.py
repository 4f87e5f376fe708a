"""Partitions that share a page, and are made together: so that it is written once, and not for each of them."""

from collections.abc import Iterable, Iterator

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.making.outcomes import Made

_MOST_TOGETHER = 32
"""Partitions that are made before any of them is on its page."""
_PARTS = 16
"""In how many steps a page of more partitions is made at most: each step reads and writes all of it."""


class MadeWithPage:
    """What of later grains was made with the page that it shares, until it is those grains' turn.

    Attributes:
        due: What is to be made of later grains.
    """

    def __init__(self, survey: Survey) -> None:
        self.due: frozenset[tuple[str, str]] = frozenset()
        self._survey = survey
        self._made: dict[PartitionKey, list[Made]] = {}

    def on_pages_of(self, grain: Grain, keys: Iterable[PartitionKey]) -> list[tuple[Grain, PartitionKey]]:
        """Return what is due on the pages of some partitions, as many as are made at once."""
        pages = dict.fromkeys(self._survey.page(grain, key) for key in keys) if self.due else {}
        there = (partition for page in pages for partition in self._survey.layout.on_page(page))
        found = [(Grain(grain), PartitionKey(key)) for grain, key in there if (grain, key) in self.due]
        return found[:_MOST_TOGETHER]

    def add(self, partitions: Iterable[tuple[Grain, PartitionKey]], made: Iterable[Made]) -> None:
        """Keep what became of partitions: nothing, of one that failed, which is not tried again."""
        self._made |= {key: [] for _, key in partitions}
        for each in made:
            self._made[each.planned.artifact.key].append(each)

    def take(self, keys: Iterable[PartitionKey]) -> dict[PartitionKey, list[Made]]:
        """Return what came of those partitions that were made, now that it is their turn."""
        return {key: self._made.pop(key) for key in keys if key in self._made}


def by_page(survey: Survey, grain: Grain, keys: Iterable[PartitionKey]) -> Iterator[list[PartitionKey]]:
    """Yield the partitions of each page, some at a time."""
    pages: dict[str, list[PartitionKey]] = {}
    for key in keys:
        pages.setdefault(survey.page(grain, key), []).append(key)
    for sharing in pages.values():
        together = max(_MOST_TOGETHER, -(-len(sharing) // _PARTS))
        yield from (sharing[at : at + together] for at in range(0, len(sharing), together))
