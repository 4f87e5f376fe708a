"""Fastify: routes of servers, and of plug-ins that are registered with them."""

from designdoc_assets.languages.ecmascript.frameworks.routing import Routing

FRAMEWORK = Routing(
    "Fastify",
    factories={"fastify": True, "fastify.fastify": True},
    called=frozenset({"Fastify", "fastify"}),
    adds="route",
    plugins="register",
)
