"""Which class inherits from which, as a tree with the base classes at the top."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from designdoc_assets.artifacts.analysis.distinct import distinct_names
from designdoc_assets.artifacts.kind import PageFacts
from designdoc_assets.artifacts.sections.text import listing, named
from designdoc_assets.artifacts.survey import Survey, class_symbol
from designdoc_assets.source.resolution import Symbol

_DEEPEST = 6
"""Levels of a tree; what is deeper is seen on the pages of the classes."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A class and those that inherit from it directly."""

    name: str
    page: str
    branches: tuple["Branch", ...]


def families(paths: Sequence[str], survey: Survey) -> tuple[Branch, ...]:
    """Return the trees of the classes in some files: each below its first base, which may lie in another file."""
    children: dict[Symbol, list[Symbol]] = {}
    below: set[Symbol] = set()
    for path in paths:
        for cls in survey.snapshot.files[path].facts.classes:
            symbol = class_symbol(path, cls)
            bases = [base for base in survey.relations.resolver.bases(symbol) if isinstance(base, Symbol)]
            for base in (base for base in bases if base.kind == "class"):
                children.setdefault(base, []).append(symbol)
                below.add(symbol)
    names = distinct_names(symbol for base, found in children.items() for symbol in (base, *found))

    def branch(symbol: Symbol, above: frozenset[Symbol]) -> Branch:
        # A class that inherits from several stands below each of them, but its own tree is shown once.
        inner = children.get(symbol, []) if symbol not in shown and len(above) < _DEEPEST else []
        shown.add(symbol)
        return Branch(
            names[symbol],
            survey.address_of(symbol) or "",
            tuple(branch(child, above | {symbol}) for child in inner if child not in above),
        )

    shown: set[Symbol] = set()
    return tuple(branch(base, frozenset()) for base in children if base not in below)


def branch_lines(branches: Iterable[Branch], facts: PageFacts, indent: str = "") -> Iterator[str]:
    """Yield a list item for each class that others inherit from; those without heirs stand behind their base."""
    for entry in branches:
        leaves = [named(leaf.name, leaf.page or None, facts) for leaf in entry.branches if not leaf.branches]
        behind = f": {listing(leaves, limit=40)}" if leaves else ""
        yield f"{indent}- {named(entry.name, entry.page or None, facts)}{behind}"
        yield from branch_lines([b for b in entry.branches if b.branches], facts, f"{indent}  ")
