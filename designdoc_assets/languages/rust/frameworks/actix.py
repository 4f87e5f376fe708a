"""Actix Web: routes of applications, scopes and resources, and functions with attributes that these serve."""

from collections.abc import Iterable, Iterator, Mapping

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.rust.frameworks.attribute_routes import (
    HTTP_METHODS,
    AttributeRoute,
    attribute_routes,
    key_of,
)
from designdoc_assets.languages.rust.frameworks.chains import Chain, Chains, Step, joined
from designdoc_assets.languages.starts import Start

_APP = "actix_web.App.new"
_WEB = "actix_web.web."
_DEEPEST = 8
_Found = tuple[str, tuple[str, ...], str, int, Defined | None]
"""Address, methods, file, line, and what answers."""


class Actix(Framework):
    """`App::new().service(web::scope("/users").route("/{id}", web::get().to(user)))`, `#[get("/bills")]`."""

    name = "Actix Web"
    calls = frozenset({"new", "scope", "resource", "service", "route", "configure", "to", *HTTP_METHODS})
    annotations = frozenset({*HTTP_METHODS, "route"})

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield routes with their whole addresses: what no application serves is none."""
        chains = Chains(code)
        apps = [chain for chain in chains.all if chain.factory == _APP]
        serving = _Serving(chains, dict(attribute_routes(code, "actix_web")) if apps else {})
        for app in apps:
            for address, methods, path, line, answers in serving.of(app, "", _DEEPEST):
                yield Start("route", address or "/", path, line, self.name, answers=answers, methods=methods)


class _Serving:
    def __init__(self, chains: Chains, by_attribute: Mapping[tuple[str, str], AttributeRoute]) -> None:
        self._chains = chains
        self._attribute_routes = by_attribute

    def of(self, chain: Chain, before: str, depth: int) -> Iterator[_Found]:
        """Yield what an application or a scope serves, or what a function tells one."""
        if not depth:
            return
        for each in self._chains.rest(chain):
            for step in each.steps:
                match step.call.simple_name:
                    case "route":
                        address = self._chains.text(each, step.call.argument(0))
                        if address is not None:
                            yield from self._handlers(each, step, joined(before, address))
                    case "service":
                        yield from self._service(each, step, before, depth)
                    case "configure":
                        meant = self._chains.meaning(each, step.call.argument(0))
                        for inner in self._chains.on_names(key_of(meant)) if meant is not None else ():
                            yield from self.of(inner, before, depth - 1)

    def _service(self, chain: Chain, step: Step, before: str, depth: int) -> Iterator[_Found]:
        value = step.call.argument(0)
        for inner in [*self._chains.given(chain, step), *self._chains.objects(chain, value)]:
            own = self._chains.text(inner, inner.first.argument(0))
            if own is None:
                continue
            if inner.factory == f"{_WEB}scope":
                yield from self.of(inner, joined(before, own), depth - 1)
            elif inner.factory == f"{_WEB}resource":
                yield from self._resource(inner, joined(before, own))
        meant = self._chains.meaning(chain, value) if value else None
        by_attribute = self._attribute_routes.get(key_of(meant))
        if by_attribute is not None and meant is not None:
            yield joined(before, by_attribute.address), by_attribute.methods, meant.path, by_attribute.line, meant

    def _resource(self, chain: Chain, address: str) -> Iterator[_Found]:
        for step in chain.steps:
            if step.call.simple_name == "route":
                yield from self._handlers(chain, step, address)
            elif step.call.simple_name == "to":
                yield address, (), chain.path, step.call.line, self._chains.meaning(chain, step.call.argument(0))

    def _handlers(self, chain: Chain, route: Step, address: str) -> Iterator[_Found]:
        """Yield what a route is given: `web::get().to(handler)`."""
        for given in self._chains.given(chain, route):
            method = HTTP_METHODS.get(given.factory.removeprefix(_WEB), "")
            last = given.steps[-1].call
            if given.factory.startswith(_WEB) and last.simple_name == "to":
                methods = (method,) if method else ()
                yield address, methods, given.path, last.line, self._chains.meaning(given, last.argument(0))


FRAMEWORK = Actix()
