"""Express, and what is used alike: routes of applications and routers."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Start

_VERBS = {verb: verb.upper() for verb in ("get", "post", "put", "patch", "delete", "head", "options")} | {"all": ""}
_MAKERS = frozenset({"express", "Router"})
_STRING = re.compile(r"""(?P<quote>["'`])(?P<text>[^"'`\\$]*)(?P=quote)""")
_MOST_ADDRESSES = 8
_Object = tuple[str, str]
"""The file that makes an application or a router, and its name there."""


class Express(Framework):
    """`app.get("/x", handler)`, `router.route("/x").post(handler)`, `app.use("/x", router)`."""

    name = "Express"

    @property
    def listens(self) -> frozenset[str]:
        """Calls that make objects, add routes, and mount routers."""
        return frozenset({*_VERBS, *_MAKERS, "use", "route"})

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield routes with their whole addresses."""
        made = set(_made(code))
        if not made:
            return
        mounted = _mounted(code, made)
        for path, facts in code.files.items():
            for each in facts.registrations:
                told = _route(facts.registrations, each)
                router = _object(code, path, each, facts.registrations, made) if told else None
                if told is None or router is None:
                    continue
                address, method = told
                answers = _answers(code, path, each)
                for before in _before(router, mounted):
                    whole = _joined(before, address)
                    methods = (method,) if method else ()
                    yield Start("route", whole, path, each.line, self.name, answers=answers, methods=methods)


def _made(code: Code) -> Iterable[_Object]:
    for path, facts in code.files.items():
        for each in facts.registrations:
            if each.verb in _MAKERS and each.result and _is_of_express(code, path, each):
                yield path, each.result


def _is_of_express(code: Code, path: str, each: Registration) -> bool:
    meant = code.resolve.meaning(path, each.name, each.within)
    return isinstance(meant, str) and meant.partition(".")[0] == "express"


def _route(registrations: tuple[Registration, ...], each: Registration) -> tuple[str, str] | None:
    """Return the address and the method of a registration that is a route."""
    if each.verb not in _VERBS:
        return None
    first, count = each, 0
    while first.on >= 0 and count < len(_VERBS):
        first, count = registrations[first.on], count + 1
    if first is not each:
        address = string(first.argument(0)) if first.verb == "route" else None
        return (address, _VERBS[each.verb]) if address is not None else None
    address = string(each.argument(0))
    has_handler = bool(each.argument(1))
    return (address, _VERBS[each.verb]) if address is not None and has_handler else None


def _object(
    code: Code, path: str, each: Registration, registrations: tuple[Registration, ...], made: set[_Object]
) -> _Object | None:
    while each.on >= 0:
        each = registrations[each.on]
    return _named(code, path, each.receiver, each.within, made)


def _named(code: Code, path: str, name: str, within: str, made: set[_Object]) -> _Object | None:
    if (path, name) in made:
        return path, name
    meant = code.resolve.meaning(path, name, within) if name else None
    if isinstance(meant, Defined) and meant.kind == "module":
        # `module.exports = router`: the module is what it gives.
        own = [each for each in made if each[0] == meant.path]
        return own[0] if len(own) == 1 else None
    return (meant.path, meant.qualname) if isinstance(meant, Defined) and (meant.path, meant.qualname) in made else None


def _mounted(code: Code, made: set[_Object]) -> Mapping[_Object, list[tuple[_Object, str]]]:
    found: dict[_Object, list[tuple[_Object, str]]] = defaultdict(list)
    for path, facts in code.files.items():
        for each in facts.registrations:
            outer = _named(code, path, each.receiver, each.within, made) if each.verb == "use" else None
            if outer is None:
                continue
            prefix = string(each.argument(0))
            values = [value for key, value in each.arguments if not key]
            for value in values[0 if prefix is None else 1 :]:
                inner = _named(code, path, value, each.within, made)
                if inner is not None:
                    found[inner].append((outer, prefix or ""))
    return found


def _before(router: _Object, mounted: Mapping[_Object, list[tuple[_Object, str]]]) -> list[str]:
    """Return the addresses below which what a router serves is found."""
    found: list[str] = []
    pending: list[tuple[_Object, str, frozenset[_Object]]] = [(router, "", frozenset())]
    while pending and len(found) < _MOST_ADDRESSES:
        here, behind, seen = pending.pop(0)
        outer = [] if here in seen else mounted.get(here, [])
        if not outer and here not in seen:
            found.append(behind)
        pending += [(each, _joined(prefix, behind), seen | {here}) for each, prefix in outer]
    return list(dict.fromkeys(found))


def _joined(before: str, behind: str) -> str:
    if not before or not behind:
        return before or behind
    return f"{before.rstrip('/')}/{behind.lstrip('/')}".removesuffix("/") or "/"


def _answers(code: Code, path: str, each: Registration) -> Defined | None:
    values = [value for key, value in each.arguments if not key]
    name = values[-1] if values else ""
    if name.replace(".", "_").replace("$", "_").isidentifier():
        meant = code.resolve.meaning(path, name, each.within)
        return meant if isinstance(meant, Defined) else None
    return None


def string(written: str) -> str | None:
    """Return a text that is written out; None where it is none, or has something computed in it."""
    found = _STRING.fullmatch(written)
    return found["text"] if found else None


FRAMEWORK = Express()
