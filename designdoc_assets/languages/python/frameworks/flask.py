"""Flask, and Quart, which is used alike: routes of applications and blueprints."""

from designdoc_assets.languages.python.frameworks.routing import HTTP_METHODS, Argument, Mount, RouteCall, Routing

FRAMEWORK = Routing(
    name="Flask",
    packages=frozenset({"flask", "quart", "flask_openapi3", "apiflask"}),
    factories=frozenset({"Flask", "Blueprint", "Quart", "APIFlask", "APIBlueprint", "OpenAPI"}),
    prefixes=dict.fromkeys(("Blueprint", "APIBlueprint"), Argument(-1, "url_prefix")),
    mounts={"register_blueprint": Mount(Argument(0, "blueprint"), Argument(-1, "url_prefix"), replaces=True)},
    adds={"add_url_rule": RouteCall(Argument(0, "rule"), Argument(2, "view_func"))},
    route_decorators={
        "route": "",
        **{method: HTTP_METHODS[method] for method in ("get", "post", "put", "patch", "delete")},
    },
    default_methods=("GET",),
)
