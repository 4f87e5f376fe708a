"""What a Python file or class consists of: what of it can be left out, and where its statements begin."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from tree_sitter import Node

from designdoc_assets.languages.python.syntax import STRINGS, statements

_LONG_VALUE_BYTES = 120
"""From this size on, a value is data rather than something that a reader takes in."""
_DEFINITIONS = frozenset({"decorated_definition", "function_definition", "class_definition"})
_SUITES = frozenset({"module", "block", "ERROR"})
_COMPOUND = frozenset(
    {
        *("if_statement", "elif_clause", "else_clause", "try_statement", "except_clause", "except_group_clause"),
        *("finally_clause", "for_statement", "while_statement", "with_statement", "match_statement", "case_clause"),
    }
)
_LITERALS = STRINGS | {"list", "dictionary", "set", "tuple", "expression_list", "argument_list"}
_COMPREHENSIONS = frozenset(
    {"list_comprehension", "dictionary_comprehension", "set_comprehension", "generator_expression"}
)
_VALUES = _LITERALS | _COMPREHENSIONS


class Span(NamedTuple):
    """A stretch of the source."""

    start: int
    end: int


class DocstringPart(NamedTuple):
    """A docstring, and the statement after it if there is one."""

    literal: Node
    following: Node | None


@dataclass(slots=True)
class Parts:
    """What was found, each in order of the source."""

    bodies: list[Span] = field(default_factory=list)
    """Of functions, docstrings left out; functions in functions are part of them."""
    docstrings: list[DocstringPart] = field(default_factory=list)
    values: list[Span] = field(default_factory=list)
    """Long literals outside of functions."""
    functions: list[int] = field(default_factory=list)
    classes: list[int] = field(default_factory=list)
    others: list[int] = field(default_factory=list)
    """Where functions, classes and other statements begin, their decorators included."""
    spaced: set[int] = field(default_factory=set)
    """Where the statements begin that a blank line sets apart."""


def parts_of(root: Node, left_out: Collection[int]) -> Parts:
    """Return the parts of a file's or a class's node.

    Args:
        root: A module, a class, or a class with decorators.
        left_out: The bytes at which nested classes begin that are not shown.
    """
    parts = Parts()
    stack: list[tuple[Node, bool]] = [(root, True)]
    while stack:
        node, is_statement = stack.pop()
        kind = node.type
        if kind in _SUITES:
            found = [child for child in statements(node) if child.start_byte not in left_out]
            _add_docstrings(parts, found)
            _add_spaces(parts, found)
            stack.extend((child, True) for child in reversed(found))
        elif not is_statement:
            _add_values(parts, node)
        elif kind in _DEFINITIONS:
            stack.extend((child, child.type in _SUITES) for child in reversed(_add_definition(parts, node)))
        elif kind in _COMPOUND:
            parts.others.append(node.start_byte)
            stack.extend(
                (child, child.type in _SUITES or child.type in _COMPOUND) for child in reversed(statements(node))
            )
        elif not _is_docstring(node):
            parts.others.append(node.start_byte)
            _add_values(parts, node)
    return parts


def _add_definition(parts: Parts, node: Node) -> list[Node]:
    """Note a definition, and return what is to be visited of it."""
    definition = node.child_by_field_name("definition") if node.type == "decorated_definition" else node
    inside = [child for child in node.named_children if child.type == "decorator"]
    if definition is None:
        return inside
    body = definition.child_by_field_name("body")
    if definition.type == "class_definition":
        parts.classes.append(node.start_byte)
        return [*inside, *filter(None, [definition.child_by_field_name("superclasses"), body])]
    parts.functions.append(node.start_byte)
    own = statements(body)
    if own and _is_docstring(own[0]):
        _add_docstrings(parts, own[:2])
        own = own[1:]
    if own:
        parts.bodies.append(Span(own[0].start_byte, own[-1].end_byte))
    return [*inside, *filter(None, [definition.child_by_field_name("parameters")])]


def _add_docstrings(parts: Parts, found: Sequence[Node]) -> None:
    """Note the string literals that are statements: a docstring at the top, and those below attributes."""
    for at, statement in enumerate(found):
        if _is_docstring(statement):
            following = found[at + 1] if at + 1 < len(found) else None
            parts.docstrings.append(DocstringPart(statement.named_children[0], following))


def _is_docstring(statement: Node) -> bool:
    if statement.type != "expression_statement" or statement.child_count != 1:
        return False
    return statement.named_children[0].type in STRINGS if statement.named_child_count else False


def _add_spaces(parts: Parts, found: Sequence[Node]) -> None:
    for before, after in pairwise(found):
        if before.type in _DEFINITIONS or after.type in _DEFINITIONS:
            parts.spaced.add(after.start_byte)


def _add_values(parts: Parts, node: Node) -> None:
    stack = [node]
    while stack:
        inner = stack.pop()
        if inner.end_byte - inner.start_byte < _LONG_VALUE_BYTES:
            continue
        if inner.type in _VALUES:
            parts.values.append(Span(inner.start_byte, inner.end_byte))
        else:
            stack.extend(reversed(inner.named_children))
