"""What one file's code uses, as relations: inherits, makes, calls, holds, raises or names."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from designdoc_assets.languages.facts import Attribute, Class, FileFacts, Function
from designdoc_assets.languages.linking import External
from designdoc_assets.languages.use_facts import Standing, Use, UseKind
from designdoc_assets.program.evidence import LINKED, Evidence, evidence_of
from designdoc_assets.program.held_classes import held_classes, named_as_held
from designdoc_assets.program.outside_calls import OutsideCalls
from designdoc_assets.program.paths import CALL, path_of
from designdoc_assets.program.raising import leaving
from designdoc_assets.program.resolution import (
    Instance,
    Meaning,
    Symbol,
    as_class,
    class_symbol,
    function_symbol,
    method_symbol,
    module_symbol,
)
from designdoc_assets.program.resolver import Resolver
from designdoc_assets.program.signature_names import SignatureNames

RelationKind = Literal[
    "inherits",
    "holds",
    "holds_class",
    "makes",
    "defaults",
    "calls",
    "raises",
    "catches",
    "takes",
    "returns",
    "annotates",
    "names",
    "mentions",
]

_KIND_OF_USE: Mapping[UseKind, RelationKind] = {
    "base": "inherits",
    "annotation": "annotates",
    "type": "takes",
    "call": "calls",
    "raise": "raises",
    "catch": "catches",
    "name": "names",
    "local_type": "mentions",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """One thing's use of another. `label` is the name of the attribute that holds, or of the parameter."""

    source: Symbol
    kind: RelationKind
    target: Symbol | External
    evidence: Evidence = field(compare=False)
    """How it is known that this is the target; of several ways, that of the first place."""
    label: str = ""
    is_inherited: bool = False
    """Whether a class uses a member that it inherits, as its own: that it inherits says so already."""
    standing: Standing = field(default="", compare=False)
    nested_in: str = field(default="", compare=False)
    """Both as in `Use`: of several uses, those of the first."""


class UseEdges:
    """Finds the relations of the files of one language."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._evidence = partial(evidence_of, are_of_one_unit=resolver.are_of_one_unit)
        self._outside = OutsideCalls(resolver)
        self._own = resolver.rules.receivers | resolver.rules.supers

    def of(self, path: str, facts: FileFacts) -> list[Relation]:
        """Return what everything in a file uses, each use once, as far as it is known in a way that is trusted."""
        return [found for found in dict.fromkeys(self._relations(path, facts)) if found.evidence in LINKED]

    def in_order(self, source: Symbol, facts: FileFacts) -> list[Relation]:
        """Return what a function, a method or a file's own statements use, each use, in order of evaluation."""
        scope = self._resolver.class_at(Symbol(source.path, source.owner, "class")) if source.owner else None
        function = self._resolver.function_at(source) if source.kind != "module" else None
        if source.kind == "module":
            relations = self._from_uses(source, facts.uses, is_told_outside=True)
        else:
            told = self._from_function(source, function, scope, is_told_outside=True) if function is not None else ()
            relations = told
        return [found for found in relations if found.evidence in LINKED]

    def _relations(self, path: str, facts: FileFacts) -> Iterable[Relation]:
        yield from self._from_uses(module_symbol(path), facts.uses)
        for function in facts.functions:
            yield from self._from_function(function_symbol(path, function), function)
        for cls in facts.classes:
            yield from self._from_class(class_symbol(path, cls), cls)

    def _from_class(self, symbol: Symbol, cls: Class) -> Iterable[Relation]:
        for base in self._resolver.bases(symbol):
            yield Relation(symbol, "inherits", base, self._evidence(base, symbol.path, None))
        for relation in self._from_uses(symbol, (use for use in cls.uses if use.kind != "base"), cls):
            yield replace(relation, kind="names") if relation.kind == "takes" else relation  # a body takes nothing
        for attribute in cls.attributes:
            for held in self._held(symbol, cls, attribute):
                if held is not None and held != symbol:
                    yield Relation(symbol, "holds", held, "declared type", attribute.name)
        for kind, target, method_name, label in held_classes(symbol, cls, self._resolver):
            evidence = self._evidence(target, symbol.path, None)
            yield Relation(_member(symbol, cls, method_name), kind, target, evidence, label)
        for method in cls.methods:
            yield from self._from_function(method_symbol(symbol, method), method, cls)

    def _held(self, symbol: Symbol, cls: Class, attribute: Attribute) -> Iterable[Symbol | None]:
        """Return the classes of which an attribute holds objects, as far as its value and its type tell."""
        yield self._resolver.held(symbol, attribute.name)
        is_alias = attribute.scope == "type_alias"
        for name in named_as_held(attribute.type or "", self._resolver.types) if not is_alias else ():
            meaning = self._resolver.resolve(symbol.path, name, cls)
            yield meaning if isinstance(meaning, Symbol) and meaning.kind == "class" else None

    def _from_function(
        self, source: Symbol, function: Function, scope: Class | None = None, *, is_told_outside: bool = False
    ) -> Iterable[Relation]:
        path, owner = (function.path, None) if function.path else (source.path, scope)
        leave = leaving(path, function, owner, self._resolver) if function.raises else ()
        raised = {entry.exception: None for entry in leave}
        formal = SignatureNames(function, self._resolver.types)
        # What annotates an attribute in the body is neither taken nor returned.
        uses = (
            replace(use, kind="name") if use.kind == "type" and scope and use.name not in formal.values else use
            for use in function.uses
        )
        found = self._from_uses(
            source, uses, scope, function=function, results=formal.results, is_told_outside=is_told_outside
        )
        for relation in found:
            if relation.kind == "makes" and relation.target in raised:
                continue  # It is made to be raised.
            is_inside = relation.kind == "raises" and relation.target not in raised
            yield _caught_inside(relation) if is_inside else relation
        for exception in raised:
            if isinstance(exception, Symbol):
                yield Relation(source, "raises", exception, self._evidence(exception, source.path, None))

    def _from_uses(  # noqa: PLR0913 - all but the first two have defaults
        self,
        source: Symbol,
        uses: Iterable[Use],
        scope: Class | None = None,
        *,
        function: Function | None = None,
        results: Collection[str] = (),
        is_told_outside: bool = False,
    ) -> Iterable[Relation]:
        """Yield what uses mean; also what classes have from bases that others made, if that is to be told."""
        within, elsewhere = (function.qualname, function.path) if function else ("", "")
        own = class_symbol(source.path, scope) if scope else None
        for use in uses:
            # Annotations and decorators are evaluated where the method is defined, in the body of its class.
            is_inside = scope is None or use.kind not in {"type", "annotation"}
            place = within if is_inside else ""
            kind = _KIND_OF_USE[use.kind]
            if kind == "takes" and use.name in results:
                kind = "returns"
            is_own = self._is_own_member(use.name)
            # What stands in another file than its type means there what that file says, but for members of the type.
            path, outer = (elsewhere, None) if elsewhere and not is_own else (source.path, scope)
            called = self._outside.called(path, use.name, outer, place) if is_told_outside and kind == "calls" else None
            if called is not None:
                how_known: Evidence = "declared type" if isinstance(called, External) else "inherited"
                yield Relation(source, "calls", called, how_known, standing=use.standing, nested_in=use.nested_in)
            for meaning, how, evidence in self._found(path, use.name, kind, outer, place):
                target = _target(meaning)
                if target is not None and target != source:
                    # What is called that is an object of a class makes none, but the type that a method is called on.
                    is_type = isinstance(meaning, Symbol) or use.name in self._resolver.rules.type_receivers
                    is_made = how == "calls" and is_type and isinstance(target, Symbol) and target.kind == "class"
                    is_inherited = is_own and own is not None and self._is_inherited(target, own)
                    kind_of = "makes" if is_made else how
                    yield Relation(
                        source,
                        kind_of,
                        target,
                        evidence,
                        is_inherited=is_inherited,
                        standing=use.standing,
                        nested_in=use.nested_in,
                    )

    def _found(
        self, path: str, name: str, kind: RelationKind, scope: Class | None, within: str
    ) -> Iterator[tuple[Meaning, RelationKind, Evidence]]:
        """Yield what a name means, how it is used, and how that is known: first what it goes through on the way.

        Of `self.pool.close`, that is `pool`. What stands before a call in it is a mention of its own, or is none.
        """
        start = max(name.rfind(mark) for mark in (")", "]", ">")) + 1
        is_typed = start > 0 and not self._is_own_member(name)
        outer = class_symbol(path, scope) if scope and self._is_own_member(name) else None
        for end, sign in enumerate(name[start + 1 :], start + 1):
            for passed in self._resolver.meanings(path, name[:end], scope, within) if sign == "." else ():
                is_method = isinstance(passed, Symbol) and passed.kind == "method"
                if is_method and self._resolver.rules.has_fields_apart:
                    continue  # The field of that name is meant: nothing is taken of a method that is not called.
                if isinstance(passed, Symbol) and passed.kind != "module":
                    yield passed, "names", self._evidence(passed, path, outer, is_typed=is_typed)
                    is_typed = is_typed or passed.kind in {"attribute", "constant"}
                    outer = as_class(passed)
        for meaning in self._resolver.meanings(path, name, scope, within):
            called: Sequence[Meaning] = ()
            if kind == "calls" and isinstance(meaning, Symbol) and meaning.kind in {"attribute", "constant"}:
                # What is called is the object that it holds.
                call = f"{name}.{self._resolver.rules.called}"
                called = self._resolver.meanings(path, call, scope, within)
            target = meaning.of if isinstance(meaning, Instance) else meaning
            yield meaning, "names" if called else kind, self._evidence(target, path, outer, is_typed=is_typed)
            yield from ((each, kind, "declared type") for each in called)

    def _is_own_member(self, name: str) -> bool:
        """Return whether a name is how a class writes a member of its own, inherited or not."""
        declared, steps = path_of(name)
        if declared or not steps or steps[0] not in self._own:
            return False
        steps = steps[2:] if steps[0] in self._resolver.rules.supers and steps[1:2] == (CALL,) else steps[1:]
        return bool(steps) and steps[0][:1] not in {"(", "[", "<"}

    def _is_inherited(self, target: Symbol | External, own: Symbol) -> bool:
        owner = Symbol(target.path, target.owner, "class") if isinstance(target, Symbol) and target.owner else None
        return owner is not None and owner in self._resolver.ancestors(own)


def _caught_inside(relation: Relation) -> Relation:
    """Return what a `raise` is of which nothing leaves the function: it makes an object, or calls what makes one."""
    is_class = isinstance(relation.target, Symbol) and relation.target.kind == "class"
    return replace(relation, kind="makes" if is_class else "calls")


def _member(owner: Symbol, cls: Class, method_name: str) -> Symbol:
    """Return a method of a class; the class itself without a name."""
    return next((method_symbol(owner, method) for method in cls.methods if method.name == method_name), owner)


def _target(meaning: Meaning) -> Symbol | External | None:
    """Return what a relation is to; None for what is built in."""
    match meaning:
        case Instance(of=cls):
            return cls
        case External(kind="builtin"):
            return None
    return meaning
