"""Calls as facts: what is called, and with which arguments."""

from tree_sitter import Node

from designdoc_assets.languages.facts import Call
from designdoc_assets.languages.python.names import dotted
from designdoc_assets.languages.python.syntax import fold, text

_ARGUMENT_WIDTH = 120
"""Characters of an argument that are kept: what decides (`init=False`) is short."""


def call_of(node: Node) -> Call | None:
    """Return the call that an expression is; None if it is none."""
    while node.type == "parenthesized_expression" and node.named_child_count == 1:
        node = node.named_children[0]
    function = node.child_by_field_name("function") if node.type == "call" else None
    if function is None:
        return None
    given = node.child_by_field_name("arguments")
    if given is None or given.type != "argument_list":
        return Call(dotted(function))
    return Call(dotted(function), tuple(_argument(child) for child in given.named_children if child.type != "comment"))


def decorator_call(decorator: Node) -> Call:
    """Return a decorator taken apart, be it called or not."""
    return call_of(decorator) or Call(dotted(decorator))


def _argument(node: Node) -> tuple[str, str]:
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if node.type == "keyword_argument" and name is not None and value is not None:
        return text(name), fold(value, limit=_ARGUMENT_WIDTH)
    return "", fold(node, limit=_ARGUMENT_WIDTH)
