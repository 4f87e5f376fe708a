"""Echo: routes on servers and groups."""

from designdoc_assets.languages.go.frameworks.routers import Router
from designdoc_assets.languages.go.frameworks.routing import HTTP_METHODS, Routing


class Echo(Routing):
    """`e.GET("/x", handler)`, `e.Group("/v1")`."""

    name = "Echo"
    router = Router(
        package=r"github\.com/labstack/echo(/v\d+)?",
        factories=frozenset({"New"}),
        roots=frozenset({"Echo"}),
        types=frozenset({"Group"}),
        called="echo",
        nests={"Group": 0},
    )
    route_calls = {**{method: method for method in HTTP_METHODS}, "Any": ""}  # noqa: RUF012  nobody changes it
    is_rooted = True


FRAMEWORK = Echo()
