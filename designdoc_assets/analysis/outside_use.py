"""Which things of a package others use most: what it is to the rest, where nobody wrote what it is for."""

from collections.abc import Iterator
from dataclasses import dataclass

from designdoc_assets.analysis.target import Target, class_symbol, package_of
from designdoc_assets.languages.keys import ROOT_PACKAGE
from designdoc_assets.program.resolution import Symbol

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class UsedThing:
    """A thing of a package, and how many files outside of its folder use it."""

    name: str
    page: str
    files: int


def most_used(package: str, paths: list[str], target: Target) -> tuple[UsedThing, ...]:
    """Return the classes and functions of a package that most files outside of its folder use."""
    found = []
    for name, symbol in dict.fromkeys(_things(paths, target)):
        users = {relation.source.path for relation in target.relations.users(symbol)}
        files = sum(not _is_inside(path, package) for path in users)
        if files:
            found.append(UsedThing(name, target.address_of(symbol) or "", files))
    return tuple(sorted(found, key=lambda thing: (-thing.files, thing.name))[:MOST_NAMED])


def _things(paths: list[str], target: Target) -> Iterator[tuple[str, Symbol]]:
    for path in paths:
        facts = target.snapshot.files[path].facts
        for cls in facts.classes:
            if not cls.in_function:
                symbol = class_symbol(path, cls)
                yield symbol.qualname, symbol
        for function in facts.functions:
            yield f"{function.name}()", Symbol(path, function.qualname, "function")
        for offer in target.offers.of(path):
            if offer.symbol.kind in {"class", "function"}:
                yield f"{offer.name}()" if offer.symbol.kind == "function" else offer.name, offer.symbol


def _is_inside(path: str, package: str) -> bool:
    return package_of(path) == ROOT_PACKAGE if package == ROOT_PACKAGE else path.startswith(f"{package}/")
