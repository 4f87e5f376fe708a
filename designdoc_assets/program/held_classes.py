"""Classes that a class works with as classes: kept in attributes, put into defaults, called by factories of fields."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from designdoc_assets.languages.declared_types import UNION, DeclaredTypes
from designdoc_assets.languages.facts import Attribute, Class
from designdoc_assets.languages.name_rules import NameRules
from designdoc_assets.program.paths import DOTTED
from designdoc_assets.program.resolution import Symbol
from designdoc_assets.program.resolver import Resolver

HeldKind = Literal["holds_class", "defaults", "makes"]

_DOTTED = re.compile(DOTTED)
_TOKEN = re.compile(rf"{DOTTED}|[\[\],]")


class HeldClass(NamedTuple):
    """A class that another one works with, in an attribute or by a parameter's default."""

    kind: HeldKind
    target: Symbol
    method: str
    """The method with that default; empty for what the class itself declares."""
    label: str


def held_classes(symbol: Symbol, cls: Class, resolver: Resolver) -> Iterator[HeldClass]:
    """Yield the classes of the target that a class holds, falls back to, or has made for its fields."""
    named: list[tuple[HeldKind, str, str, str]] = []
    for attribute in cls.attributes:
        named += [("holds_class", name, "", attribute.name) for name in _held_by(attribute, resolver.types)]
        named += [("makes", name, "", attribute.name) for name in _made_for(attribute, resolver.rules)]
    for method in cls.methods:
        for parameter in method.signature.parameters if not method.path else ():
            if parameter.default and _DOTTED.fullmatch(parameter.default):
                named.append(("defaults", parameter.default, method.name, parameter.name))
    for kind, name, method_name, label in named:
        found = resolver.resolve(symbol.path, name, cls)
        if isinstance(found, Symbol) and found.kind == "class" and found != symbol:
            yield HeldClass(kind, found, method_name, label)


def named_as_held(annotation: str, types: DeclaredTypes) -> Iterator[str]:
    """Yield the names in the annotation of an attribute of which it holds objects: `Step` in `list[Step] | None`.

    What a callable takes, and what a class is given as an argument of its own, is not held by that.
    """
    if types.held_in is not None:
        yield from types.held_in(annotation)
        return
    inside: list[tuple[str, bool]] = []  # per open bracket what stands before it, and whether its arguments are held
    name = ""
    for token in _TOKEN.findall(annotation):
        if token == "[":
            holder = name.rpartition(".")[2].lower()
            inside.append((holder, holder in types.holders and all(is_held for _, is_held in inside)))
        elif token == "]" and inside:
            inside.pop()
        elif token == "," and inside and inside[-1][0] in types.first_alone:
            inside[-1] = ("", False)
        elif token not in {"[", "]", ","} and all(is_held for _, is_held in inside):
            yield token
        name = token


def _held_by(attribute: Attribute, types: DeclaredTypes) -> Iterator[str]:
    """Yield what an attribute holds the class of: as its annotation says, and as its value is."""
    expression = types.parse_type(attribute.type) if attribute.type and "[" in attribute.type else None
    if expression is not None:
        declared = [each for each in (expression.arguments if expression.name == UNION else (expression,)) if each.name]
        if len(declared) == 1 and declared[0].name.rpartition(".")[2] in types.types:
            yield from (argument.name for argument in declared[0].arguments if argument.name != UNION)
    if attribute.scope == "class" and attribute.value and _DOTTED.fullmatch(attribute.value):
        yield attribute.value


def _made_for(attribute: Attribute, rules: NameRules) -> Iterator[str]:
    """Yield what the factory of a field's default makes: `field(default_factory=Client)`, `Factory(Client)`."""
    call = attribute.call
    if call is None:
        return
    is_factory = call.name.rpartition(".")[2] in rules.factory_calls
    for option, value in call.arguments:
        is_told = option in rules.factory_options or (is_factory and not option)
        if is_told and _DOTTED.fullmatch(value):
            yield value
