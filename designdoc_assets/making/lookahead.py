"""What is begun before its grain's turn: models are slow, and what reads nothing unwritten need not wait."""

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
    """The partitions of grains to come: those in line, and those begun."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        due: Callable[[Grain], list[PartitionKey]],
        make: Callable[[Grain, PartitionKey], Coroutine[Any, Any, list[Made]]],
    ) -> None:
        """Begin nothing yet.

        Args:
            loop: Where tasks run.
            due: Returns the partitions of a grain that the plan has something to do for.
            make: Makes one.
        """
        self._loop = loop
        self._due = due
        self._make = make
        self._begun: dict[tuple[Grain, PartitionKey], asyncio.Task[list[Made]]] = {}
        self._in_line: dict[Grain, dict[PartitionKey, None]] = {}
        self._open: Counter[str] = Counter()
        """How many files and classes of a package are still to be made."""

    def line_up(self, grains: Sequence[Grain], grain: Grain, keys: Iterable[PartitionKey]) -> None:
        """Put what is due of grains in line, once; before them, these partitions of a grain are made."""
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
        """Begin what is next in line and reads nothing that is still being made, as many as there are places."""
        begun: list[asyncio.Task[list[Made]]] = []
        for grain in grains:
            waiting = self._in_line[grain]
            for key in [key for key in waiting if self._is_ready(grain, key)][: places - len(begun)]:
                del waiting[key]
                self._begun[grain, key] = self._loop.create_task(self._make(grain, key))
                begun.append(self._begun[grain, key])
        return begun

    def take(self, grain: Grain, key: PartitionKey) -> asyncio.Task[list[Made]] | None:
        """Return what was begun of a partition, now that it is its grain's turn."""
        return self._begun.pop((grain, key), None)

    def note_end(self, grain: Grain, key: PartitionKey) -> None:
        """Note that a partition is made, or will not be."""
        if grain in _INSIDE_PACKAGES:
            self._open[package_of_partition(grain, key)] -= 1

    def cancel(self) -> None:
        """End what was begun and not taken."""
        for task in self._begun.values():
            task.cancel()
        if self._begun:
            self._loop.run_until_complete(asyncio.gather(*self._begun.values(), return_exceptions=True))

    def _is_ready(self, grain: Grain, key: PartitionKey) -> bool:
        return grain is not Grain.PACKAGES or self._open[decode(key)] <= 0
