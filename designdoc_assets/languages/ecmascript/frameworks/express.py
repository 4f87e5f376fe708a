"""Express: routes of applications and routers."""

from designdoc_assets.languages.ecmascript.frameworks.routing import Routing

FRAMEWORK = Routing(
    "Express",
    factories={"express": True, "express.Router": False, "express.Express": True, "express.Application": True},
    called=frozenset({"express"}),
    mounts=frozenset({"use"}),
    chains="route",
)
