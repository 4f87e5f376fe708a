"""Functions around the code of a file that are called at once: what stands in them stands at the top for its readers.

`(function () { … })()` keeps names off the page; UMD hands the function that makes the module to one that knows where
it is to go; AMD hands it to `define`.
"""

from collections.abc import Iterator

from tree_sitter import Node

from designdoc_assets.languages.ecmascript.functions import FUNCTIONS
from designdoc_assets.languages.engine.definition import Found
from designdoc_assets.languages.engine.written import text

_AROUND = frozenset({"parenthesized_expression", "unary_expression"})
_CALLED_BY = frozenset({"call", "apply"})


def open_wrappers(found: Found) -> None:
    """Let what is defined in wrappers be no detail of a function."""
    opened = {(body.start_byte, body.end_byte) for body in wrapped(found.root)} if found.root is not None else set()
    if opened:
        found.scopes = [node for node in found.scopes if (node.start_byte, node.end_byte) not in opened]


def wrapped(root: Node) -> Iterator[Node]:
    """Yield the bodies of the functions around the code of a file."""
    for statement in root.named_children:
        if statement.type != "expression_statement" or not statement.named_child_count:
            continue
        call = _bare(statement.named_children[0])
        if call.type != "call_expression":
            continue
        callee, arguments = call.child_by_field_name("function"), call.child_by_field_name("arguments")
        called = _function(callee) if callee is not None else None
        handed = [child for child in arguments.named_children if child.type in FUNCTIONS] if arguments else []
        made = [] if called is None and text(callee) != "define" else handed[-1:]
        for function in made or ([called] if called is not None else []):
            body = function.child_by_field_name("body")
            if body is not None and body.type == "statement_block":
                yield body


def returned(body: Node) -> Node | None:
    """Return what a wrapper gives: that is what the module exports, where it makes one."""
    last = body.named_children[-1] if body.named_child_count else None
    is_given = last is not None and last.type == "return_statement" and last.named_child_count
    return last.named_children[0] if last is not None and is_given else None


def _function(callee: Node) -> Node | None:
    """Return the function that is called where it is written."""
    node = _bare(callee)
    if node.type == "member_expression" and text(node.child_by_field_name("property")) in _CALLED_BY:
        inner = node.child_by_field_name("object")
        node = _bare(inner) if inner is not None else node
    return node if node.type in FUNCTIONS else None


def _bare(node: Node) -> Node:
    while node.type in _AROUND and node.named_child_count:
        node = node.named_children[-1]
    return node
