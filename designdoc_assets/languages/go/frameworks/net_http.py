"""`net/http`: patterns of the multiplexers of the standard library."""

from designdoc_assets.languages.go.frameworks.routers import Router
from designdoc_assets.languages.go.frameworks.routing import Routing


class NetHttp(Routing):
    """`http.HandleFunc("/x", handler)`, `mux.Handle("GET /x", handler)`."""

    name = "net/http"
    router = Router(
        package=r"net/http",
        factories=frozenset({"NewServeMux"}),
        roots=frozenset({"ServeMux"}),
        strippers=frozenset({"StripPrefix"}),
        is_default=True,
    )
    route_calls = {"Handle": "", "HandleFunc": ""}  # noqa: RUF012  nobody changes it


FRAMEWORK = NetHttp()
