"""Koa: routes of routers that an application uses."""

from designdoc_assets.languages.ecmascript.frameworks.routing import HTTP_METHODS, Routing

_ROUTERS = dict.fromkeys(("@koa/router", "koa-router", "@koa/router.Router", "koa-router.Router"), False)
FRAMEWORK = Routing(
    "Koa",
    factories={"koa": True, **_ROUTERS},
    called=frozenset({"Koa", "koa", "Router", "KoaRouter"}),
    route_calls={**HTTP_METHODS, "del": "DELETE"},
    mounts=frozenset({"use"}),
    prefixes=frozenset({"prefix"}),
    prefix="prefix",
    mounted_as=".routes()",
    has_named_routes=True,
)
