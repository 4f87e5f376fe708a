"""Partitions that share a page and are made together, so that the page is written once, not once for each."""

from collections.abc import Iterable, Iterator

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import PartitionKey

_MOST_TOGETHER = 32
"""The most partitions of a page that are made before it is written."""
_PARTS = 16
"""The most steps in which a page of more partitions is made: each step reads and writes the whole page."""


class SharedPages:
    """The artifacts of later grains that are made with the page that they share.

    Attributes:
        due: The partitions of later grains that are to be made.
        made: Those that were so made, or failed, which are not tried again.
    """

    def __init__(self, survey: Survey) -> None:
        self.due: frozenset[tuple[Grain, PartitionKey]] = frozenset()
        self.made: set[tuple[Grain, PartitionKey]] = set()
        self._survey = survey

    def beside(self, grain: Grain, keys: Iterable[PartitionKey]) -> list[tuple[Grain, PartitionKey]]:
        """Return the due partitions of later grains on the pages of these partitions, as many as are made together."""
        pages = dict.fromkeys(self._survey.page(grain, key) for key in keys) if self.due else {}
        there = (partition for page in pages for partition in self._survey.layout.on_page(page))
        found = ((Grain(grain), PartitionKey(key)) for grain, key in there)
        return [each for each in found if each in self.due and each not in self.made][:_MOST_TOGETHER]


def by_page(survey: Survey, grain: Grain, keys: Iterable[PartitionKey]) -> Iterator[list[PartitionKey]]:
    """Yield the partitions of each page, some at a time."""
    pages: dict[str, list[PartitionKey]] = {}
    for key in keys:
        pages.setdefault(survey.page(grain, key), []).append(key)
    for sharing in pages.values():
        together = max(_MOST_TOGETHER, -(-len(sharing) // _PARTS))
        yield from (sharing[at : at + together] for at in range(0, len(sharing), together))
