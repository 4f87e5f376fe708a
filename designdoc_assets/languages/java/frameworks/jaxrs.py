"""JAX-RS: resources, and what their methods answer."""

from collections.abc import Iterable, Iterator

from designdoc_assets.languages.facts import Class
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.java.frameworks.annotated import CONCRETE, Annotations, given, joined, member, text_of
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Start

_HTTP_METHODS = frozenset({"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"})
_ANNOTATIONS = _HTTP_METHODS | {"Path", "ApplicationPath"}
_PACKAGES = {"javax.ws.rs": _ANNOTATIONS, "jakarta.ws.rs": _ANNOTATIONS}
_DEEPEST = 3
"""Resources that methods of resources give."""


class JaxRs(Framework):
    """`@GET @Path("/x")` in a class with a `@Path`, or in one that a method of such a class gives."""

    name = "JAX-RS"
    annotations = _ANNOTATIONS

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield routes with their whole addresses."""
        annotations = Annotations(code, _PACKAGES)
        if not annotations:
            return
        applications = list(_applications(annotations))
        for path, facts in code.files.items():
            for cls in facts.classes:
                own = code.resolve.defined(path, cls)
                address = _told(annotations, own, cls) if cls.sort in CONCRETE else None
                if address is not None:
                    # Several applications have resources of their own, which code need not tell.
                    before = applications[0] if len(applications) == 1 else ""
                    yield from self._routes(annotations, own, joined(before, address), _DEEPEST)

    def _routes(self, annotations: Annotations, own: Defined, before: str, depth: int) -> Iterator[Start]:
        answered: set[str] = set()
        lineage = list(annotations.lineage(own))
        known = {method.name for method in lineage[0][1].methods} if lineage else set()
        for each, cls in lineage:
            told: dict[tuple[str, int], list[Registration]] = {}
            for name, annotation in annotations.on_methods(cls, each.path):
                if name not in answered:
                    told.setdefault((name, annotation.called_on), []).append(annotation)
            for (name, _), of_method in told.items():
                path = next((one for one in of_method if one.simple_name == "Path"), None)
                address = _address(annotations.code, each.path, path) if path is not None else ""
                methods = tuple(one.simple_name for one in of_method if one.simple_name in _HTTP_METHODS)
                if address is None:
                    continue
                whole = joined(before, address)
                if methods:
                    answers = member(own if name in known else each, name)
                    yield Start(
                        "route", whole, each.path, of_method[0].line, self.name, answers=answers, methods=methods
                    )
                elif depth and (given_back := _resource(annotations.code, each, cls, name)) is not None:
                    yield from self._routes(annotations, given_back, whole, depth - 1)
            answered |= {name for name, _ in told}


def _applications(annotations: Annotations) -> Iterator[str]:
    for path, facts in annotations.code.files.items():
        for cls in facts.classes:
            each = annotations.one(path, cls.qualname, "ApplicationPath")
            if each is not None:
                yield _address(annotations.code, path, each) or ""


def _told(annotations: Annotations, own: Defined, cls: Class) -> str | None:
    """Return the address of a resource that is one by itself."""
    each = annotations.one(own.path, cls.qualname, "Path")
    return _address(annotations.code, own.path, each) if each is not None else None


def _address(code: Code, path: str, each: Registration) -> str | None:
    return text_of(code, path, given(each), each.within)


def _resource(code: Code, each: Defined, cls: Class, name: str) -> Defined | None:
    """Return the class of what a method gives, which answers what lies below it."""
    returned = next((method.signature.returns for method in cls.methods if method.name == name), "")
    meant = code.resolve.meaning(each.path, (returned or "").partition("<")[0], cls.qualname)
    return meant if isinstance(meant, Defined) and meant.kind == "class" else None


FRAMEWORK = JaxRs()
