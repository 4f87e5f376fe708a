"""aiohttp: routes of tables and of routers."""

from designdoc_assets.languages.python.frameworks.routing import HTTP_METHODS, Argument, RouteCall, Routing

_ADDRESS, _HANDLER = Argument(0, "path"), Argument(1, "handler")
_HTTP_METHODS = {method: HTTP_METHODS[method] for method in ("get", "post", "put", "patch", "delete", "head")}

FRAMEWORK = Routing(
    name="aiohttp",
    packages=frozenset({"aiohttp"}),
    factories=frozenset({"Application", "RouteTableDef"}),
    adds={
        **{f"add_{name}": RouteCall(_ADDRESS, _HANDLER, method=method) for name, method in _HTTP_METHODS.items()},
        "add_route": RouteCall(Argument(1, "path"), Argument(2, "handler"), methods=Argument(0, "method")),
    },
    route_decorators={**_HTTP_METHODS, "view": ""},
)
