"""Frameworks whose applications and routers tie functions to addresses: what they share."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from designdoc_assets.languages.ecmascript.frameworks.literals import address, fields, items, string
from designdoc_assets.languages.ecmascript.frameworks.objects import (
    Object,
    Objects,
    answering,
    first_parameter,
    scope_of,
)
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.mounting import whole_addresses
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Start

HTTP_METHODS = {method: method.upper() for method in ("get", "post", "put", "patch", "delete", "head", "options")} | {
    "all": ""
}
_WORD = re.compile(r"\.\.\.|\w+")


class AddedRoute(NamedTuple):
    """What a registration says of a route: its addresses, its methods, and what answers, as written."""

    addresses: list[str]
    methods: tuple[str, ...]
    answers: str


@dataclass(frozen=True)
class Routing(Framework):
    """A framework that is described by the names of its calls.

    What a router serves that is mounted nowhere has no address that is known.
    """

    name: str
    factories: Mapping[str, bool]
    """The full names of what makes applications and routers, and whether it makes applications."""
    route_calls: Mapping[str, str] = field(default_factory=lambda: HTTP_METHODS)
    """Calls that add a route: the method that is meant, empty for any."""
    mounts: frozenset[str] = frozenset()
    """Calls that mount routers: given an address, where the first argument is one, and the routers."""
    chains: str = ""
    """A call that is given an address, and is followed by those of the methods."""
    adds: str = ""
    """A call that is given an object with method, address and handler."""
    plugins: str = ""
    """A call that is given a function, and options with a prefix: the function adds routes to what it is given."""
    prefixes: frozenset[str] = frozenset()
    """Calls on a router that say below which address it serves."""
    prefix: str = ""
    """The option by which making a router is told that."""
    mounted_as: str = ""
    """What is called on a router to mount it."""
    has_named_routes: bool = False
    """Whether a name may stand before the address."""
    called: frozenset[str] = frozenset()
    """What code usually calls what a package exports as a whole, which it is free to choose."""

    @property
    def calls(self) -> frozenset[str]:
        """Calls that make objects, add routes, and mount routers."""
        own = {name for name in (self.chains, self.adds, self.plugins) if name}
        factories = {name.rpartition(".")[2] for name in self.factories if "." in name}
        required = {f'require("{name}")' for name in self.factories if "." not in name}
        return frozenset({*self.route_calls, *self.mounts, *own, *self.prefixes, *factories, *required, *self.called})

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield routes with their whole addresses."""
        packages = {name.partition(".")[0] for name in self.factories}
        if not any(each.module in packages for facts in code.files.values() for each in facts.imports):
            return
        objects = Objects(code, self.factories, self._is_chained)
        mounted = self._mounted(objects)
        own = self._own_prefixes(objects)
        for path, facts in code.files.items():
            for at, each in enumerate(facts.registrations):
                route = self._route(facts.registrations, each)
                router = self._object(objects, path, at) if route else None
                if route is None or router is None:
                    continue
                answers = answering(code, path, route.answers, each)
                for told in route.addresses:
                    for whole in whole_addresses(router, told, partial(self._above, mounted, own)):
                        yield Start("route", whole, path, each.line, self.name, answers=answers, methods=route.methods)

    def _is_chained(self, each: Registration) -> bool:
        """Whether a call gives back the object; `get` of one argument gives a setting."""
        is_route = each.simple_name in self.route_calls and bool(each.argument(1))
        return is_route or each.simple_name in {*self.mounts, *self.prefixes, self.plugins}

    def _object(self, objects: Objects, path: str, at: int) -> Object | None:
        registrations = objects.code.files[path].registrations
        while self.chains and registrations[at].called_on >= 0 and registrations[at].simple_name != self.chains:
            before = registrations[at].called_on
            if registrations[before].simple_name not in {*self.route_calls, self.chains}:
                break
            at = before
        return objects.of(path, at)

    def _route(self, registrations: tuple[Registration, ...], each: Registration) -> AddedRoute | None:
        if self.adds and each.simple_name == self.adds and each.argument(0).startswith("{"):
            told = fields(each.argument(0))
            url = address(told.get("url") or told.get("path") or "")
            methods = [string(one) for one in items(told.get("method", ""))]
            named = tuple(method.upper() for method in methods if method)
            is_whole = url is not None and named and len(named) == len(methods)
            return AddedRoute([url or ""], named, told.get("handler", "")) if is_whole else None
        if each.annotates or each.simple_name not in self.route_calls:
            return None
        method = (self.route_calls[each.simple_name],) if self.route_calls[each.simple_name] else ()
        values = [value for key, value in each.arguments if not key]
        if (first := self._chain(registrations, each)) is not None:
            addresses = _addresses_in(first.argument(0))
            return AddedRoute(addresses, method, _last(values)) if addresses and values else None
        if self.has_named_routes and len(values) > 2 and string(values[1]) is not None:
            values = values[1:]
        addresses = _addresses_in(values[0]) if len(values) > 1 else []
        return AddedRoute(addresses, method, _last(values)) if addresses else None

    def _chain(self, registrations: tuple[Registration, ...], each: Registration) -> Registration | None:
        """Return the call that was given the address for all that follows."""
        while self.chains and each.called_on >= 0 and each.simple_name in self.route_calls:
            each = registrations[each.called_on]
            if each.simple_name == self.chains:
                return each
        return None

    def _mounted(self, objects: Objects) -> Mapping[Object, list[tuple[Object, str]]]:
        found: dict[Object, list[tuple[Object, str]]] = defaultdict(list)
        # A plug-in may register others: what it is given is known once it is registered itself.
        count = -1
        while count != len(found):
            count = len(found)
            for path, facts in objects.code.files.items():
                for at, each in enumerate(facts.registrations):
                    if each.annotates or each.simple_name not in {*self.mounts, self.plugins}:
                        continue
                    outer = objects.of(path, at)
                    told = self._plugged if each.simple_name == self.plugins else self._used
                    for inner, prefix in told(objects, path, at) if outer is not None else ():
                        if outer is not None and (outer, prefix) not in found[inner]:
                            found[inner].append((outer, prefix))
        return found

    def _used(self, objects: Objects, path: str, at: int) -> Iterator[tuple[Object, str]]:
        each = objects.code.files[path].registrations[at]
        values = [value for key, value in each.arguments if not key]
        prefixes = _addresses_in(values[0]) if values else []
        first = _named_prefix(objects, path, values[0], each) if not prefixes and len(values) > 1 else ""
        if first is None:
            return
        prefixes = [first] if first else prefixes
        for value in values[1 if prefixes else 0 :]:
            for written in items(value):
                bare = written.removesuffix(self.mounted_as)
                if self.mounted_as and bare == written:
                    continue
                if (inner := objects.value(path, bare, scope_of(each), at)) is not None:
                    yield from ((inner, prefix) for prefix in prefixes or [""])
        for place, made in objects.given_to(path, at):
            if not made.result and (inner := objects.made_in(path, place)) is not None:
                yield from ((inner, prefix) for prefix in prefixes or [""])

    def _plugged(self, objects: Objects, path: str, at: int) -> Iterator[tuple[Object, str]]:
        each = objects.code.files[path].registrations[at]
        written = each.argument(0)
        options = each.argument(1)
        told = each.argument(-1, "prefix")
        if not told and (not options.startswith("{") or {"prefix", "..."} & set(_WORD.findall(options))):
            told = f"{options}.prefix" if options and not options.startswith("{") else ("prefix" if options else '""')
        prefix = address(told)
        prefix = f"{{{told}}}" if prefix is None else prefix
        if first_parameter(written):
            yield _given(objects, path, f"@{at}", at), prefix
            return
        meant = objects.loaded(path, written) or objects.code.resolve.meaning(path, written, scope_of(each))
        if isinstance(meant, Defined) and meant.kind in {"function", "method"} and meant.path in objects.code.files:
            yield _given(objects, meant.path, meant.qualname, -1), prefix

    def _own_prefixes(self, objects: Objects) -> Mapping[Object, str]:
        found: dict[Object, str] = {}
        for path, facts in objects.code.files.items():
            for at, each in enumerate(facts.registrations):
                if self.prefix and (made := objects.made_in(path, at)) is not None and made.at == at:
                    found[made] = address(each.argument(-1, self.prefix)) or ""
                if each.simple_name in self.prefixes and (router := objects.of(path, at)) is not None:
                    found[router] = _joined(found.get(router, ""), address(each.argument(0)) or "")
        return found

    def _above(
        self, mounted: Mapping[Object, list[tuple[Object, str]]], own: Mapping[Object, str], router: Object, told: str
    ) -> Iterator[tuple[Object | None, str]]:
        """Yield what a router is mounted on, with the address there of what it serves; see `whole_addresses`."""
        whole = _joined(own.get(router, ""), told)
        is_application = self.factories.get(router.factory, False)
        if is_application and not mounted.get(router):
            yield None, whole
        yield from ((outer, _joined(prefix, whole)) for outer, prefix in mounted.get(router, ()))


def _given(objects: Objects, path: str, function: str, at: int) -> Object:
    return objects.given.setdefault((path, function), Object(path, at, function))


def _addresses_in(written: str) -> list[str]:
    found = [address(each) for each in items(written)]
    return [each for each in found if each is not None] if None not in found else []


def _named_prefix(objects: Objects, path: str, written: str, each: Registration) -> str | None:
    """Return the address that a constant before routers is; None where it may be one, or a function all pass."""
    meant = objects.code.resolve.meaning(path, written, scope_of(each))
    if isinstance(meant, Defined) and meant.kind == "constant" and meant.path in objects.code.files:
        constants = objects.code.files[meant.path].constants
        value = next((one.value or "" for one in constants if one.name == meant.qualname), "")
        if (found := string(value)) is not None:
            return found
    is_function = isinstance(meant, str) or (isinstance(meant, Defined) and meant.kind in {"function", "method"})
    is_router = any(objects.value(path, one, scope_of(each), -1) for one in items(written))
    return "" if is_function or is_router or "(" in written or "=>" in written else None


def _last(values: list[str]) -> str:
    last = items(values[-1]) if values else []
    return last[-1] if last else ""


def _joined(before: str, behind: str) -> str:
    if not before or not behind:
        return before or behind
    return f"{before.rstrip('/')}/{behind.lstrip('/')}".removesuffix("/") or "/"
