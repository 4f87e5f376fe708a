"""aiohttp: routes of tables and of routers."""

from designdoc_assets.languages.python.frameworks.routing import HTTP_METHODS, Given, Route, Routing

_ADDRESS, _HANDLER = Given(0, "path"), Given(1, "handler")
_HTTP_METHODS = {method: HTTP_METHODS[method] for method in ("get", "post", "put", "patch", "delete", "head")}

FRAMEWORK = Routing(
    name="aiohttp",
    packages=frozenset({"aiohttp"}),
    makers=frozenset({"Application", "RouteTableDef"}),
    adds={
        **{f"add_{name}": Route(_ADDRESS, _HANDLER, method=method) for name, method in _HTTP_METHODS.items()},
        "add_route": Route(Given(1, "path"), Given(2, "handler"), methods=Given(0, "method")),
    },
    route_decorators={**_HTTP_METHODS, "view": ""},
)
