"""chi: routes on routers, in groups, and below others."""

from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.go.frameworks.literals import string
from designdoc_assets.languages.go.frameworks.routers import Router
from designdoc_assets.languages.go.frameworks.routing import HTTP_METHODS, Routing


class Chi(Routing):
    """`r.Get("/x", handler)`, `r.Route("/x", func(r chi.Router) {…})`, `r.Mount("/x", router)`."""

    name = "chi"
    router = Router(
        package=r"github\.com/(go-chi|pressly)/chi(/v\d+)?",
        factories=frozenset({"NewRouter", "NewMux"}),
        types=frozenset({"Router", "Mux"}),
        nests={"Route": 0, "Group": -1, "With": -1},
        mounts=frozenset({"Mount"}),
    )
    route_calls = {  # noqa: RUF012  nobody changes it
        **{method.capitalize(): method for method in HTTP_METHODS},
        "Handle": "",
        "HandleFunc": "",
        "Method": "",
        "MethodFunc": "",
    }

    def route(self, code: Code, path: str, at: int) -> tuple[str, tuple[str, ...], str] | None:
        """Return a route; the method of some stands before the address."""
        each = code.files[path].registrations[at]
        if each.simple_name not in {"Method", "MethodFunc"}:
            return super().route(code, path, at)
        method, own = string(each.argument(0)), string(each.argument(1))
        return (own, (method,), each.argument(2)) if method and own is not None else None


FRAMEWORK = Chi()
