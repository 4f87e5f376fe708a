"""What others meet a running target through: hooks for plug-ins, HTTP routes, environment variables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from designdoc_assets.analysis.extension_points import Named
from designdoc_assets.analysis.target import Target
from designdoc_assets.languages.facts import Function
from designdoc_assets.languages.linking import External
from designdoc_assets.program.resolution import Symbol

_HOOK_MARKERS = frozenset({"pluggy.HookspecMarker"})
_ROUTERS = frozenset(
    {
        *("flask.Flask", "flask.Blueprint", "quart.Quart", "quart.Blueprint", "sanic.Sanic", "sanic.Blueprint"),
        *("fastapi.FastAPI", "fastapi.APIRouter", "bottle.Bottle", "aiohttp.web.RouteTableDef", "litestar.Router"),
        *("starlette.applications.Starlette", "robyn.Robyn", "falcon.App", "ninja.NinjaAPI", "ninja.Router"),
    }
)
"""What makes an object whose annotations tie functions to addresses."""
_METHODS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "websocket"})
_ROUTE = re.compile(
    r"""(?P<router>[\w.]+)\.(?P<verb>\w+)\(\s*r?(?P<quote>['"])(?P<address>[^'"\\]*)(?P=quote)(?P<rest>.*)\)"""
)
_LISTED = re.compile(r"\bmethods\s*=\s*[\[({](?P<methods>[^\])}]*)[\])}]")
_WORD = re.compile(r"['\"](\w+)['\"]")


@dataclass(frozen=True, slots=True)
class Route:
    """An address, the methods that are named for it, and what answers."""

    address: str
    methods: tuple[str, ...]
    answers: Named


@dataclass(frozen=True, slots=True)
class ReadVariable:
    """An environment variable, the defaults that code has for it, and the files that read it."""

    name: str
    defaults: tuple[str, ...]
    files: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Interfaces:
    """All of them, in order of the files; variables by name."""

    hooks: tuple[Named, ...]
    routes: tuple[Route, ...]
    variables: tuple[ReadVariable, ...]


def interfaces(target: Target) -> Interfaces:
    """Collect what annotations and calls in the target's subject say."""
    hooks: list[Named] = []
    routes: list[Route] = []
    for path, function, symbol in _functions(target):
        for annotation in function.annotations:
            name = annotation.partition("(")[0]
            if _made_by(path, name, target) in _HOOK_MARKERS:
                hooks.append(Named(function.name, target.address_of(symbol) or ""))
            if route := _ROUTE.fullmatch(annotation):
                routes += _routes(route, path, Named(symbol.qualname, target.address_of(symbol) or ""), target)
    return Interfaces(tuple(hooks), tuple(routes), tuple(_variables(target)))


def _functions(target: Target) -> Iterator[tuple[str, Function, Symbol]]:
    for path, file in target.snapshot.files.items():
        if target.places.is_main(path):
            for function in file.facts.functions:
                yield path, function, Symbol(path, function.qualname, "function")
            for cls in file.facts.classes:
                for method in cls.methods:
                    yield method.path or path, method, Symbol(path, method.qualname, "method", owner=cls.qualname)


def _routes(route: re.Match[str], path: str, answers: Named, target: Target) -> Iterator[Route]:
    verb = route["verb"]
    if (verb == "route" or verb in _METHODS) and _made_by(path, route["router"], target) in _ROUTERS:
        listed = _LISTED.search(route["rest"])
        methods = _WORD.findall(listed["methods"]) if listed else [verb.upper()] if verb != "route" else []
        yield Route(route["address"], tuple(methods), answers)


def _made_by(path: str, name: str, target: Target) -> str:
    """Return the outside class of which the object of that name was made; empty if it was not."""
    resolver = target.relations.resolver
    found = resolver.resolve(path, name)
    if not isinstance(found, Symbol) or found.kind != "constant":
        return ""
    constants = target.snapshot.files[found.path].facts.constants if found.path in target.snapshot.files else ()
    makers = (constant.made_by for constant in constants if constant.name == found.qualname)
    maker = resolver.resolve(found.path, next(makers, None) or "")
    return maker.name if isinstance(maker, External) else ""


def _variables(target: Target) -> Iterator[ReadVariable]:
    found: dict[str, tuple[dict[str, None], dict[Named, None]]] = {}
    for path, file in target.snapshot.files.items():
        for variable in file.facts.variables if target.places.is_main(path) else ():
            root = target.relations.resolver.resolve(path, variable.root)
            if isinstance(root, External) and root.kind == "standard":
                defaults, files = found.setdefault(variable.name, ({}, {}))
                defaults |= {variable.default: None} if variable.default else {}
                files[Named(path, target.address_of(Symbol(path, "", "module")) or "")] = None
    for name, (defaults, files) in sorted(found.items()):
        yield ReadVariable(name, tuple(defaults), tuple(files))
