"""gorilla/mux: routes whose methods and prefixes are told by chains of calls."""

from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.go.frameworks.literals import told
from designdoc_assets.languages.go.frameworks.routers import Router
from designdoc_assets.languages.go.frameworks.routing import Routing, ups

_ENDS = frozenset({"Handler", "HandlerFunc"})


class Gorilla(Routing):
    """`r.HandleFunc("/x", handler).Methods("GET")`, `r.PathPrefix("/v1").Subrouter()`."""

    name = "gorilla/mux"
    router = Router(
        package=r"github\.com/gorilla/mux",
        factories=frozenset({"NewRouter"}),
        types=frozenset({"Router", "Route"}),
        nests={
            "PathPrefix": 0,
            "Path": 0,
            "Subrouter": -1,
            "Methods": -1,
            "Name": -1,
            "NewRoute": -1,
            "StrictSlash": -1,
        },
    )
    route_calls = {"Handle": "", "HandleFunc": "", "Handler": "", "HandlerFunc": ""}  # noqa: RUF012  nobody changes it

    def route(self, code: Code, path: str, at: int) -> tuple[str, tuple[str, ...], str] | None:
        """Return a route with the methods that are told before and behind it."""
        registrations = code.files[path].registrations
        each = registrations[at]
        chain, here = list(ups(registrations, at)), each
        while here.called_on >= 0:
            here = registrations[here.called_on]
            chain.append(here)
        found: tuple[str, tuple[str, ...], str] | None
        if each.simple_name in _ENDS:
            has_path = any(other.simple_name in {"Path", "PathPrefix"} for other in chain)
            found = ("", (), each.argument(0)) if has_path and each.argument(0) else None
        else:
            found = super().route(code, path, at)
        if found is None:
            return None
        given = [value for other in chain if other.simple_name == "Methods" for _, value in other.arguments]
        methods = [told(code, path, value) for value in given]
        return found[0], tuple(method for method in methods if method), found[2]


FRAMEWORK = Gorilla()
