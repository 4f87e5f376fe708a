"""Texts as they are written: slices of a source, with white space folded, and never joined anew."""

import re

from tree_sitter import Node

_INSIDE = re.compile(r"(?<=[(\[{]) | (?=[)\]}])|(?<=[,;]) (?=[)\]])")
_LAST_COMMA = re.compile(r",(?=[)\]}])")
_OPENED = re.compile(r"<[ \t]*\n\s*")
_CLOSED = re.compile(r",?[ \t]*\n\s*>")
"""Angle brackets on lines of their own: those of a comparison are not."""
_LITERAL = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`[^`]*`")
MOST = 480
"""Characters of a value that are kept."""


def text(node: Node | None) -> str:
    """Return a node's text to the letter; nothing of no node."""
    return (node.text or b"").decode("utf-8", "replace") if node is not None else ""


def folded(written: str, *, most: int | None = None) -> str:
    """Return a text on one line. Literals in it are kept to the letter.

    Args:
        written: What is written.
        most: How many characters are kept; a longer text ends in `…`.
    """
    shown = written.strip()
    if "\n" in shown or "  " in shown or "\t" in shown:
        pieces: list[str] = []
        at = 0
        for literal in _LITERAL.finditer(shown):
            pieces += [_tight(shown[at : literal.start()]), literal[0].replace("\n", "\\n")]
            at = literal.end()
        shown = "".join([*pieces, _tight(shown[at:])]).strip()
    return shown[: most - 1] + "…" if most is not None and len(shown) > most else shown


def _tight(code: str) -> str:
    code = _OPENED.sub("<", _CLOSED.sub(">", code))
    return _LAST_COMMA.sub("", _INSIDE.sub("", re.sub(r"\s+", " ", code)))
