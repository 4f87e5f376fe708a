"""gin: routes on engines and groups."""

from designdoc_assets.languages.go.frameworks.routers import Router
from designdoc_assets.languages.go.frameworks.routing import HTTP, Routing
from designdoc_assets.languages.registrations import Registration


class Gin(Routing):
    """`r.GET("/x", handler)`, `r.Group("/v1")`."""

    name = "gin"
    router = Router(
        package=r"github\.com/gin-gonic/gin",
        makers=frozenset({"New", "Default"}),
        roots=frozenset({"Engine"}),
        types=frozenset({"RouterGroup", "IRouter", "IRoutes"}),
        nests={"Group": 0},
    )
    verbs = {**{verb: verb for verb in HTTP}, "Any": ""}  # noqa: RUF012  nobody changes it

    def handler(self, each: Registration) -> str:
        """Return the last argument: what stands before it is asked first."""
        values = [value for key, value in each.arguments if not key]
        return values[-1] if len(values) > 1 else ""


FRAMEWORK = Gin()
