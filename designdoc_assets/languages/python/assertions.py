"""What a function asserts of what it is given: conditions that each call must meet, no aids for type checkers."""

from tree_sitter import Node

from designdoc_assets.languages.python.conditions import Reached, Term, reached, stated
from designdoc_assets.languages.python.syntax import text
from designdoc_assets.languages.python.walk import Frame

_TYPE_TESTS = frozenset({b"isinstance", b"issubclass", b"callable"})


def assertions_of(statement: Node, frame: Frame) -> list[str]:
    """Return the condition of an `assert` statement that all calls come to, if it is one to promise."""
    condition = next((child for child in statement.named_children if child.type != "comment"), None)
    if condition is None or frame.headers or _only_narrows(condition):
        return []
    how = reached(statement, frame)
    shown = stated(Reached((Term(condition),)), frame) if how is not None and not how.terms else None
    return [shown] if shown else []


def _only_narrows(condition: Node) -> bool:
    """Whether a condition says of what type something is, or nothing: `x is not None`, `isinstance(x, A)`, `self.x`."""
    stack = [condition]
    while stack:
        node = stack.pop()
        match node.type:
            case "parenthesized_expression" | "boolean_operator" | "not_operator":
                stack += node.named_children
            case "identifier" | "attribute" | "true" | "false" | "none" | "integer" | "string" | "comment":
                pass
            case "call" if _called(node) in _TYPE_TESTS:
                pass
            case "comparison_operator" if _is_type_test(node):
                pass
            case _:
                return False
    return True


def _called(call: Node) -> bytes | None:
    function = call.child_by_field_name("function")
    return function.text if function is not None else None


def _is_type_test(comparison: Node) -> bool:
    """Whether a comparison is with None, or of a type."""
    operands = comparison.named_children
    return any(operand.type == "none" or text(operand).startswith("type(") for operand in operands)
