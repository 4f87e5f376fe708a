"""Which class an expression makes an instance of, and which one an annotation speaks of."""

from collections.abc import Iterator

from tree_sitter import Node

from designdoc_assets.languages.python.names import ITSELF, NOTHING, UNKNOWN, Scope, dotted, unravel
from designdoc_assets.languages.python.syntax import parse, string_value, text

WRAPPERS = frozenset({"Optional", "Union", "Final", "ClassVar", "InitVar", "Annotated", "Required", "NotRequired"})
"""Generic types of `typing` whose arguments say what is held."""


def arguments(node: Node) -> tuple[Node | None, list[Node]]:
    """Return the generic type and the arguments of a subscripted annotation."""
    if node.type == "subscript":
        return node.child_by_field_name("value"), node.children_by_field_name("subscript")
    children = node.named_children
    return (children[0], children[1].named_children) if len(children) == 2 else (None, [])


def quoted(node: Node) -> Node | None:
    """Return the expression that an annotation in a string contains."""
    value = string_value(node)
    if value is None:
        return None
    # Line ends inside of a quoted annotation do not count, as in parentheses.
    body = parse(" ".join(value.split()).encode()).root_node
    if body.has_error or body.named_child_count != 1 or body.named_children[0].type != "expression_statement":
        return None
    return body.named_children[0].named_children[0]


def annotated(annotation: Node) -> str:
    """Return the dotted name of the one class that an annotation speaks of (`Client | None`), and `UNKNOWN` if none."""
    if annotation.type == "type" and annotation.named_child_count == 1:
        annotation = annotation.named_children[0]
    if annotation.type == "identifier":
        return text(annotation)
    named = set()
    stack = [annotation]
    while stack:
        node = stack.pop()
        match node.type:
            case "identifier" | "attribute":
                named.add(dotted(node))
            case "type" | "parenthesized_expression" | "binary_operator" | "union_type":
                stack.extend(node.named_children)
            case "string":
                stack.extend([inner] if (inner := quoted(node)) else [])
                named.update([] if inner else [""])
            case "generic_type" | "subscript":
                generic, inside = arguments(node)
                name = dotted(generic) if generic else ""
                last = name.rpartition(".")[2]
                if last in WRAPPERS:
                    stack.extend(inside[:1] if last == "Annotated" else inside)
                else:
                    # `list[Client]` holds clients, but is none; `Repository[Client]` is a repository.
                    named.add(name if last[:1].isupper() else "")
            case "none" | "comment":
                pass
            case _:
                named.add("")
    return named.pop() or UNKNOWN if len(named) == 1 else UNKNOWN


def held_from(value: Node, scope: Scope) -> str:
    """Return what a name holds that is set from an expression: see `Scope.held`."""
    held = set(_held_in_branches(value, scope)) - {NOTHING}
    return held.pop() if len(held) == 1 else UNKNOWN if held else NOTHING


def _held_in_branches(value: Node, scope: Scope) -> Iterator[str]:
    """Yield what the branches of an expression hold; a branch that cannot be told counts only where all are so."""
    stack, unknown, known = [value], False, False
    while stack:
        node = stack.pop()
        held = UNKNOWN
        match node.type:
            case "parenthesized_expression" | "boolean_operator":
                stack.extend(node.named_children)
                continue
            case "conditional_expression":
                stack.extend(node.named_children[::2])
                continue
            case "named_expression":
                stack.extend(node.children_by_field_name("value"))
                continue
            case "none":
                held = NOTHING
            case "identifier":
                local = scope.find(text(node))
                held = local if local not in {None, NOTHING, ITSELF} else UNKNOWN
            case "call":
                held = _called(node, scope)
        unknown = unknown or held == UNKNOWN
        known = known or held not in {UNKNOWN, NOTHING}
        if held != UNKNOWN:
            yield held
    if unknown and not known:
        yield UNKNOWN


def _called(call: Node, scope: Scope) -> str:
    function = call.child_by_field_name("function")
    if function is not None and function.type == "subscript":
        function = function.child_by_field_name("value")
    if function is None:
        return UNKNOWN
    root, rest, start = unravel(function)
    local = scope.find(root) if root and start is None else UNKNOWN
    return root + rest if local is None or (local == ITSELF and rest) else UNKNOWN
