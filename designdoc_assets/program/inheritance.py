"""Method resolution order (C3, or nearest first), from the bases of each class. No chain of classes is too long."""

from collections import Counter, deque
from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from designdoc_assets.languages.name_rules import Linearisation

ClassT = TypeVar("ClassT", bound=Hashable)
BasesOf = Callable[[ClassT], Sequence[ClassT]]
"""Returns the direct bases of a class, in order, each once."""


class Lineages(Generic[ClassT]):
    """The lineages of classes, each found once."""

    def __init__(self, bases_of: BasesOf[ClassT], linearisation: Linearisation) -> None:
        self._bases_of = bases_of
        self._is_merged = linearisation == "c3"
        self._ordered: dict[ClassT, Sequence[ClassT] | None] = {}
        self._found: dict[ClassT, Sequence[ClassT]] = {}

    def of(self, cls: ClassT) -> Sequence[ClassT]:
        """Return all that a class inherits from, each once, in the order in which its language looks for members.

        Where there is no such order (classes in a circle, bases that contradict each other), nearest first.
        """
        if cls not in self._found:
            if self._is_merged and cls not in self._ordered:
                self._order(cls)
            lineage = self._ordered.get(cls)
            self._found[cls] = lineage if lineage is not None else nearest_first(cls, self._bases_of)
        return self._found[cls]

    def _order(self, cls: ClassT) -> None:
        """Find the lineages of a class and of what it inherits from; None for those that there are not."""
        stack, entered = [cls], {cls}
        while stack:
            missing = [base for base in self._bases_of(stack[-1]) if base not in self._ordered]
            if missing and entered.isdisjoint(missing):
                stack.append(missing[0])
                entered.add(missing[0])
                continue
            current = stack.pop()
            entered.remove(current)
            # What was entered and is still missing inherits from this class: they are in a circle.
            self._ordered[current] = self._merged(current) if not missing else None

    def _merged(self, cls: ClassT) -> Sequence[ClassT] | None:
        """Return the lineage of a class from those of its bases, by the rule C3; None if they contradict."""
        bases = self._bases_of(cls)
        lines: list[Sequence[ClassT]] = []
        for base in bases:
            lineage = self._ordered[base]
            if lineage is None:
                return None
            lines.append((base, *lineage))
        if len(lines) == 1:
            return lines[0]
        lines.append(bases)
        heads = [0] * len(lines)
        behind = Counter(base for line in lines for base in line[1:])
        merged: list[ClassT] = []
        for _ in {base for line in lines for base in line}:
            following = (line[head] for line, head in zip(lines, heads, strict=True) if head < len(line))
            first = next((base for base in following if not behind[base]), None)
            if first is None:
                return None
            merged.append(first)
            for at, line in enumerate(lines):
                if heads[at] < len(line) and line[heads[at]] == first:
                    heads[at] += 1
                    behind.subtract(line[heads[at] : heads[at] + 1])
        return tuple(merged)


def nearest_first(cls: ClassT, bases_of: BasesOf[ClassT]) -> Sequence[ClassT]:
    """Return all that a class inherits from, each once, its bases before theirs."""
    found: dict[ClassT, None] = {}
    queue = deque(bases_of(cls))
    while queue:
        base = queue.popleft()
        if base not in found and base != cls:
            found[base] = None
            queue += bases_of(base)
    return list(found)
