"""Declared types as trees: what an annotation says, taken apart; what its names mean is not looked at."""

from functools import lru_cache

from tree_sitter import Node

from designdoc_assets.languages.declared_types import UNION, TypeExpression
from designdoc_assets.languages.python.names import dotted
from designdoc_assets.languages.python.syntax import parse, string_value

_FIRST = frozenset({"Annotated", "ClassVar", "Final", "InitVar", "NotRequired", "ReadOnly", "Required", "Unpack"})
"""Generic types of `typing` whose first argument is what is meant."""
_DEEPEST = 60
"""Levels of a type; what is deeper says nothing, and would exhaust Python's stack."""
_NOTHING = TypeExpression("")


@lru_cache(maxsize=4096)
def parse_type(annotation: str) -> TypeExpression:
    """Return the type that an annotation speaks of; never raises, whatever the text is."""
    return _parsed(annotation, 0)


def _parsed(annotation: str, depth: int) -> TypeExpression:
    root = parse(annotation.strip().encode("utf-8", "replace")).root_node
    statement = root.named_children[0] if root.named_child_count == 1 and not root.has_error else None
    if statement is None or statement.type != "expression_statement" or statement.named_child_count != 1:
        return _NOTHING
    return _expression(statement.named_children[0], depth)


def _expression(node: Node, depth: int) -> TypeExpression:
    if depth > _DEEPEST:
        return _NOTHING
    match node.type:
        case "string" | "concatenated_string" if quoted := string_value(node):
            return _parsed(quoted, depth + 1)
        case "identifier" | "attribute":
            return TypeExpression(_name(node))
        case "parenthesized_expression" if node.named_child_count == 1:
            return _expression(node.named_children[0], depth + 1)
        case "binary_operator":
            operator, sides = node.child_by_field_name("operator"), ("left", "right")
            parts = [part for side in sides if (part := node.child_by_field_name(side)) is not None]
            is_union = operator is not None and operator.type == "|"
            return (
                TypeExpression(UNION, tuple(_expression(part, depth + 1) for part in parts)) if is_union else _NOTHING
            )
        case "list":
            return TypeExpression("", tuple(_expression(element, depth + 1) for element in node.named_children))
        case "subscript" if value := node.child_by_field_name("value"):
            inside = node.children_by_field_name("subscript")
            if len(inside) == 1 and inside[0].type == "tuple":
                inside = inside[0].named_children
            return _generic(_name(value), inside, depth + 1)
    return _NOTHING


def _generic(name: str, inside: list[Node], depth: int) -> TypeExpression:
    last = name.rpartition(".")[2]
    if last == "Literal":
        return _NOTHING
    if last in {"Optional", "Union"}:
        return TypeExpression(UNION, tuple(_expression(argument, depth) for argument in inside))
    if last in _FIRST:
        return _expression(inside[0], depth) if inside else _NOTHING
    # `tuple[Pump, ...]` is as long as it likes.
    return TypeExpression(name, tuple(_expression(argument, depth) for argument in inside))


def _name(node: Node) -> str:
    return dotted(node) if node.type in {"identifier", "attribute"} else ""
