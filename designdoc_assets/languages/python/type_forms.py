"""Declared types as trees: what an annotation says, taken apart; what its names mean is not looked at."""

import ast
import warnings
from functools import lru_cache

from designdoc_assets.languages.declared_types import UNION, Form

_FIRST = frozenset({"Annotated", "ClassVar", "Final", "InitVar", "NotRequired", "ReadOnly", "Required", "Unpack"})
"""Generic types of `typing` whose first argument is what is meant."""


@lru_cache(maxsize=4096)
def form_of(annotation: str) -> Form:
    """Return the type that an annotation speaks of; never raises, whatever the text is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes that mean nothing: not the reader's code
            return _form(ast.parse(annotation.strip(), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Form("")


def _form(node: ast.expr) -> Form:
    match node:
        case ast.Constant(value=None):
            return Form("")
        case ast.Constant(value=str() as quoted):
            return _form(ast.parse(quoted.strip(), mode="eval").body)
        case ast.Name() | ast.Attribute():
            return Form(_dotted(node))
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return Form(UNION, (_form(left), _form(right)))
        case ast.List(elts=elements):
            return Form("", tuple(_form(element) for element in elements))
        case ast.Subscript(value=value, slice=inside):
            return _generic(_dotted(value), list(inside.elts) if isinstance(inside, ast.Tuple) else [inside])
    return Form("")


def _generic(name: str, inside: list[ast.expr]) -> Form:
    last = name.rpartition(".")[2]
    if last == "Literal":
        return Form("")
    if last in {"Optional", "Union"}:
        return Form(UNION, tuple(_form(argument) for argument in inside))
    if last in _FIRST:
        return _form(inside[0]) if inside else Form("")
    # `tuple[Pump, ...]` is as long as it likes.
    return Form(name, tuple(_form(argument) for argument in inside))


def _dotted(node: ast.expr) -> str:
    segments: list[str] = []
    while isinstance(node, ast.Attribute):
        segments.append(node.attr)
        node = node.value
    return ".".join(reversed([*segments, node.id])) if isinstance(node, ast.Name) else ""
