"""Servlets that say themselves where they are found."""

from collections.abc import Iterable

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.java.frameworks.annotated import Annotations, given, texts
from designdoc_assets.languages.starts import Start

_PACKAGES = dict.fromkeys(("javax.servlet.annotation", "jakarta.servlet.annotation"), frozenset({"WebServlet"}))
_METHODS = {
    f"do{method.capitalize()}": method
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE")
}


class Servlets(Framework):
    """`@WebServlet("/x")` above a class."""

    name = "Servlet"
    annotations = frozenset({"WebServlet"})

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield their addresses, with the methods that they have functions for."""
        annotations = Annotations(code, _PACKAGES)
        for path, facts in code.files.items() if annotations else ():
            for cls in facts.classes:
                for each in annotations.above(path, cls.qualname):
                    answers = code.resolve.defined(path, cls)
                    methods = tuple(_METHODS[method.name] for method in cls.methods if method.name in _METHODS)
                    methods = tuple(dict.fromkeys(methods))
                    for address in texts(code, path, given(each, "urlPatterns"), each.within):
                        yield Start("route", address, path, each.line, self.name, answers=answers, methods=methods)


FRAMEWORK = Servlets()
