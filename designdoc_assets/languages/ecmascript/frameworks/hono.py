"""Hono: routes of applications, which are mounted in one another."""

from designdoc_assets.languages.ecmascript.frameworks.routing import Routing

FRAMEWORK = Routing(
    "Hono",
    factories={
        "hono.Hono": True,
        "hono/tiny.Hono": True,
        "hono/quick.Hono": True,
        "@hono/zod-openapi.OpenAPIHono": True,
    },
    mounts=frozenset({"route"}),
    prefixes=frozenset({"basePath"}),
)
