"""Frameworks whose applications and routers tie functions to addresses: what they share."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.mounting import whole_addresses
from designdoc_assets.languages.python.frameworks.handlers import handler
from designdoc_assets.languages.python.frameworks.literals import address as constant_address
from designdoc_assets.languages.python.frameworks.literals import strings
from designdoc_assets.languages.python.frameworks.objects import Object, Objects
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Start

HTTP_METHODS = {
    method: method.upper() for method in ("get", "post", "put", "patch", "delete", "head", "options", "trace")
}


class Argument(NamedTuple):
    """Where an argument is: its place, and its keyword."""

    place: int
    keyword: str


_METHODS = Argument(-1, "methods")


class Mount(NamedTuple):
    """What a call that mounts a router is given: the router, and the address below which it serves."""

    router: Argument
    prefix: Argument
    replaces: bool = False
    """Whether that address stands in the place of the router's own."""


class RouteCall(NamedTuple):
    """What a call that adds a route is given: the address, and what answers."""

    address: Argument
    answers: Argument
    methods: Argument = _METHODS
    method: str = ""


@dataclass(frozen=True)
class Routing(Framework):
    """A framework that is described by the names of its calls."""

    name: str
    packages: frozenset[str]
    factories: frozenset[str]
    """The names of classes of applications and routers."""
    prefixes: Mapping[str, Argument] = field(default_factory=dict)
    """By the class of a router, where making one is told the address of all that it serves."""
    mounts: Mapping[str, Mount] = field(default_factory=dict)
    adds: Mapping[str, RouteCall] = field(default_factory=dict)
    route_decorators: Mapping[str, str] = field(default_factory=dict)
    """Annotations that tie a function to the address they are given: the method that is meant, empty for any."""
    methods: Argument = _METHODS
    default_methods: tuple[str, ...] = ()

    @property
    def calls(self) -> frozenset[str]:
        """The calls that make objects, mount routers, and add routes."""
        return self.factories | self.mounts.keys() | self.adds.keys()

    @property
    def annotations(self) -> frozenset[str]:
        """The annotations that add routes."""
        return frozenset(self.route_decorators)

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield the routes of all applications and routers, with their whole addresses."""
        objects = Objects(code, self.packages, self.factories)
        if not objects.all:
            return
        mounted = self._mounted(objects)
        for path, facts in code.files.items():
            for at, each in enumerate(facts.registrations):
                route = self._route(code, path, each)
                router = _router(objects, path, at) if route else None
                if route is None or router is None:
                    continue
                address, methods, answers = route
                for whole in whole_addresses(router, address, partial(self._above, code, mounted)):
                    yield Start(
                        "route",
                        whole,
                        path,
                        each.line,
                        self.name,
                        answers=_answering(code, path, each, answers),
                        methods=methods or self.default_methods,
                    )

    def _route(self, code: Code, path: str, each: Registration) -> tuple[str, tuple[str, ...], str] | None:
        """Return the address, the methods, and the name of what answers, of a registration that is a route."""
        if each.annotates:
            if (method := self.route_decorators.get(each.simple_name)) is None or not each.arguments:
                return None
            written = each.argument(0, "path") or each.argument(-1, "rule")
            address = constant_address(code, path, written, each.within)
            listed = strings(each.argument(*self.methods))
            return (address, (method,) if method else listed, each.annotates) if address is not None else None
        if (added := self.adds.get(each.simple_name)) is None:
            return None
        address = constant_address(code, path, each.argument(*added.address), each.within)
        answers = each.argument(*added.answers)
        listed = strings(each.argument(*added.methods))
        return (address, (added.method,) if added.method else listed, answers) if address is not None else None

    def _mounted(self, objects: Objects) -> Mapping[Object, list[tuple[Object, Mount, str]]]:
        found: dict[Object, list[tuple[Object, Mount, str]]] = defaultdict(list)
        for path, facts in objects.code.files.items():
            for at, each in enumerate(facts.registrations):
                mount = self.mounts.get(each.simple_name) if not each.annotates else None
                outer = objects.of(path, at) if mount else None
                if mount is None or outer is None:
                    continue
                inner = objects.named(path, each.argument(*mount.router), each.within, at)
                if inner is not None:
                    prefix = constant_address(objects.code, path, each.argument(*mount.prefix), each.within)
                    found[inner].append((outer, mount, prefix or ""))
        return found

    def _above(
        self,
        code: Code,
        mounted: Mapping[Object, list[tuple[Object, Mount, str]]],
        router: Object,
        address: str,
    ) -> Iterator[tuple[Object | None, str]]:
        """Yield what a router is mounted on, with the address there of what it serves; see `whole_addresses`."""
        prefix = self.prefixes.get(router.factory)
        written = router.creation.argument(*prefix) if prefix is not None and router.creation is not None else ""
        own = constant_address(code, router.path, written, router.within) or ""
        if router not in mounted:
            yield None, _joined(own, address)
        for outer, mount, there in mounted.get(router, ()):
            before = there if mount.replaces and there else _joined(there, own)
            yield outer, _joined(before, address)


def _router(objects: Objects, path: str, at: int) -> Object | None:
    """Return the object that a route is added to: by itself, or by the router that an application holds."""
    each = objects.code.files[path].registrations[at]
    if each.receiver.endswith(".router"):
        return objects.named(path, each.receiver.removesuffix(".router"), each.within, at)
    return objects.of(path, at)


def _joined(before: str, behind: str) -> str:
    if not before or not behind:
        return before or behind
    return f"{before.rstrip('/')}/{behind.lstrip('/')}" if behind.startswith("/") else f"{before}{behind}"


def _answering(code: Code, path: str, each: Registration, written: str) -> Defined | None:
    """Return the function or class that answers."""
    return annotated(code, path, each) if each.annotates else handler(code, path, written, each.within)


def annotated(code: Code, path: str, each: Registration) -> Defined | None:
    """Return what an annotation stands above; of what a function defines, that function."""
    names = each.annotates.split(".")
    for count in range(len(names), 0, -1):
        found = sorted(_defined(code, path, ".".join(names[:count])), key=lambda one: one[0])
        if found:
            # Of several definitions of one name, the first below the annotation is meant.
            return next((defined for line, defined in found if line >= each.line), found[-1][1])
    return None


def _defined(code: Code, path: str, name: str) -> Iterator[tuple[int, Defined]]:
    facts = code.files[path]
    for function in facts.functions:
        if function.qualname == name:
            yield function.line, Defined(path, name, "function")
    for cls in facts.classes:
        if cls.qualname == name:
            yield cls.line, code.resolve.defined(path, cls)
        for method in cls.methods:
            if method.qualname == name:
                yield method.line, Defined(path, f"{code.resolve.defined(path, cls).qualname}.{method.name}", "method")
