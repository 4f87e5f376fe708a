"""The collaborators of a class: what it depends on, each once, by its closest tie: it inherits, holds, makes, ..."""

from collections.abc import Iterable
from dataclasses import dataclass

from designdoc_assets.analysis.linked import Linked, linked
from designdoc_assets.analysis.member_sorts import is_offered
from designdoc_assets.analysis.target import Target
from designdoc_assets.languages.facts import Class, HeritageRelation
from designdoc_assets.languages.linking import External
from designdoc_assets.languages.registry import words_in
from designdoc_assets.program.resolution import Symbol, as_class
from designdoc_assets.program.use_edges import Relation

_STRONGEST_FIRST = (
    *("inherits", "holds", "holds_class", "raises", "catches", "makes", "defaults", "calls", "takes", "returns"),
    "annotates",
    "names",
    "mentions",
)
_VERBS = {
    "holds": "Holds",
    "holds_class": "Holds the class",
    "catches": "Catches",
    "makes": "Makes",
    "defaults": "Defaults to",
    "calls": "Calls",
    "calls_of": "Calls methods of",
    "takes": "Takes or returns",
    "returns": "Takes or returns",
    "names": "Refers to",
}


@dataclass(frozen=True, slots=True)
class Collaborators:
    """Everything a class depends on."""

    bases: tuple[Linked, ...]
    by_verb: tuple[tuple[str, tuple[Linked, ...]], ...]
    third_party: tuple[str, ...]
    standard: tuple[str, ...]

    def names(self) -> Iterable[str]:
        """Return the name of everything in it."""
        yield from (entry.name for entry in self.bases)
        yield from (entry.name for _, entries in self.by_verb for entry in entries)
        yield from self.third_party
        yield from self.standard


def collaborators_of(symbol: Symbol, target: Target) -> Collaborators:
    """Collect what a class and its methods use."""
    relations = sorted(target.relations.from_class(symbol), key=lambda relation: _STRONGEST_FIRST.index(relation.kind))
    seen: set[Symbol] = {symbol}
    by_verb: dict[str, dict[Linked, None]] = {}
    words = words_in(symbol.path)
    for relation in relations:
        other = _target(relation)
        if other is None or other in seen or _is_detail(other, symbol, target):
            continue
        seen.add(other)
        is_of_class = relation.kind == "calls" and other != relation.target
        verb = words.raises if relation.kind == "raises" else _VERBS.get("calls_of" if is_of_class else relation.kind)
        if verb:
            by_verb.setdefault(verb, {})[linked(other, target)] = None
    outside = [relation.target for relation in relations if isinstance(relation.target, External)]
    saying_nothing = target.relations.resolver.of(symbol.path).types.libraries
    bases = tuple(_bases(symbol, target))
    implements = words_in(symbol.path).implements
    interfaces = tuple(_bases(symbol, target, "implements")) if implements else ()
    bases = tuple(base for base in bases if base not in interfaces)
    told = [(verb, tuple(sorted(entries, key=lambda e: e.name))) for verb, entries in by_verb.items()]
    if bases and (taking := words.takes_of.get(target.relations.resolver.class_at(symbol).sort)):
        bases, told = (), [(taking, bases), *told]
    if interfaces:
        told = [(implements, interfaces), *told]
    return Collaborators(
        bases=bases,
        by_verb=tuple(told),
        third_party=tuple(sorted({e.library for e in outside if e.kind == "third party"} - saying_nothing)),
        standard=tuple(sorted({e.library for e in outside if e.kind == "standard"} - saying_nothing)),
    )


def _target(relation: Relation) -> Symbol | None:
    """Return the class or function that a relation leads to, of a member its class; None for modules and constants."""
    if not isinstance(relation.target, Symbol):
        return None
    owner = as_class(relation.target)
    if owner is not None:
        # `raise self.error` raises what the attribute holds, not an object of the class that has the attribute.
        return owner if relation.kind != "raises" or relation.target.kind == "class" else None
    return relation.target if relation.target.kind in {"class", "function"} else None


def _is_detail(other: Symbol, user: Symbol, target: Target) -> bool:
    """Whether a target is a private function of the user's own file: an implementation detail of the class."""
    if other.kind != "function" or other.path != user.path:
        return False
    function = target.relations.resolver.function_at(other)
    return function is not None and not is_offered(function)


def _bases(symbol: Symbol, target: Target, relation: HeritageRelation | None = None) -> Iterable[Linked]:
    cls = target.relations.resolver.class_at(symbol)
    around = _around(symbol, target)
    for entry in cls.inherited if relation is None else [each for each in cls.inherited if each.relation == relation]:
        other = as_class(target.relations.resolver.resolve(entry.path or symbol.path, entry.name, around))
        yield Linked(entry.type, (target.address_of(other) or "") if other and other != symbol else "")


def _around(symbol: Symbol, target: Target) -> Class | None:
    """Return the class right around another, where the names of its members are in sight in all of its body."""
    outer = symbol.qualname.rpartition(".")[0]
    if not outer or not target.relations.resolver.of(symbol.path).rules.has_implicit_receivers:
        return None
    return next((cls for cls in target.relations.file(symbol.path).classes if cls.qualname == outer), None)
