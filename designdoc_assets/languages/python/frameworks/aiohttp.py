"""aiohttp: routes of tables and of routers."""

from designdoc_assets.languages.python.frameworks.routing import VERBS, Given, Route, Routing

_ADDRESS, _HANDLER = Given(0, "path"), Given(1, "handler")
_VERBS = {verb: VERBS[verb] for verb in ("get", "post", "put", "patch", "delete", "head")}

FRAMEWORK = Routing(
    name="aiohttp",
    packages=frozenset({"aiohttp"}),
    makers=frozenset({"Application", "RouteTableDef"}),
    adds={
        **{f"add_{verb}": Route(_ADDRESS, _HANDLER, method=method) for verb, method in _VERBS.items()},
        "add_route": Route(Given(1, "path"), Given(2, "handler"), methods=Given(0, "method")),
    },
    verbs={**_VERBS, "view": ""},
)
