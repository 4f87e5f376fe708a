"""FastAPI: routes of applications and routers, WebSockets included."""

from designdoc_assets.languages.python.frameworks.routing import HTTP_METHODS, Argument, Mount, RouteCall, Routing

FRAMEWORK = Routing(
    name="FastAPI",
    packages=frozenset({"fastapi"}),
    factories=frozenset({"FastAPI", "APIRouter"}),
    prefixes={"APIRouter": Argument(-1, "prefix")},
    mounts={
        "include_router": Mount(Argument(0, "router"), Argument(-1, "prefix")),
        "mount": Mount(Argument(1, "app"), Argument(0, "path")),
    },
    adds={
        "add_api_route": RouteCall(Argument(0, "path"), Argument(1, "endpoint")),
        "add_api_websocket_route": RouteCall(Argument(0, "path"), Argument(1, "endpoint"), method="WebSocket"),
    },
    route_decorators={**HTTP_METHODS, "api_route": "", "websocket": "WebSocket"},
)
