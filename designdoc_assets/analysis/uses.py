"""The users and tests of a class, function or file. A user is a class, a function, or a file for its top-level code."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from designdoc_assets.analysis.builds import twins, users_in_all_builds
from designdoc_assets.analysis.distinct import distinct_names
from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.linked import Linked, linked
from designdoc_assets.analysis.target import Target
from designdoc_assets.languages.facts import Attribute, Class, FileFacts, Function
from designdoc_assets.languages.keys import encode
from designdoc_assets.languages.registry import is_test_name, shares_units
from designdoc_assets.program.resolution import Symbol, as_class, definition_symbol, module_symbol
from designdoc_assets.program.use_edges import Relation

_OF_EXCEPTIONS = frozenset({"raises", "catches"})


@dataclass(frozen=True, slots=True)
class Tests:
    """A test file, and the tests in it that use something."""

    path: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Uses:
    """Who uses and who tests a thing; of an exception class, who raises and who catches it stands apart."""

    users: tuple[Linked, ...] = ()
    tests: tuple[Tests, ...] = ()
    raisers: tuple[Linked, ...] = ()
    catchers: tuple[Linked, ...] = ()
    of_bases: tuple[tuple[Linked, tuple[Linked, ...]], ...] = ()
    """Each base exception that some code catches, with that code."""


def uses_of(symbol: Symbol, target: Target, *, besides: Collection[Symbol] = ()) -> Uses:
    """Return who uses and tests a class, members included, or a function; users in `besides` are left out."""
    relations = users_in_all_builds(symbol, target)
    raisers = dict.fromkeys(relation.source for relation in relations if relation.kind == "raises")
    handled = target.relations.handled(symbol) if symbol.kind == "class" else []
    return Uses(
        tuple(_users((r for r in relations if r.kind not in _OF_EXCEPTIONS), besides, target)),
        tuple(tests_of([symbol, *twins(symbol, target)], target)),
        tuple(_as_users(raisers, target)),
        tuple(user for entry in handled if entry.caught == symbol for user in _as_users(entry.handlers, target)),
        tuple(
            (_base(entry.caught, target), tuple(_as_users(entry.handlers, target)))
            for entry in handled
            if entry.caught != symbol
        ),
    )


def uses_of_file(path: str, target: Target) -> Uses:
    """Return which files import a file, and which test files use what it defines."""
    # Where files share a package, an import names the package, not a file.
    found = importing(path, target) if not shares_units(path) else ()
    importers = (Linked(importer, target.address(Grain.FILES, encode(importer))) for importer in found)
    defined = _defined(path, target.snapshot.files[path].facts)
    in_all_builds = [each for symbol in defined for each in (symbol, *twins(symbol, target))]
    tests = {each.path: None for each in tests_of(in_all_builds, target)}
    return Uses(tuple(importers), tuple(Tests(test) for test in tests))


def importing(path: str, target: Target) -> list[str]:
    """Return the documented files that import a file."""
    return [importer for importer in target.relations.importers(path) if importer in target.snapshot.files]


def tests_of(symbols: Iterable[Symbol], target: Target) -> Iterator[Tests]:
    """Yield the test files that use some symbols, those with most tests first.

    A test that takes a fixture, or calls a helper of test code, counts as using what the fixture or helper uses.
    """
    by_file: dict[str, dict[str, None]] = {}
    seen: set[Symbol] = set()
    pending = [*symbols]
    while pending:
        used = pending.pop()
        sources = (relation.source for relation in target.relations.testers(used))
        for source in (*sources, *target.fixtures.users(used)):
            if source in seen:
                continue
            seen.add(source)
            names = by_file.setdefault(source.path, {})
            if test := _test_around(source):
                names[test] = None
            elif source.kind == "function":
                pending.append(source)
    if any(by_file.values()):
        # Files with nothing but helpers of tests say less than those with the tests.
        by_file = {path: names for path, names in by_file.items() if names}
    for path, names in sorted(by_file.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        yield Tests(path, tuple(names))


def _test_around(symbol: Symbol) -> str:
    """Return the qualified name of the test that `symbol` is, or is defined in; empty if there is none."""
    parts = symbol.qualname.split(".")
    at = next((at for at, part in enumerate(parts) if is_test_name(part, symbol.path)), None)
    return ".".join(parts[: at + 1]) if at is not None else ""


def _defined(path: str, facts: FileFacts) -> Iterator[Symbol]:
    yield module_symbol(path)
    definitions: tuple[Class | Function | Attribute, ...] = (*facts.classes, *facts.functions, *facts.constants)
    for definition in definitions:
        yield definition_symbol(path, definition)


def _base(caught: Symbol | str, target: Target) -> Linked:
    if isinstance(caught, Symbol):
        return linked(caught, target)
    return Linked(caught, "")


def _as_users(symbols: Iterable[Symbol], target: Target) -> Iterator[Linked]:
    """Yield each function or method itself, where `_users` names its class."""
    found = [*symbols]
    names = distinct_names(symbol for symbol in found if symbol.kind != "module")
    for symbol in found:
        name = symbol.path if symbol.kind == "module" else names[symbol]
        is_called = symbol.kind in {"function", "method"}
        yield Linked(f"{name}()" if is_called else name, target.address_of(symbol) or "")


def _users(relations: Iterable[Relation], besides: Collection[Symbol], target: Target) -> Iterator[Linked]:
    found: dict[Symbol, None] = {}
    for relation in relations:
        user = as_class(relation.source) or relation.source
        if user not in besides:
            found[user] = None
    named = distinct_names(symbol for symbol in found if symbol.kind != "module")
    for symbol in sorted(found, key=lambda user: ("class", "function", "module").index(user.kind)):
        name = symbol.path if symbol.kind == "module" else named[symbol]
        yield Linked(f"{name}()" if symbol.kind == "function" else name, target.address_of(symbol) or "")
