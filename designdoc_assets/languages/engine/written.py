"""Texts as they are written: slices of a source, with white space folded, and never joined anew."""

import re
from collections.abc import Iterable, Iterator

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


def uncommented(node: Node) -> str:
    """Return a node's text without its comments where it has several lines: on one, they would swallow what follows."""
    written = node.text or b""
    if b"\n" not in written or not any(mark in written for mark in (b"//", b"/*", b"#")):
        return text(node)
    return edited(node, [(each.start_byte, each.end_byte, b"") for each in _comments(node)])


def edited(node: Node, edits: Iterable[tuple[int, int, bytes]]) -> str:
    """Return a node's text with stretches of it, which do not overlap, replaced: first byte, last, and by what."""
    written, base, at = node.text or b"", node.start_byte, 0
    pieces: list[bytes] = []
    for start, end, instead in sorted(edits):
        pieces += [written[at : start - base], instead]
        at = end - base
    return b"".join([*pieces, written[at:]]).decode("utf-8", "replace")


def _comments(node: Node) -> Iterator[Node]:
    stack = [node]
    while stack:
        here = stack.pop()
        if here.type.endswith("comment"):
            yield here
        else:
            stack += here.children


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
