"""Objects of types that the target does not define, as far as their type arguments say what they give."""

from dataclasses import dataclass

from designdoc_assets.languages.declared_types import ITSELF, DeclaredTypes, Places
from designdoc_assets.languages.linking import External
from designdoc_assets.program.resolution import Instance, Symbol

_DEEPEST = 24


@dataclass(frozen=True, slots=True)
class Typed:
    """An object of a generic type; each argument is what an object of it may be."""

    type: str
    """The last segment of the type's name."""
    arguments: tuple[tuple["Value", ...], ...] = ()
    depth: int = 0
    """How deep types stand in its arguments."""


@dataclass(frozen=True, slots=True)
class Bases:
    """What `super()` is in a method of the class `of`."""

    of: Symbol


@dataclass(frozen=True, slots=True)
class Method:
    """A method of such an object."""

    of: Typed
    name: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A method or attribute, and the class that it was reached through."""

    member: Symbol
    receiver: Symbol


Value = Symbol | Instance | External | Typed | Method | Reached | Bases


def typed(name: str, *arguments: tuple[Value, ...]) -> Typed:
    """Return an object of a generic type; of arguments deeper than anybody writes them, nothing is known."""
    depth = max((each.depth + 1 for given in arguments for each in given if isinstance(each, Typed)), default=0)
    return Typed(name, arguments, depth) if depth <= _DEEPEST else Typed(name)


def element(value: Typed, types: DeclaredTypes) -> tuple[Value, ...]:
    """Return what a loop over it gives."""
    if value.type in types.tuples:
        return tuple(dict.fromkeys(each for argument in value.arguments for each in argument))
    return _argument(value, types.element)


def item(value: Typed, key: str, types: DeclaredTypes) -> tuple[Value, ...]:
    """Return what stands under a subscript, which is given with its brackets."""
    if value.type not in types.tuples:
        return _argument(value, types.item)
    place = key.strip("[]")
    if place.isdigit() and len(value.arguments) > int(place) and len(value.arguments) > 1:
        return value.arguments[int(place)]
    return element(value, types)


def awaited(value: Typed, types: DeclaredTypes) -> tuple[Value, ...]:
    """Return what waiting for it gives."""
    return _argument(value, types.awaited)


def called(value: Typed | Method, types: DeclaredTypes) -> tuple[Value, ...]:
    """Return what calling it gives."""
    if isinstance(value, Typed):
        return _argument(value, types.called)
    of = value.of
    if of.type in types.tables and value.name in types.views:
        viewed = tuple(_at(of, place) for place in types.views[value.name])
        return (typed(types.stream_type, viewed[0] if len(viewed) == 1 else (typed(types.tuple_type, *viewed),)),)
    place = types.results.get(of.type, {}).get(value.name)
    if place is None:
        return ()
    given = (of,) if place == ITSELF else _at(of, place)
    return (typed(types.awaitable_type, given),) if value.name in types.waited_for else given


def _argument(value: Typed, places: Places) -> tuple[Value, ...]:
    return _at(value, places[value.type]) if value.type in places else ()


def _at(value: Typed, place: int) -> tuple[Value, ...]:
    return value.arguments[place] if -len(value.arguments) <= place < len(value.arguments) else ()
