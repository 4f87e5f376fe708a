"""The extension points of a target: abstract classes and protocols with their implementations, and plug-in groups."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from designdoc_assets.analysis.distinct import distinct_names
from designdoc_assets.analysis.implementations import Implementations
from designdoc_assets.analysis.linked import Linked, linked_distinctly
from designdoc_assets.analysis.member_sorts import is_offered
from designdoc_assets.analysis.target import Target
from designdoc_assets.languages.facts import Attribute, Class, Function
from designdoc_assets.languages.registry import language
from designdoc_assets.languages.traits import Traits
from designdoc_assets.program.resolution import Symbol, class_symbol, module_symbol

_ASKING_FOR_ALL = frozenset({"protocol", "interface", "trait"})
"""Sorts of classes of which every member is to be implemented, unless the language marks those that are."""
_TO_BE_IMPLEMENTED = _ASKING_FOR_ALL | {"abstract class"}


@dataclass(frozen=True, slots=True)
class Extension:
    """A class that is there to be implemented, the members that it asks for, and its implementations."""

    name: str
    page: str
    sort: str
    asks: tuple[str, ...]
    implementations: tuple[Linked, ...]
    """Classes that inherit from it and define something that it asks for, or are registered with it."""
    have_its_members: tuple[Linked, ...] = ()
    """Of a protocol, other classes that have members of all the names that it asks for."""


@dataclass(frozen=True, slots=True)
class PluginGroup:
    """A group of entry points that a distribution of the target registers; each entry has a name and an object."""

    group: str
    entries: tuple[tuple[str, Linked], ...]


class _ToImplement(NamedTuple):
    """A class that is there to be implemented, the members that it asks for, and the classes that implement it."""

    cls: Class
    asks: tuple[str, ...]
    heirs: list[Symbol]


def extensions(target: Target) -> list[Extension]:
    """Return the public classes that are there to be implemented.

    First come those that importers get from a package and that say what they ask for; then by implementations.
    """
    offered = {reexport.symbol for path in target.snapshot.files for reexport in target.reexports.of(path)}
    implementations = Implementations(target)
    found: dict[Symbol, _ToImplement] = {}
    for path, file in target.snapshot.files.items():
        for cls in file.facts.classes if target.places.is_main(path) else ():
            symbol = class_symbol(path, cls)
            if cls.in_function or not is_offered(cls):
                continue
            asks = tuple(dict.fromkeys(_asked(cls, language(file.facts.language).traits)))
            wanted = asks or tuple(_abstract(cls))
            heirs = implementations.nominal(symbol, descendants(symbol, target), wanted) if wanted else []
            heirs = _of_product([*heirs, *implementations.registered(symbol)], target)
            # A class of another sort is there to be implemented if somebody does: a method of it that only raises an
            # error may be meant to be overridden, or not.
            if (asks and cls.sort in _TO_BE_IMPLEMENTED) or heirs:
                found[symbol] = _ToImplement(cls, asks, heirs)
    names = distinct_names(found)
    protocols = {symbol for symbol, each in found.items() if each.cls.sort == "protocol"}

    def rank(symbol: Symbol) -> tuple[bool, int, str]:
        each = found[symbol]
        return not (symbol in offered and each.asks), -len(each.heirs), names[symbol]

    shown: list[Extension] = []
    for symbol in sorted(found, key=rank):
        cls, asks, heirs = found[symbol]
        alike = implementations.structural(asks, {*heirs, *protocols}) if symbol in protocols else []
        shown.append(
            Extension(
                name=names[symbol],
                page=target.address_of(symbol) or "",
                sort=cls.word if cls.word != "class" else "base class",
                asks=asks,
                implementations=tuple(linked_distinctly(heirs, target)),
                have_its_members=tuple(linked_distinctly(_of_product(alike, target), target)),
            )
        )
    return shown


def _of_product(symbols: Iterable[Symbol], target: Target) -> list[Symbol]:
    return [symbol for symbol in dict.fromkeys(symbols) if target.places.is_main(symbol.path)]


def plugin_groups(target: Target) -> list[PluginGroup]:
    """Return the groups of entry points, console scripts left out."""
    return [
        PluginGroup(
            group, tuple((name, _referred(reference, distribution.manifest, target)) for name, reference in entries)
        )
        for distribution in filter(target.places.is_product, target.snapshot.manifests.distributions)
        for group, entries in distribution.entry_points
        if entries
    ]


def _asked(cls: Class, traits: Traits) -> Iterator[str]:
    methods = [method for method in cls.methods if method.sort != "constructor"]
    members: list[Function | Attribute] = [*methods, *cls.attributes]
    asks_for_all = cls.sort in _ASKING_FOR_ALL and not traits.has_abstract_members
    asked = members if asks_for_all else [each for each in members if each.is_abstract]
    return (each.name for each in asked if each.visibility == "public" and each.name not in traits.universal_members)


def _abstract(cls: Class) -> Iterator[str]:
    return (method.name for method in cls.methods if method.is_abstract)


def descendants(symbol: Symbol, target: Target) -> list[Symbol]:
    """Return the documented classes that inherit from a class, directly or not, nearest first."""
    found: dict[Symbol, None] = {}
    queue = deque([symbol])
    while queue:
        for sub in target.relations.subclasses(queue.popleft()):
            if sub not in found and sub != symbol and sub.path in target.snapshot.files:
                found[sub] = None
                queue.append(sub)
    return list(found)


def _referred(reference: str, manifest: str, target: Target) -> Linked:
    """Return what an object reference (`package.module:Class`) names, with its page if it is in the target."""
    module, _, name = reference.partition("[")[0].strip().partition(":")
    path = target.relations.linkers.find(module.strip(), manifest)
    meaning = target.relations.resolver.resolve(path, name.strip()) if path and name else None
    symbol = meaning if isinstance(meaning, Symbol) else module_symbol(path) if path and not name else None
    return Linked(reference, (target.address_of(symbol) or "") if symbol else "")
