"""What a page names and links: a class, a function or a file with the page that it has."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from designdoc_assets.analysis.distinct import distinct_names
from designdoc_assets.analysis.target import Target
from designdoc_assets.program.resolution import Symbol


@dataclass(frozen=True, slots=True)
class Linked:
    """A name, and the address of the page of what it names; empty where that has none."""

    name: str
    page: str


def linked(symbol: Symbol, target: Target) -> Linked:
    """Return a symbol under its qualified name, a module under its path."""
    return Linked(symbol.qualname or symbol.path, target.address_of(symbol) or "")


def linked_distinctly(symbols: Iterable[Symbol], target: Target) -> Iterator[Linked]:
    """Yield symbols under names by which they can be told from each other."""
    for symbol, name in distinct_names(symbols).items():
        yield Linked(name, target.address_of(symbol) or "")
