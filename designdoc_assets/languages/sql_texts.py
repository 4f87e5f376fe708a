"""Texts of SQL that stand in code and make or change tables: where they are, as facts. What they say is read elsewhere.

A string literal is one if it says so itself, whoever it is given to: what a driver's method is called proves nothing.
"""

import re
from collections.abc import Iterator

from tree_sitter import Node

from designdoc_assets.languages.sql_facts import TEMPLATE, SqlText

_CHANGES = re.compile(rb"\b(?:CREATE|ALTER|DROP|RENAME)\s+(?:[A-Za-z]+\s+){0,3}TABLE\b", re.IGNORECASE)
_QUOTES = re.compile(r"(?P<prefix>[A-Za-z]{0,3})(?P<hashes>#*)(?P<quote>\"\"\"|'''|[\"'`])")
_ESCAPES = {"\\n": "\n", "\\t": "\t", '\\"': '"', "\\'": "'", "\\`": "`", "\\\\": "\\", "\\\n": ""}
_ESCAPE = re.compile(r"\\[nt\"'`\\\n]")
_JOINED = frozenset({"binary_expression", "binary_operator", "concatenated_string"})
_FILLED_IN = ("interpolation", "substitution")
_ASIDE = re.compile(r"(?i:down|downgrade|undo|revert|rollback|tests?)(?![a-z])")
"""How names of what takes back a migration begin, and those of tests."""
_IN_MEMORY = b":memory:"
"""What SQLite calls a database that is gone once it is closed: a function that opens one tries something out."""
_LONGEST = 1 << 16
_MOST = 500


def sql_texts(root: Node | None, source: bytes) -> tuple[SqlText, ...]:
    """Return the texts in a file that make or change tables, in order of the source."""
    if root is None or _CHANGES.search(source) is None:
        return ()
    found: dict[int, SqlText] = {}
    end = 0
    for match in _CHANGES.finditer(source):
        if match.start() < end:
            continue
        whole = _whole(root.descendant_for_byte_range(match.start(), match.start()))
        if whole is None or whole.end_byte - whole.start_byte > _LONGEST or _is_no_value(whole) or _is_aside(whole):
            continue
        end = whole.end_byte
        found[whole.start_byte] = SqlText(whole.start_point[0] + 1, "".join(_pieces(whole)))
        if len(found) == _MOST:
            break
    return tuple(found[at] for at in sorted(found))


def _whole(node: Node | None) -> Node | None:
    """Return the outermost expression around a place that is nothing but texts put together."""
    while node is not None and not (_is_text(node) and not (node.parent is not None and _is_text(node.parent))):
        node = node.parent
    while node is not None and node.parent is not None and node.parent.type in _JOINED:
        node = node.parent
    return node


def _is_text(node: Node) -> bool:
    return "string" in node.type and node.is_named and node.type != "concatenated_string"


def _pieces(node: Node) -> Iterator[str]:
    if node.type in _JOINED:
        for child in node.named_children:
            if "comment" not in child.type:
                yield from _pieces(child)
    else:
        yield _written(node) if _is_text(node) else TEMPLATE


def _written(node: Node) -> str:
    """Return what a literal stands for."""
    source, start = node.text or b"", node.start_byte
    filled_in = [child for child in node.named_children if any(part in child.type for part in _FILLED_IN)]
    for child in reversed(filled_in):
        source = source[: child.start_byte - start] + TEMPLATE.encode() + source[child.end_byte - start :]
    text = source.decode("utf-8", "replace")
    opening = _QUOTES.match(text)
    if opening is None:
        return text
    text = text[opening.end() :].removesuffix(opening["quote"] + opening["hashes"])
    is_raw = "r" in opening["prefix"].lower() or node.type == "raw_string_literal"
    return text if is_raw else _ESCAPE.sub(lambda found: _ESCAPES[found[0]], text)


def _is_no_value(node: Node) -> bool:
    """Whether nothing is done with a text: it is a comment in a form of its own."""
    return node.parent is not None and node.parent.type == "expression_statement"


def _is_aside(node: Node) -> bool:
    """Whether a text makes no table that stays: it is a test's, takes something back, or tries something out."""
    around = node.parent
    while around is not None:
        if "function" in around.type and _IN_MEMORY in (around.text or b""):
            return True
        for part in ("name", "key", "left"):
            name = around.child_by_field_name(part)
            if name is not None and _ASIDE.match((name.text or b"").decode("utf-8", "replace").rpartition(".")[2]):
                return True
        around = around.parent
    return False
