"""FastAPI: routes of applications and routers, WebSockets included."""

from designdoc_assets.languages.python.frameworks.routing import HTTP_METHODS, Given, Mount, Route, Routing

FRAMEWORK = Routing(
    name="FastAPI",
    packages=frozenset({"fastapi"}),
    makers=frozenset({"FastAPI", "APIRouter"}),
    prefixes={"APIRouter": Given(-1, "prefix")},
    mounts={
        "include_router": Mount(Given(0, "router"), Given(-1, "prefix")),
        "mount": Mount(Given(1, "app"), Given(0, "path")),
    },
    adds={
        "add_api_route": Route(Given(0, "path"), Given(1, "endpoint")),
        "add_api_websocket_route": Route(Given(0, "path"), Given(1, "endpoint"), method="WebSocket"),
    },
    route_decorators={**HTTP_METHODS, "api_route": "", "websocket": "WebSocket"},
)
