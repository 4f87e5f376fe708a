"""gin: routes on engines and groups."""

from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.go.frameworks.literals import address, strings
from designdoc_assets.languages.go.frameworks.routers import Router
from designdoc_assets.languages.go.frameworks.routing import HTTP_METHODS, Routing
from designdoc_assets.languages.registrations import Registration


class Gin(Routing):
    """`r.GET("/x", handler)`, `r.Group("/v1")`."""

    name = "gin"
    router = Router(
        package=r"github\.com/gin-gonic/gin",
        factories=frozenset({"New", "Default"}),
        roots=frozenset({"Engine"}),
        types=frozenset({"RouterGroup", "IRouter", "IRoutes"}),
        called="gin",
        nests={"Group": 0, "Use": -1},
    )
    route_calls = {**{method: method for method in HTTP_METHODS}, "Any": "", "Match": ""}  # noqa: RUF012  nobody changes it

    is_rooted = True

    def route(self, code: Code, path: str, at: int) -> tuple[str, tuple[str, ...], str] | None:
        """Return a route; of some, a list of methods stands before the address."""
        each = code.files[path].registrations[at]
        if each.simple_name != "Match":
            return super().route(code, path, at)
        own = address(code, path, each.argument(1))
        return (own, strings(each.argument(0)), self.handler(each)) if own is not None and each.argument(2) else None

    def handler(self, each: Registration) -> str:
        """Return the last argument: what stands before it is asked first."""
        values = [value for key, value in each.arguments if not key]
        return values[-1] if len(values) > 1 else ""


FRAMEWORK = Gin()
