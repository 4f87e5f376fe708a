"""What of a source text counts: digests of a Python syntax tree that layout and comments do not change.

The tree is turned into a stream of tokens and of brackets that keep its structure. Comments, punctuation that a
formatter adds or removes, quote characters and the indentation of docstrings are left out of the stream.
"""

import hashlib
import inspect
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tree_sitter import Node

from designdoc_assets.languages.python.syntax import LANGUAGE

_SEPARATOR, _OPEN, _CLOSE = b"\xff", b"\xfe", b"\xfd"
"""Bytes that no UTF-8 text contains, so that no text can look like structure."""

_DROPPED = frozenset({"comment", "line_continuation", "(", ")", ",", ";"})
_DEFINITIONS = frozenset({"class_definition", "decorated_definition"})
_TRANSPARENT = frozenset(
    {"parenthesized_expression", "argument_list", "with_clause", "type", "type_parameter", "case_pattern"}
)
"""Nodes that stand for nothing but brackets around what they contain, or for where it is."""
_SAME = {
    **dict.fromkeys(("expression_list", "pattern_list", "tuple_pattern"), "tuple"),
    **{"generic_type": "subscript", "union_type": "binary_operator", "member_type": "attribute"},
    "splat_type": "list_splat",
}
"""Nodes that the grammar tells apart by brackets, or by whether it has seen that a type is meant."""
_TUPLES_BY_COMMA = frozenset({"subscript", "generic_type", "expression_statement", "match_statement", "case_clause"})
"""Nodes in which a comma alone makes a tuple of what stands in them."""
_STRINGS = frozenset({"string", "concatenated_string"})
_NUMBERS = frozenset({"integer", "float"})
_PARTLY_HIDDEN = frozenset({"format_specifier", "ERROR"})
"""Nodes with text that is in none of their children."""
_SPECIAL = frozenset({*_DEFINITIONS, *_TRANSPARENT, *_SAME, *_TUPLES_BY_COMMA, *_STRINGS, *_NUMBERS, *_PARTLY_HIDDEN})
"""Nodes that are not simply what they consist of."""
_KINDS = {number: kind for number in range(LANGUAGE.node_kind_count) if (kind := LANGUAGE.node_kind_for_id(number))}
"""The grammar's kinds of nodes by their numbers, which a node tells faster than names: most time is spent on that."""
_COMMENT = LANGUAGE.id_for_node_kind("comment", True)
_DROPPED_IDS = frozenset(number for number, kind in _KINDS.items() if kind in _DROPPED) - {_COMMENT}
_OPENINGS = {number: _OPEN + kind.encode() for number, kind in _KINDS.items() if kind not in _DROPPED | _SPECIAL}
"""What begins each node that is simply what it consists of."""
_WORDS = {number: kind.encode() for number, kind in _KINDS.items() if not LANGUAGE.node_kind_is_named(number)}
"""Keywords and operators are their own text."""
_LETTERS = b"rRbBuUfFtT"
_FORMATTED = frozenset(b"ft")
_BARE_POINT = re.compile(rb"\.(?![0-9])")
_ESCAPE = re.compile(rb"\\(?:[xuU][0-9a-fA-F]+|N\{[^}]*\}|.)", re.DOTALL)


class Digests(NamedTuple):
    """sha256 digests in hexadecimal: of a whole file, and of each class in it by the byte that it starts at."""

    file: str
    classes: dict[int, str]
    comments: list[Node]
    """What was left out of them, in order of the source."""


class _EndOfClass(NamedTuple):
    start_byte: int


class _OpenClass(NamedTuple):
    begin: int
    """Where in the stream it begins."""
    nested: list[tuple[int, int]]
    """From where to where classes nested in it reach."""


def digests(root: Node, source: bytes) -> Digests:
    """Return the digests of a file's syntax tree; that of a class leaves out the classes nested in it."""
    stream: list[bytes] = []
    classes: dict[int, str] = {}
    comments: list[Node] = []
    outer: list[_OpenClass] = []
    stack: list[Node | bytes | _EndOfClass] = [root]
    while stack:
        part = stack.pop()
        if isinstance(part, bytes):
            stream.append(part)
        elif isinstance(part, _EndOfClass):
            own = outer.pop()
            classes[part.start_byte] = _sha256(_own_tokens(stream, own))
            if outer:
                outer[-1].nested.append((own.begin, len(stream)))
        elif (kind_id := part.kind_id) in _DROPPED_IDS:
            continue
        elif opening := _OPENINGS.get(kind_id):
            if part.child_count:
                stream.append(opening)
                stack.append(_CLOSE)
                stack.extend(part.children[::-1])
            else:
                stream.append(_WORDS.get(kind_id) or source[part.start_byte : part.end_byte])
        elif kind_id == _COMMENT:
            comments.append(part)
        else:
            kind = part.type
            if kind in _DEFINITIONS and (start := _start_of_class(part)) is not None and start not in classes:
                # Decorators belong to the class: it begins with the outer of its two nodes, and is seen again inside.
                classes[start] = ""
                outer.append(_OpenClass(len(stream), []))
                stack.append(_EndOfClass(start))
            stack.extend(_parts(part, kind)[::-1])
    return Digests(_sha256(stream), classes, comments)


def _own_tokens(stream: list[bytes], own: _OpenClass) -> Iterator[bytes]:
    at = own.begin
    for begin, end in own.nested:
        yield from stream[at:begin]
        at = end
    yield from stream[at:]


def _sha256(tokens: Iterable[bytes]) -> str:
    return hashlib.sha256(_SEPARATOR.join(tokens)).hexdigest()


def _start_of_class(node: Node) -> int | None:
    definition = node if node.type == "class_definition" else node.child_by_field_name("definition")
    return definition.start_byte if definition and definition.type == "class_definition" else None


def _parts(node: Node, kind: str) -> list[Node | bytes]:
    """Return what a node consists of: tokens, and nodes that are to be taken apart in their turn."""
    children = node.children
    if kind in _TRANSPARENT or (kind == "tuple_pattern" and _is_group(children)):
        return [*children]
    if kind in _NUMBERS:
        return [_number(kind, node.text or b"")]
    if kind in _STRINGS:
        return _string(node)
    if kind == "expression_statement" and len(children) == 1 and (docstring := _docstring(children[0])):
        return [docstring]
    opening = _OPEN + _SAME.get(kind, kind).encode()
    if kind in _TUPLES_BY_COMMA and any(child.type == "," for child in _listed(node)):
        return [opening, _OPEN + b"tuple", *children, _CLOSE, _CLOSE]
    if kind in _PARTLY_HIDDEN:
        opening += _between(node, children)
    return [opening, *children, _CLOSE]


def _listed(node: Node) -> list[Node]:
    """Return the children of a node in which a comma makes a tuple."""
    return node.children[-1].children if node.type == "generic_type" else node.children


def _number(kind: str, text: bytes) -> bytes:
    """Return a number, written in one way."""
    text = text.lower()
    if kind == "float":
        text = text.replace(b"e+", b"e")
        text = _BARE_POINT.sub(rb"\g<0>0", b"0" + text if text.startswith(b".") else text)
    return text


def _is_group(pattern: list[Node]) -> bool:
    """Return whether a pattern in brackets is no tuple: it has one part and no comma."""
    return not any(child.type == "," for child in pattern) and sum(child.is_named for child in pattern) == 1


def _between(node: Node, children: list[Node]) -> bytes:
    """Return the text of a node that is in none of its children, without white space."""
    text, end, gaps = node.text or b"", node.start_byte, []
    for child in children:
        gaps.append(text[end - node.start_byte : child.start_byte - node.start_byte])
        end = child.end_byte
    return b"".join(b"".join([*gaps, text[end - node.start_byte :]]).split())


def _docstring(literal: Node) -> bytes | None:
    """Return the token of a string literal that is a statement, and None if the node is something else."""
    if literal.type != "string":
        return None
    prefix, contents = _prefix_and_contents(literal)
    plain = [content for content in contents if isinstance(content, bytes)]
    if len(plain) < len(contents):
        return None
    lines = (line.rstrip() for line in inspect.cleandoc(b"".join(plain).decode("utf-8", "replace")).split("\n"))
    return b"docstring" + prefix + b"\n" + "\n".join(lines).strip().encode()


def _string(node: Node) -> list[Node | bytes]:
    """Return the parts of a string; adjacent ones of a kind are one."""
    literals = [child for child in node.children if child.type not in _DROPPED] if node.type != "string" else [node]
    between = [child for child in node.children if child.type == "comment"]
    read = [_prefix_and_contents(literal) for literal in literals if literal.type == "string"]
    prefix = bytes(sorted(set(b"".join(prefix for prefix, _ in read))))
    if len(read) < len(literals) or len({frozenset(own) - _FORMATTED for own, _ in read}) > 1:
        return [_OPEN + node.type.encode(), *literals, _CLOSE, *between]
    parts: list[Node | bytes] = []
    text = b""
    for own, contents in read:
        for content in contents:
            if not isinstance(content, bytes):
                parts += [text, content]
                text = b""
            elif set(prefix) & _FORMATTED and not set(own) & _FORMATTED:
                text += content.replace(b"{", b"{{").replace(b"}", b"}}")
            else:
                text += content
    parts.append(text)
    return [_OPEN + b"string " + prefix, *parts, _CLOSE, *between]


def _prefix_and_contents(literal: Node) -> tuple[bytes, list[Node | bytes]]:
    """Return the letters before a string literal, and its text and interpolations, escapes written in one way."""
    children = literal.children
    start = children[0].text or b""
    prefix = start.rstrip(b"'\"").lower().replace(b"u", b"")
    contents: list[Node | bytes] = []
    for child in children[1:]:
        if child.type not in {"string_content", "string_end"}:
            contents.append(child)
            continue
        text = child.text or b""
        if child.type == "string_end":
            # As a rule nothing is left; but in a raw string that is all backslashes and quotes, all is in its end.
            text = text[: -len(start.lstrip(_LETTERS))]
        contents.append(text if b"r" in prefix or b"\\" not in text else _ESCAPE.sub(_canonical, text))
    return prefix, contents


def _canonical(escape: re.Match[bytes]) -> bytes:
    written = escape[0]
    if written[1:] in {b"'", b'"'}:
        return written[1:]
    if written[1:2] == b"N":
        return written.upper()
    return written[:2] + written[2:].lower()
