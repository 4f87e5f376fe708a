"""Routes of the frameworks that add them by calls on routers, and nest these: what is the same for all of them."""

import re
from collections.abc import Iterable, Iterator, Mapping

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.go.frameworks.literals import address, joined
from designdoc_assets.languages.go.frameworks.routers import Router, Routers
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.starts import Start

HTTP_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
_METHOD = re.compile(rf"(?P<method>{'|'.join((*HTTP_METHODS, 'CONNECT', 'TRACE'))})[ \t]+(?P<address>.+)")
_MOST_ADDRESSES = 8


class Routing(Framework):
    """`router.Get("/x", handler)`, on routers that stand below others by what they are told."""

    name: str
    router: Router
    route_calls: Mapping[str, str]
    """The calls that add a route, and the methods they name; empty for all."""
    is_rooted: bool = False
    """Whether addresses begin with a slash that is not written."""

    @property
    def calls(self) -> frozenset[str]:
        """Calls that make and nest routers, and add routes."""
        router = self.router
        # The names of factories are such as others have, too.
        factories = {f"{router.called}.{name}" if router.called else name for name in router.factories}
        return frozenset({*self.route_calls, *factories, *router.nests, *router.mounts, *router.strippers})

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield routes with their whole addresses."""
        routers = Routers(code, self.router, self.route_calls)
        for path, facts in code.files.items():
            for at, each in enumerate(facts.registrations):
                if each.simple_name not in self.route_calls or not routers.is_on_one(path, each):
                    continue
                told = self.route(code, path, at)
                before = routers.before(path, at) if told is not None else None
                if told is None or before is None:
                    continue
                own, methods, handler = told
                if routers.given(path, at, handler):
                    continue  # Its routes have addresses of their own.
                answers = routers.origins.answering(path, each, handler)
                for prefix in before[:_MOST_ADDRESSES]:
                    whole = joined(prefix, own) or "/"
                    whole = f"/{whole}" if self.is_rooted and whole[0] not in "/{" else whole
                    yield Start("route", whole, path, each.line, self.name, answers=answers, methods=methods)

    def route(self, code: Code, path: str, at: int) -> tuple[str, tuple[str, ...], str] | None:
        """Return the address, the methods, and the handler as written, of a registration on a router."""
        each = code.files[path].registrations[at]
        told = address(code, path, each.argument(0))
        handler = self.handler(each)
        method = self.route_calls[each.simple_name]
        if told is None or not handler:
            return None
        pattern = _METHOD.fullmatch(told) if not method else None
        methods = (pattern["method"],) if pattern else (method,) if method else ()
        return pattern["address"] if pattern else told, methods, handler

    def handler(self, each: Registration) -> str:
        """Return the handler as written: what stands behind the address."""
        return each.argument(1)


def ups(registrations: tuple[Registration, ...], at: int) -> Iterator[Registration]:
    """Yield what goes on from a registration: `.Methods("GET")` behind a route."""
    known = {at}
    for place, each in enumerate(registrations):
        if each.called_on in known:
            known.add(place)
            yield each
