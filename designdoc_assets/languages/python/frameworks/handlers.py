"""What answers a request, as routes are given it: a view, a class, an object of one, or what is made of a view."""

import ast

from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.resolve import Defined

_MOST = 10_000
"""Characters of what is worth reading."""


def handler(code: Code, path: str, written: str, within: str = "") -> Defined | None:
    """Return the function or class that answers: of `guard(view)`, which hands a view on, the view."""
    try:
        node = ast.parse(written, mode="eval").body if written and len(written) < _MOST else None
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        node = None
    return _of(code, path, node, within) if node is not None else None


def _of(code: Code, path: str, node: ast.expr, within: str) -> Defined | None:
    if not isinstance(node, ast.Call):
        return _meant(code, path, node, within)
    if isinstance(node.func, ast.Attribute) and node.func.attr == "as_view":
        return _meant(code, path, node.func.value, within)
    called = _meant(code, path, node.func, within)
    if called is not None and called.kind == "class":
        return called
    return next((found for each in node.args if (found := _handed(code, path, each, within)) is not None), called)


def _handed(code: Code, path: str, node: ast.expr, within: str) -> Defined | None:
    """Return what an argument hands on; a class by itself may be anything: a serializer, a permission."""
    found = _of(code, path, node, within)
    is_class_alone = found is not None and found.kind == "class" and not isinstance(node, ast.Call)
    is_answering = found is not None and found.kind in {"class", "function", "method"} and not is_class_alone
    return found if is_answering else None


def _meant(code: Code, path: str, node: ast.expr, within: str) -> Defined | None:
    if not isinstance(node, ast.Name | ast.Attribute):
        return None
    return code.definition(path, ast.unparse(node), within)
