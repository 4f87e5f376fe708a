"""axum: routes of routers, with those that these are nested in."""

from collections.abc import Iterable, Iterator

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.rust.frameworks.chains import Chain, Chains, Step, joined
from designdoc_assets.languages.starts import Start

_HTTP_METHODS = {
    method: method.upper() for method in ("get", "post", "put", "patch", "delete", "head", "options", "trace")
}
_ANY = {"any": ""}
_METHODS = _HTTP_METHODS | _ANY
_FACTORIES = frozenset({"axum.Router.new", "axum.Router.default", "axum.routing.Router.new"})
_DEEPEST = 8


class Axum(Framework):
    """`Router::new().route("/bills", get(list).post(add)).nest("/users", users::router())`."""

    name = "axum"
    calls = frozenset({"new", "default", "route", "nest", "merge", *_METHODS})

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield routes with their whole addresses."""
        chains = Chains(code)
        routers = [chain for chain in chains.all if chain.factory in _FACTORIES]
        mounted = {id(inner) for chain in routers for inner, _, _ in _mounted(chains, chain)}
        for chain in routers:
            if id(chain) not in mounted:
                yield from self._routes(chains, chain, "", _DEEPEST)

    def _routes(self, chains: Chains, chain: Chain, before: str, depth: int) -> Iterator[Start]:
        for each in chains.rest(chain):
            for step in each.steps:
                address = chains.text(each, step.call.argument(0)) if step.call.simple_name == "route" else None
                if address is None:
                    continue
                whole = joined(before, "" if before and address == "/" else address)
                for method, answers, line in _answers(chains, each, step):
                    yield Start(
                        "route", whole, each.path, line, self.name, answers=answers, methods=(method,) if method else ()
                    )
        for inner, prefix, _ in _mounted(chains, chain) if depth else ():
            yield from self._routes(chains, inner, joined(before, prefix), depth - 1)


def _mounted(chains: Chains, chain: Chain) -> Iterator[tuple[Chain, str, Step]]:
    """Yield the routers in a router, and what stands before their addresses."""
    for each in chains.rest(chain):
        for step in each.steps:
            is_nested = step.call.simple_name == "nest"
            if not is_nested and step.call.simple_name != "merge":
                continue
            prefix = chains.text(each, step.call.argument(0)) if is_nested else ""
            value = step.call.argument(1 if is_nested else 0)
            for inner in [*chains.given(each, step), *chains.objects(each, value)]:
                if inner.factory in _FACTORIES and inner is not chain:
                    yield inner, prefix if prefix is not None else f"{{{step.call.argument(0)}}}", step


def _answers(chains: Chains, chain: Chain, route: Step) -> Iterator[tuple[str, Defined | None, int]]:
    for given in chains.given(chain, route):
        if not given.factory.startswith("axum.routing."):
            continue
        for step in given.steps:
            if step.call.simple_name in _METHODS:
                meant = chains.meaning(given, step.call.argument(0))
                yield _METHODS[step.call.simple_name], meant, step.call.line


FRAMEWORK = Axum()
