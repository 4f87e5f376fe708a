"""Conditions that a function states, where a caller can understand them: when it raises, and what it asserts."""

from collections.abc import Iterator

from tree_sitter import Node

from designdoc_assets.source.languages.python.names import ITSELF, Scope
from designdoc_assets.source.languages.python.syntax import fold, text

LONGEST_CONDITION = 100
"""Characters; a longer condition is read in the source."""


def guard_of(statement: Node) -> Node | None:
    """Return the condition of the `if` or `elif` whose block a statement stands in, directly."""
    block = statement.parent
    branch = block.parent if block is not None and block.type == "block" else None
    if branch is None or branch.type not in {"if_statement", "elif_clause"}:
        return None
    return branch.child_by_field_name("condition")


def stated(condition: Node | None, scope: Scope, parameters: frozenset[str]) -> str:
    """Return a condition as written; empty if it is long, or about local variables, which mean nothing to a caller."""
    if condition is None:
        return ""
    for name in _names(condition):
        held = scope.find(name)
        if held is not None and held != ITSELF and name not in parameters:
            return ""
    shown = fold(condition, limit=LONGEST_CONDITION)
    return "" if shown.endswith("…") else shown


def _names(condition: Node) -> Iterator[str]:
    stack = [condition]
    while stack:
        node = stack.pop()
        if node.type == "identifier":
            yield text(node)
        elif node.type == "attribute":
            stack += [child for child in (node.child_by_field_name("object"),) if child is not None]
        elif node.type == "keyword_argument":
            stack += [child for child in (node.child_by_field_name("value"),) if child is not None]
        else:
            stack += node.named_children
