"""Texts that arguments of registrations write out."""

import re

from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.resolve import Defined

_STRING = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"|`(?P<raw>[^`]*)`')
_PIECE = re.compile(r'\s*("(?:[^"\\]|\\.)*"|`[^`]*`|[\w.]+(?:\([^()"`]*\))?)\s*(\+|\Z)')
_ESCAPED = re.compile(r"\\(.)")
_SIGNS = {"n": "\n", "t": "\t"}


def string(written: str) -> str | None:
    """Return a text that is written out; None where it is none."""
    found = _STRING.fullmatch(written)
    if found is None:
        return None
    if found["raw"] is not None:
        return found["raw"].replace("\\n", "\n")
    return _ESCAPED.sub(lambda sign: _SIGNS.get(sign[1], sign[1]), found["text"])


def told(code: Code, path: str, written: str) -> str | None:
    """Return a text that is written out, in pieces too, or by names of constants; None where some of it is not."""
    found = [each if is_told else None for each, is_told in _pieces(code, path, written)]
    return "".join(each or "" for each in found) if found and None not in found else None


def address(code: Code, path: str, written: str) -> str | None:
    """Return an address as far as it is written out: what is computed stands in braces; None where all of it is."""
    found = _pieces(code, path, written)
    if not any(is_told for _, is_told in found):
        return None
    return "".join(each if is_told else f"{{{each}}}" for each, is_told in found)


def joined(before: str, behind: str) -> str:
    """Return an address below another."""
    if not before or not behind:
        return before or behind
    return f"{before.rstrip('/')}/{behind.lstrip('/')}"


def strings(written: str) -> tuple[str, ...]:
    """Return the texts of a list of them."""
    return tuple(text for found in _STRING.finditer(written) if (text := string(found[0])) is not None)


def _pieces(code: Code, path: str, written: str) -> list[tuple[str, bool]]:
    """Return the pieces of a sum, and of each whether it is a text that is told."""
    found: list[tuple[str, bool]] = []
    at = 0
    while at < len(written):
        piece = _PIECE.match(written, at)
        if piece is None:
            return []
        text = string(piece[1])
        text = text if text is not None else _constant(code, path, piece[1])
        found.append((piece[1], False) if text is None else (text, True))
        at = piece.end()
    return found


def _constant(code: Code, path: str, name: str) -> str | None:
    meant = code.resolve.meaning(path, name) if name.replace(".", "_").isidentifier() else None
    if isinstance(meant, str):
        return _METHODS.get(meant)
    if not isinstance(meant, Defined) or meant.kind != "constant" or meant.path not in code.files:
        return None
    known = next((each for each in code.files[meant.path].constants if each.name == meant.qualname), None)
    is_fixed = known is not None and known.sort == "value" and not known.is_set_again
    return string(known.value or "") if known is not None and is_fixed else None


_METHODS = {
    f"net/http.Method{method.capitalize()}": method
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
}
