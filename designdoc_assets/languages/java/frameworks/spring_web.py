"""Spring MVC and WebFlux: what methods of controllers answer."""

from collections.abc import Iterable, Iterator
from itertools import product

from designdoc_assets.languages.facts import Class
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.java.frameworks.annotated import (
    CONCRETE,
    Annotations,
    elements,
    given,
    joined,
    member,
    texts,
)
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Start

_HTTP_METHODS = {f"{method.capitalize()}Mapping": method for method in ("GET", "POST", "PUT", "PATCH", "DELETE")}
_ANY = "RequestMapping"
_MAPPINGS = frozenset({*_HTTP_METHODS, _ANY})
_CONTROLLERS = frozenset({"Controller", "RestController"})
_PACKAGES = {
    "org.springframework.web.bind.annotation": _MAPPINGS | {"RestController"},
    "org.springframework.stereotype": {"Controller"},
}


class SpringWeb(Framework):
    """`@GetMapping("/x")` in a `@RestController`; interfaces of clients have the same, and are none."""

    name = "Spring"
    annotations = _MAPPINGS | _CONTROLLERS

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield routes with their whole addresses, those that controllers inherit included."""
        annotations = Annotations(code, _PACKAGES)
        if not annotations:
            return
        for path, facts in code.files.items():
            for cls in facts.classes:
                if cls.sort in CONCRETE and (told := _controls(annotations, path, cls)):
                    yield from self._routes(annotations, code.resolve.defined(path, cls), told)

    def _routes(self, annotations: Annotations, own: Defined, told: Defined) -> Iterator[Start]:
        lineage = list(annotations.lineage(own))
        around = [*lineage, (told, annotations.code.resolve.class_at(told))]
        mappings = (
            (each.path, mapping)
            for each, cls in around
            if (mapping := annotations.one(each.path, cls.qualname, _ANY)) is not None
        )
        path, outer = next(mappings, (own.path, None))
        before = _addresses(annotations.code, path, outer) if outer is not None else [""]
        methods = _methods(outer) if outer is not None else ()
        known = {method.name for method in lineage[0][1].methods} if lineage else set()
        answered: set[str] = set()
        for each, cls in lineage:
            inside = [
                (name, annotation)
                for name, annotation in annotations.on_methods(cls, each.path)
                if annotation.simple_name in _MAPPINGS
            ]
            for name, annotation in inside:
                if name in answered:
                    continue
                for prefix, address in product(before, _addresses(annotations.code, each.path, annotation)):
                    yield Start(
                        "route",
                        joined(prefix, address),
                        each.path,
                        annotation.line,
                        self.name,
                        answers=member(own if name in known else each, name),
                        methods=tuple(dict.fromkeys((*methods, *_methods(annotation)))),
                    )
            answered |= {name for name, _ in inside}


def _controls(annotations: Annotations, path: str, cls: Class) -> Defined | None:
    """Return what says that a class is a controller: itself, or an annotation of the code."""
    resolve = annotations.code.resolve
    if annotations.above(path, cls.qualname, _CONTROLLERS):
        return resolve.defined(path, cls)
    for written in cls.annotations:
        meant = resolve.meaning(path, written.partition("(")[0])
        if isinstance(meant, Defined) and meant.kind == "class":
            qualname = resolve.class_at(meant).qualname
            if annotations.above(meant.path, qualname, _CONTROLLERS):
                return meant
    return None


def _addresses(code: Code, path: str, each: Registration) -> list[str]:
    written = given(each, "path")
    return texts(code, path, written, each.within) if written else [""]


def _methods(each: Registration) -> tuple[str, ...]:
    if each.simple_name in _HTTP_METHODS:
        return (_HTTP_METHODS[each.simple_name],)
    return tuple(name.rpartition(".")[2] for name in elements(each.argument(-1, "method")))


FRAMEWORK = SpringWeb()
