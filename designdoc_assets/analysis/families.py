"""Inheritance trees, with the base classes at the top."""

from collections.abc import Sequence
from dataclasses import dataclass

from designdoc_assets.analysis.distinct import distinct_names
from designdoc_assets.analysis.target import Target
from designdoc_assets.program.resolution import Symbol, class_symbol

_DEEPEST = 6
"""Levels of a tree that are shown; the pages of the classes show deeper ones."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A class and those that inherit from it directly."""

    name: str
    page: str
    branches: tuple["Branch", ...]


def families(paths: Sequence[str], target: Target) -> tuple[Branch, ...]:
    """Return the inheritance trees of the classes in some files; the base at the top may lie in another file."""
    children: dict[Symbol, list[Symbol]] = {}
    below: set[Symbol] = set()
    for path in paths:
        for cls in target.snapshot.files[path].facts.classes:
            symbol = class_symbol(path, cls)
            bases = [base for base in target.relations.resolver.bases(symbol) if isinstance(base, Symbol)]
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
            target.address_of(symbol) or "",
            tuple(branch(child, above | {symbol}) for child in inner if child not in above),
        )

    shown: set[Symbol] = set()
    return tuple(branch(base, frozenset()) for base in children if base not in below)
