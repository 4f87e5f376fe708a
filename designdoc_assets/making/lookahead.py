"""Begins partitions before their grain's turn: models are slow, and some partitions read nothing that is unwritten."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.target import package_of_partition
from designdoc_assets.languages.keys import PartitionKey, decode, encode
from designdoc_assets.making.outcomes import Made

_INSIDE_PACKAGES = {Grain.FILES, Grain.CLASSES}


class Ahead:
    """The partitions of later grains: a queue, and those that are begun."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        due: Callable[[Grain], list[PartitionKey]],
        make: Callable[[Grain, PartitionKey], Coroutine[Any, Any, list[Made]]],
    ) -> None:
        """Take how partitions are made; none is begun.

        Args:
            loop: Where tasks run.
            due: Returns the partitions of a grain in which the plan has something due.
            make: Makes a partition.
        """
        self._loop = loop
        self._due = due
        self._make = make
        self._begun: dict[tuple[Grain, PartitionKey], asyncio.Task[list[Made]]] = {}
        self._in_line: dict[Grain, dict[PartitionKey, None]] = {}
        self._open: Counter[str] = Counter()
        """By package, how many of its files and classes are still to be made."""

    def line_up(self, grains: Sequence[Grain], grain: Grain, keys: Iterable[PartitionKey]) -> None:
        """Queue the due partitions of later grains, once; these partitions of a grain are made before them."""
        if grains and grain not in self._in_line:
            self._open.update(package_of_partition(grain, key) for key in keys)
        for later in (each for each in grains if each not in self._in_line):
            due = self._due(later)
            if later is Grain.PACKAGES:
                due += [encode(package) for package in self._open]  # what may follow from others
            else:
                self._open.update(package_of_partition(later, key) for key in due)
            self._in_line[later] = dict.fromkeys(due)

    def begin(self, grains: Sequence[Grain], places: int) -> list[asyncio.Task[list[Made]]]:
        """Begin the next queued partitions that read nothing that is still being made, as many as there are places."""
        begun: list[asyncio.Task[list[Made]]] = []
        for grain in grains:
            waiting = self._in_line[grain]
            for key in [key for key in waiting if self._is_ready(grain, key)][: places - len(begun)]:
                del waiting[key]
                self._begun[grain, key] = self._loop.create_task(self._make(grain, key))
                begun.append(self._begun[grain, key])
        return begun

    def take(self, grain: Grain, key: PartitionKey) -> asyncio.Task[list[Made]] | None:
        """Return the task of a partition that was begun ahead, now that it is its turn; None if there is none."""
        return self._begun.pop((grain, key), None)

    def note_end(self, grain: Grain, key: PartitionKey) -> None:
        """Note that a partition is made, or will not be made."""
        if grain in _INSIDE_PACKAGES:
            self._open[package_of_partition(grain, key)] -= 1

    def cancel(self) -> None:
        """Cancel the tasks that were begun and not taken."""
        for task in self._begun.values():
            task.cancel()
        if self._begun:
            self._loop.run_until_complete(asyncio.gather(*self._begun.values(), return_exceptions=True))

    def _is_ready(self, grain: Grain, key: PartitionKey) -> bool:
        return grain is not Grain.PACKAGES or self._open[decode(key)] <= 0
