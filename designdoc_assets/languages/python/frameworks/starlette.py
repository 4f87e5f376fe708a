"""Starlette: routes that are objects in a list."""

from collections.abc import Iterable

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.handlers import handler
from designdoc_assets.languages.python.frameworks.literals import address, strings
from designdoc_assets.languages.python.frameworks.packages import package_of
from designdoc_assets.languages.starts import Start

_PACKAGES = frozenset({"starlette", "fastapi"})
_ROUTES = frozenset({"Route", "WebSocketRoute"})
_MOST_AROUND = 8


class Starlette(Framework):
    """`Route`, `WebSocketRoute`, and `Mount` with what is in it."""

    name = "Starlette"
    calls = _ROUTES | {"Mount", "Starlette", "Router"}

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield routes, those of a list with a name below all that mounts it."""
        for path, facts in code.files.items():
            for at, each in enumerate(facts.registrations):
                meant = code.resolve.meaning(path, each.name, each.within) if each.simple_name in _ROUTES else None
                if package_of(meant) in _PACKAGES:
                    own = address(code, path, each.argument(0, "path"), each.within)
                    if own is None:
                        continue
                    methods = (
                        ("WebSocket",) if each.simple_name == "WebSocketRoute" else strings(each.argument(2, "methods"))
                    )
                    answers = handler(code, path, each.argument(1, "endpoint"), each.within)
                    for before in _around(code, path, at) or [""]:
                        whole = f"{before}{own}"
                        yield Start("route", whole, path, each.line, self.name, answers=answers, methods=methods)


def _around(code: Code, path: str, at: int, depth: int = _MOST_AROUND) -> list[str]:
    """Return the addresses below which what stands at a place of a file is served."""
    registrations = code.files[path].registrations
    each = registrations[at]
    if each.argument_of >= 0:
        return _below(code, path, each.argument_of, depth)
    found: list[str] = []
    for other, outer in enumerate(registrations) if each.result and depth else ():
        if each.result in {outer.argument(-1, "routes"), outer.argument(1, "routes")} and outer.within == each.within:
            found += _below(code, path, other, depth - 1)
    return found


def _below(code: Code, path: str, at: int, depth: int) -> list[str]:
    outer = code.files[path].registrations[at]
    is_mount = outer.simple_name == "Mount"
    own = (address(code, path, outer.argument(0, "path"), outer.within) or "").rstrip("/") if is_mount else ""
    return [f"{before}{own}" for before in (_around(code, path, at, depth - 1) if depth else []) or [""]]


FRAMEWORK = Starlette()
