"""Objects of types that the target does not define, as far as their type arguments say what they give."""

from collections.abc import Mapping
from dataclasses import dataclass

from designdoc_assets.languages.python import containers
from designdoc_assets.program.resolution import External, Instance, Symbol

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


def element(value: Typed) -> tuple[Value, ...]:
    """Return what a loop over it gives."""
    if value.type in containers.TUPLES:
        return tuple(dict.fromkeys(each for argument in value.arguments for each in argument))
    return _argument(value, containers.ELEMENT)


def item(value: Typed, key: str) -> tuple[Value, ...]:
    """Return what stands under a subscript, which is given with its brackets."""
    if value.type not in containers.TUPLES:
        return _argument(value, containers.ITEM)
    place = key.strip("[]")
    if place.isdigit() and len(value.arguments) > int(place) and len(value.arguments) > 1:
        return value.arguments[int(place)]
    return element(value)


def awaited(value: Typed) -> tuple[Value, ...]:
    """Return what waiting for it gives."""
    return _argument(value, containers.AWAITED)


def called(value: Typed | Method) -> tuple[Value, ...]:
    """Return what calling it gives."""
    if isinstance(value, Typed):
        return _argument(value, containers.CALLED)
    of = value.of
    if of.type in containers.TABLES and value.name in containers.VIEWS:
        viewed = tuple(_at(of, place) for place in containers.VIEWS[value.name])
        return (typed("Iterable", viewed[0] if len(viewed) == 1 else (typed("tuple", *viewed),)),)
    place = containers.RESULTS.get(of.type, {}).get(value.name)
    if place is None:
        return ()
    given = (of,) if place == containers.ITSELF else _at(of, place)
    return (typed("Awaitable", given),) if value.name in containers.ASYNC else given


def _argument(value: Typed, places: Mapping[str, int]) -> tuple[Value, ...]:
    return _at(value, places[value.type]) if value.type in places else ()


def _at(value: Typed, place: int) -> tuple[Value, ...]:
    return value.arguments[place] if -len(value.arguments) <= place < len(value.arguments) else ()
