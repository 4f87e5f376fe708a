"""Values that arguments of registrations write out."""

import ast
import re
from collections.abc import Iterator
from typing import Any

from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.resolve import Defined

_MANY = 10_000
"""Characters of a value that is worth evaluating."""
_FORMATTED = re.compile(r"[fF](?P<quote>['\"])(?P<text>[^'\"\\\n]*)(?P=quote)")


def literal(written: str) -> Any:
    """Return the value that a text writes out; None where it is none, or is computed."""
    if not written or len(written) > _MANY or written.endswith("…"):
        return None
    try:
        return ast.literal_eval(written)
    except (ValueError, SyntaxError, MemoryError, RecursionError, TypeError):
        return None


def string(written: str) -> str | None:
    """Return a text that is written out; None where it is none."""
    value = literal(written)
    return value if isinstance(value, str) else None


def strings(written: str) -> tuple[str, ...]:
    """Return the texts of a list, a tuple or a set that is written out, sets in order of their letters."""
    value = literal(written)
    if isinstance(value, str):
        return (value,)
    if isinstance(value, set):
        value = sorted(each for each in value if isinstance(each, str))
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list | tuple) else ()


def constant_string(code: Code, path: str, written: str, within: str = "") -> str | None:
    """Return a text that is written out, or that a constant holds which is set once; of `f"a_{b}"`, `a_{b}`."""
    found = string(written)
    if found is not None or not written:
        return found
    if formatted := _FORMATTED.fullmatch(written):
        return formatted["text"]
    if not written.replace(".", "_").isidentifier():
        return None
    meant = code.resolve.meaning(path, written, within)
    if not isinstance(meant, Defined) or meant.kind != "constant" or meant.path not in code.files:
        return None
    constants = code.files[meant.path].constants
    known = next((each for each in constants if each.name == meant.qualname and not each.is_set_again), None)
    return string(known.value or "") if known is not None else None


def address(code: Code, path: str, written: str, within: str = "") -> str | None:
    """Return an address as far as it is written out: what is computed stands in braces; None where nothing is given."""
    try:
        parsed = ast.parse(written, mode="eval").body if written and len(written) < _MANY else None
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        parsed = None
    return "".join(_pieces(code, path, parsed, within)) if parsed is not None else None


def _pieces(code: Code, path: str, node: ast.expr, within: str) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(value)):
            yield value
        case ast.JoinedStr(values=values):
            for value in values:
                yield from _pieces(code, path, value, within)
        case ast.FormattedValue(value=value):
            yield from _pieces(code, path, value, within)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from _pieces(code, path, left, within)
            yield from _pieces(code, path, right, within)
        case _:
            expression = ast.unparse(node)
            told = constant_string(code, path, expression, within)
            yield told if told is not None else f"{{{expression}}}"
