"""What is deprecated, since when, and why: from decorators and docstrings."""

import re
from collections.abc import Iterator, Sequence

from designdoc_assets.source.symbols import Docstring

_DECORATOR = re.compile(r"(?:[\w.]+\.)?deprecated(?:\(|\Z)")
_PIECE = re.compile(
    r"[rRuUbBfF]{0,2}(?:\"\"\"(?P<a>(?:[^\\]|\\.)*?)\"\"\"|'''(?P<b>(?:[^\\]|\\.)*?)'''"
    r"|\"(?P<c>(?:[^\"\\]|\\.)*)\"|'(?P<d>(?:[^'\\]|\\.)*)')"
    r"|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<comma>,)|\w+|.",
    re.DOTALL,
)
_VERSION = re.compile(r"v?\d[\w.]*\Z")


def deprecation(decorators: Sequence[str], doc: Docstring | None) -> str | None:
    """Return since when and why something is deprecated, as `1.4: reason`, both optional; None if it is not."""
    decorator = next((name for name in decorators if is_deprecation(name)), None)
    if decorator is not None:
        texts = list(_texts(decorator.partition("(")[2].removesuffix(")")))
        since = next((text for text in texts if _VERSION.match(text)), "")
        why = max((text for text in texts if " " in text), key=len, default="")
        return ": ".join(part for part in (since, why) if part)
    return doc.deprecated if doc and doc.deprecated else None


def is_deprecation(decorator: str) -> bool:
    """Whether a decorator says that something is deprecated."""
    return bool(_DECORATOR.match(decorator))


def _texts(arguments: str) -> Iterator[str]:
    """Yield the arguments that are string literals, adjacent ones joined."""
    depth, text = 0, ""
    for piece in _PIECE.finditer(arguments):
        if piece["open"] or piece["close"]:
            depth += 1 if piece["open"] else -1
        elif piece["comma"] and depth == 0:
            yield text
            text = ""
        elif depth == 0:
            text += next((re.sub(r"\\(.)", r"\1", value) for value in piece.group("a", "b", "c", "d") if value), "")
    yield text
