"""Python's syntax tree: making it, and its texts. What the nodes mean is the other modules' concern."""

import re
import unicodedata
from collections.abc import Iterator
from functools import partial

import tree_sitter_python
from tree_sitter import Language, Node, Parser, Tree

STRINGS = frozenset({"string", "concatenated_string"})
LANGUAGE = Language(tree_sitter_python.language())
_FOLDABLE = re.compile(rb"[\n\t#\\]|  |,\s*[])}]|,[^ ]| [,:=]|[=:] |[^ ]\||\|[^ ]|[(\[{] | [)\]}]")
"""Where folding may change something: a line's end, a comment, a trailing comma, blanks that are a matter of layout."""
_TIGHT_EQUALS, _WIDE_COLONS = frozenset({"keyword_argument", "default_parameter"}), frozenset({"pair", "lambda"})
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")
_ESCAPE = re.compile(
    r"\\(?:(?P<newline>\n)|(?P<simple>[\\'\"abfnrtv])|(?P<octal>[0-7]{1,3})"
    r"|(?:x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8}))|N\{(?P<name>[^}]+)\})"
)
_SIMPLE = dict(zip("\\'\"abfnrtv", "\\'\"\a\b\f\n\r\t\v", strict=True))
_WHITE = "fnrtv"
"""Escapes of white space."""
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def parse(source: bytes) -> Tree:
    """Return the syntax tree of UTF-8 source; what could not be understood is in its `ERROR` nodes."""
    return Parser(LANGUAGE).parse(source)


def text(node: Node) -> str:
    """Return a node's text, as written."""
    return (node.text or b"").decode("utf-8", "replace")


def statements(block: Node | None) -> list[Node]:
    """Return the statements of a block or module."""
    return [node for node in block.named_children if node.type != "comment"] if block else []


def first_problem(root: Node) -> Node | None:
    """Return the first node that marks text which was not understood, in order of the source."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            return node
        stack.extend(child for child in reversed(node.children) if child.has_error and not _has_defaults(child))
    return None


def _has_defaults(node: Node) -> bool:
    """Return whether a node is a type parameter list with defaults, which are newer than the grammar."""
    return node.type == "type_parameter" and "=" in text(node)


def fold(node: Node, *, end: int | None = None, limit: int | None = None) -> str:
    """Return a node's text on one line: white space folded; comments, continuations and trailing commas dropped.

    Args:
        node: What to show. Strings in it are kept to the letter.
        end: The byte of the source to stop before.
        limit: The most characters to return; a longer text ends in `…`.
    """
    raw = node.text or b""
    if end is not None:
        raw = raw[: end - node.start_byte]
    if limit is None or len(raw) <= limit:
        raw = raw.rstrip()
        if not _FOLDABLE.search(raw):
            return raw.decode("utf-8", "replace")
    folded = ""
    for piece in _pieces(node, end):
        folded += piece
        if limit is not None and len(folded) > limit:
            return folded[: limit - 1] + "…"
    return folded


def _pieces(node: Node, end: int | None) -> Iterator[str]:
    """Yield the tokens of a node, with a blank before those that the source keeps apart.

    Around commas, `|`, `=` and `:` it is layout whether there is one: there the usual style is taken.
    """
    previous, previous_end, comma, previous_parent = "", node.start_byte, False, ""
    for token, alone, parent in _tokens(node):
        if end is not None and token.start_byte >= end:
            return
        written = text(token)
        spaced = token.start_byte > previous_end
        previous_end = token.end_byte
        if token.type == "comment" or not written:
            previous_end = -1
            continue
        if comma and not (written in _CLOSING and not alone):
            yield ","
        if written == "|" or previous == "|":
            spaced = True
        elif parent in _TIGHT_EQUALS and "=" in {written, previous}:
            spaced = False
        elif previous == ":" and previous_parent in _WIDE_COLONS:
            spaced = True
        elif written == ":" and parent in _WIDE_COLONS:
            spaced = False
        if (spaced or comma) and previous and previous not in _OPENING and written not in _CLOSING | {","}:
            yield " "
        comma = written == ","
        previous, previous_parent = written, parent
        if not comma:
            yield written
    if comma:
        yield ","


def _tokens(node: Node) -> Iterator[tuple[Node, bool, str]]:
    """Yield the leaves of a node, strings whole; whether a comma before it makes a tuple of one; what it is part of."""
    stack = [(node, False, "")]
    while stack:
        current, alone, parent = stack.pop()
        if current.type == "line_continuation":
            continue
        if current.type == "string" or not current.child_count:
            yield current, alone, parent
            continue
        single = current.type in {"tuple", "subscript"} and [c.type for c in current.children].count(",") == 1
        stack.extend((child, single, current.type) for child in reversed(current.children))


def string_value(node: Node, *, keep: str = "") -> str | None:
    """Return the value of a string literal, adjacent ones joined; None for bytes, for f-strings, and for the rest.

    Args:
        node: The literal.
        keep: Letters whose escapes stay as they are written.
    """
    values = []
    for part in node.named_children if node.type == "concatenated_string" else [node]:
        if part.type == "comment":
            continue
        if part.type != "string" or not part.children:
            return None
        opening = text(part.children[0])
        prefix = opening.rstrip("'\"").lower()
        if set(prefix) - {"r", "u"}:
            return None
        quotes = len(opening) - len(prefix)
        content = text(part)[len(opening) : -quotes or None]
        values.append(content if "r" in prefix else _ESCAPE.sub(partial(_unescape, keep=keep), content))
    return "".join(values)


def _unescape(match: re.Match[str], *, keep: str) -> str:
    if match["newline"]:
        return ""
    if match["simple"]:
        if match["simple"] in keep:
            return match[0]
        return _SIMPLE[match["simple"]]
    if match["name"]:
        try:
            return unicodedata.lookup(match["name"])
        except KeyError:
            return match[0]
    code = int(match["octal"], 8) if match["octal"] else int(match["x"] or match["u"] or match["U"], 16)
    # Half a surrogate pair could not be written to a page.
    return _REPLACEMENT if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF else chr(code)


def docstring_of(block: Node | None) -> str | None:
    """Return the docstring that a module or a body begins with."""
    first = next((node for node in block.named_children if node.type != "comment"), None) if block else None
    if first is None or first.type != "expression_statement" or first.named_child_count != 1:
        return None
    literal = first.named_children[0]
    return authored_text(literal) if literal.type in STRINGS else None


def authored_text(literal: Node) -> str | None:
    """Return a docstring as its author sees it: where it has lines of its own, an escaped line break stays an escape.

    Who writes of `\\n` in a docstring of several lines means no line break, which would tear the text.
    """
    return string_value(literal, keep=_WHITE if b"\n" in (literal.text or b"") else "")
