"""Which of several functions of one name is there in the end, and which are implementations of another."""

import re
from collections.abc import Sequence
from dataclasses import replace

from designdoc_assets.languages.facts import Function, Registered

_DISPATCH = frozenset({"singledispatch", "singledispatchmethod"})
_REGISTER = re.compile(r"(?P<of>\w+)\.register(?:\((?P<type>[\w.]+)\))?")


def in_force(functions: Sequence[Function]) -> tuple[Function, ...]:
    """Return the functions of one module or class without those that a later one replaces whatever happens.

    What is decorated may be known to others by then, and what is decorated with the earlier one builds on it.
    """
    if len({function.name for function in functions}) == len(functions):
        return tuple(functions)
    replaced: set[str] = set()
    found: list[Function] = []
    for function in reversed(functions):
        if function.name not in replaced or function.annotations:
            found.append(function)
        builds_on = any(decorator.startswith(f"{function.name}.") for decorator in function.annotations)
        if function.condition is None and not builds_on:
            replaced.add(function.name)
    return tuple(reversed(found))


def dispatched(functions: Sequence[Function]) -> list[Function]:
    """Return functions with the implementations that are registered with one by type as parts of it.

    Those called `_` cannot be called otherwise, and are left out.
    """
    found: dict[int, Function] = dict(enumerate(functions))
    for at, function in enumerate(functions):
        for decorator in function.annotations:
            registered = _REGISTER.fullmatch(decorator)
            of = _dispatcher(functions[:at], registered["of"]) if registered else None
            if registered is None or of is None:
                continue
            implementation = Registered(registered["type"] or _first_type(function), function.doc)
            uses = dict.fromkeys((*found[of].uses, *function.uses))
            found[of] = replace(found[of], registered=(*found[of].registered, implementation), uses=tuple(uses))
            if not function.name.strip("_"):
                found.pop(at, None)
    return list(found.values())


def _dispatcher(functions: Sequence[Function], name: str) -> int | None:
    for at, function in enumerate(functions):
        names = {decorator.rpartition(".")[2] for decorator in function.annotations}
        if function.name == name and not _DISPATCH.isdisjoint(names):
            return at
    return None


def _first_type(function: Function) -> str:
    given = [parameter for parameter in function.signature.parameters if not parameter.is_receiver]
    return (given[0].type or "") if given else ""
