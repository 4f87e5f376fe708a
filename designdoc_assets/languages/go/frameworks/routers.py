"""Routers: which one a route is added to, and the addresses that it serves stand below which others."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.go.frameworks.literals import address, joined
from designdoc_assets.languages.go.frameworks.origins import Origins
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined

_CLOSURE = re.compile(r"func\((?P<name>\w+) \*?[\w.]+\)")
_CALLED = re.compile(r"(?P<name>\w+)\([^()]*\)\Z")
_DEEPEST = 12
_Place = tuple[str, int]
"""A file, and the place of a registration among its own."""


@dataclass(frozen=True)
class Router:
    """How routers of a framework are made and nested.

    Attributes:
        package: A pattern for the import path.
        called: What the package is called where only such calls of its factories are listened to; empty where all are.
        factories: The functions that make one that stands below no other.
        roots: The types of which all are such ones.
        types: Further types of routers.
        nests: The calls that give a router below their own, and the place of the prefix; -1 where there is none.
        mounts: The calls that put a router below a prefix.
        strippers: Functions that put what a handler serves below a prefix.
        is_default: Whether functions of the package itself add routes.
    """

    package: str
    factories: frozenset[str]
    roots: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    nests: Mapping[str, int] = field(default_factory=dict)
    mounts: frozenset[str] = frozenset()
    strippers: frozenset[str] = frozenset()
    is_default: bool = False
    called: str = ""


class Routers:
    """The routers that code makes."""

    def __init__(self, code: Code, router: Router, route_calls: Collection[str]) -> None:
        """Look for those of one framework."""
        self.origins = Origins(code)
        self._code = code
        self._router = router
        self._known = router.factories | router.roots | router.types
        self._between = {*router.nests, *route_calls}

    def is_on_one(self, path: str, each: Registration) -> bool:
        """Whether something is told a router of the framework, as far as is known."""
        origin = self.origins.of(path, each)
        if origin is None or re.fullmatch(self._router.package, origin.package) is None:
            return False
        first, *between = [step.removesuffix("()") for step in origin.steps[:-1]] or [""]
        return (first in self._known if first else self._router.is_default) and set(between) <= self._between

    def before(self, path: str, at: int, depth: int = 0) -> list[str] | None:
        """Return the prefixes of the router that a registration is made on; None where they are not known."""
        if depth > _DEEPEST:
            return None
        registrations = self._code.files[path].registrations
        each = registrations[at]
        if each.called_on >= 0:
            return self._own(path, each.called_on, depth + 1)
        origin = self.origins.of(path, each)
        if origin is not None and len(origin.steps) == 1:
            return [""]
        return self._of_name(path, each.receiver, at, each.argument_of, depth)

    def _of_name(self, path: str, name: str, at: int, scope: int, depth: int) -> list[str] | None:
        """Return the prefixes of the router that a name holds where a registration stands."""
        registrations = self._code.files[path].registrations
        each = registrations[at]
        while True:
            made = [
                place
                for place, other in enumerate(registrations[:at])
                if (other.result, other.within, other.argument_of) == (name, each.within, scope)
            ]
            if made:
                return self._own(path, made[-1], depth + 1)
            if scope < 0:
                break
            closures = (_CLOSURE.match(value) for _, value in registrations[scope].arguments)
            if any(closure is not None and closure["name"] == name for closure in closures):
                return self._own(path, scope, depth + 1)
            scope = registrations[scope].argument_of
        function = self.origins.function(path, each.within) if each.within else None
        for place, parameter in enumerate(function.signature.parameters if function is not None else ()):
            if parameter.name == name:
                return self._of_parameter(path, each.within, place, parameter.type or "", depth)
        return self._of_field(path, each, name, depth)

    def _own(self, path: str, at: int, depth: int) -> list[str] | None:
        """Return the prefixes of the router that a registration makes."""
        each = self._code.files[path].registrations[at]
        if depth > _DEEPEST:
            return None
        if each.simple_name in self._router.nests:
            place = self._router.nests[each.simple_name]
            outer = self.before(path, at, depth + 1)
            written = each.argument(place)
            if outer is None or place < 0 or written.startswith("func("):
                return outer
            prefix = address(self._code, path, written)
            own = f"{{{written}}}" if prefix is None else prefix
            return [joined(before, own) for before in outer]
        if each.simple_name not in self._router.factories:
            return None
        return self._mounted(path, at, depth)

    def _of_parameter(self, path: str, function: str, place: int, type_: str, depth: int) -> list[str] | None:
        """Return the prefixes of what calls give a function."""
        found: list[str] = []
        last = function.rpartition(".")[2]
        for other, facts in self._code.files.items():
            for at, each in enumerate(facts.registrations):
                if each.simple_name != last:
                    continue
                called = self.origins.called(other, each, last)
                if called is None or (self.origins.place(called), called.qualname) != (path, function):
                    continue
                given = [held for held in self._given(other, at, place, depth) if held is not None]
                found += [prefix for held in given for prefix in held]
        if not found and type_.lstrip("*").rpartition(".")[2] in self._router.roots:
            return [""]
        return list(dict.fromkeys(found)) or None

    def _given(self, path: str, at: int, place: int, depth: int) -> Iterator[list[str] | None]:
        registrations = self._code.files[path].registrations
        each = registrations[at]
        written = each.argument(place)
        if written.replace(".", "_").isidentifier():
            yield self._of_name(path, written, at, each.argument_of, depth + 1)
            return
        inner = [
            other for other, made in enumerate(registrations) if made.argument_of == at and made.within == each.within
        ]
        # Of a chain of calls, the last is what is given.
        inner = [other for other in inner if not any(made.called_on == other for made in registrations)]
        if len(inner) == 1 and f"{registrations[inner[0]].simple_name}(" in written:
            yield self._own(path, inner[0], depth + 1)

    def _of_field(self, path: str, each: Registration, name: str, depth: int) -> list[str] | None:
        """Return the prefixes of what a variable of the package, or a field, holds: what all that sets it gives it."""
        last, folder = name.rpartition(".")[2], posixpath.dirname(path)
        found: list[str] = []
        for other, facts in self._code.files.items():
            if posixpath.dirname(other) != folder:
                continue
            for at, made in enumerate(facts.registrations):
                if "." in name:  # `s.router = chi.NewRouter()`, whatever the object is called there
                    is_set = made.result.rpartition(".")[2] == last
                else:  # `var router = chi.NewRouter()`, not a variable of a function
                    is_set = made.result == name and not made.within
                is_given = made.keyword == last  # `Server{router: chi.NewRouter()}`
                if (is_set or is_given) and made.simple_name in self._router.factories | self._router.nests.keys():
                    found += self._own(other, at, depth + 1) or []
        if found:
            return list(dict.fromkeys(found))
        origin = self.origins.of(path, each)
        is_root = (
            origin is not None and origin.steps[0].removesuffix("()") in self._router.roots | self._router.factories
        )
        return [""] if is_root else None

    def _mounted(self, path: str, at: int, depth: int) -> list[str] | None:
        """Return the prefixes that a router is put below; that of none where it is put below no other."""
        found: list[str] = []
        for outer_path, place in self._mounts.get((path, at), ()):
            outer = self._code.files[outer_path].registrations[place]
            is_stripped = outer.simple_name in self._router.strippers
            prefix = address(self._code, outer_path, outer.argument(0))
            own = f"{{{outer.argument(0)}}}" if prefix is None else prefix
            on = outer.argument_of if is_stripped else place
            before = self.before(outer_path, on, depth + 1) if on >= 0 else None
            found += [joined(each, own) for each in before or ()]
        return list(dict.fromkeys(found)) or [""]

    @cached_property
    def _mounts(self) -> Mapping[_Place, list[_Place]]:
        """What puts routers below others, by the registrations that make these."""
        found: dict[_Place, list[_Place]] = defaultdict(list)
        for path, facts in self._code.files.items():
            for at, each in enumerate(facts.registrations):
                if each.simple_name in self._router.mounts | self._router.strippers:
                    for inner in self.given(path, at, each.argument(1)):
                        found[inner].append((path, at))
        return found

    def given(self, path: str, at: int, written: str) -> list[_Place]:
        """Return what makes the router that an expression gives: a name here, or what a function makes for it."""
        registrations = self._code.files[path].registrations
        each = registrations[at]
        for place, inner in enumerate(registrations):
            if inner.argument_of == at and inner.simple_name in self._router.strippers:
                return self.given(path, place, inner.argument(1))
        if written.isidentifier():
            made = [
                place
                for place, other in enumerate(registrations[:at])
                if (other.result, other.within) == (written, each.within)
                and other.simple_name in self._router.factories
            ]
            return [(path, place) for place in made[-1:]]
        called = _CALLED.search(written)
        function = self.origins.called(path, each, called["name"]) if called else None
        return self._made_in(function) if function is not None else []

    def _made_in(self, function: Defined) -> list[_Place]:
        path = self.origins.place(function)
        registrations = self._code.files[path].registrations if path in self._code.files else ()
        made = [
            (path, at)
            for at, each in enumerate(registrations)
            if each.within == function.qualname and each.simple_name in self._router.factories
        ]
        return made if len(made) == 1 else []
