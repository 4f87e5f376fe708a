"""The classes and functions of a package that other packages use most: what it is for, where no author says so."""

from collections.abc import Iterator
from dataclasses import dataclass

from designdoc_assets.analysis.distinct import distinct_names
from designdoc_assets.analysis.target import Target, package_of
from designdoc_assets.program.resolution import Symbol, class_symbol, function_symbol

MOST_THINGS = 3
"""Things of a package that are named."""


@dataclass(frozen=True, slots=True)
class UsedThing:
    """A class or function of a package, and how many files of other packages use it."""

    name: str
    page: str
    files: int


def most_used(package: str, paths: list[str], target: Target) -> tuple[UsedThing, ...]:
    """Return the classes and functions that a package defines and most files of other packages use.

    Packages inside of it count as other packages. A re-export counts for the package that defines it.
    """
    found = []
    things = dict.fromkeys(_things(paths, target))
    names = distinct_names(things)
    for symbol in things:
        name = f"{names[symbol]}()" if symbol.kind == "function" else names[symbol]
        users = {relation.source.path for relation in target.relations.users(symbol)}
        files = sum(package_of(path) != package for path in users)
        if files:
            found.append(UsedThing(name, target.address_of(symbol) or "", files))
    return tuple(sorted(found, key=lambda thing: (-thing.files, thing.name))[:MOST_THINGS])


def _things(paths: list[str], target: Target) -> Iterator[Symbol]:
    for path in paths:
        facts = target.snapshot.files[path].facts
        for cls in facts.classes:
            if not cls.in_function:
                yield class_symbol(path, cls)
        for function in facts.functions:
            yield function_symbol(path, function)
