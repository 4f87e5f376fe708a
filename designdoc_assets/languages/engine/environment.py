"""Environment variables that code reads, from what the queries capture: see `@variable`."""

from collections.abc import Mapping

from tree_sitter import Node

from designdoc_assets.languages.completed_names import CompletedName, joined
from designdoc_assets.languages.engine.dialect import Dialect
from designdoc_assets.languages.engine.written import text
from designdoc_assets.languages.named_calls import function_around, is_set_anew
from designdoc_assets.languages.run_facts import Variable


def variable_of(dialect: Dialect, captures: Mapping[str, list[Node]]) -> Variable | None:
    """Return the variable that a match reads; None where its name is computed."""
    node, root = captures["variable"][0], captures.get("variable.root")
    named = _named(dialect, node)
    if named is None or not named.name:
        return None
    if (named.parameter and is_set_anew(named.parameter, function_around(node))) or _is_set(node):
        return None
    started = dialect.path_of(root[0]) if root else ""
    within = within_function(dialect, node) if named.parameter else ""
    default = dialect.variable_default(node)
    return Variable(named.name, started, default, node.start_point[0] + 1, within, named.parameter)


def within_function(dialect: Dialect, node: Node) -> str:
    """Return the qualified name of the innermost function that a node stands in; empty for none."""
    function = function_around(node)
    inner = function.named_children[-1] if function is not None and function.named_children else None
    return dialect.listener.within(inner) if inner is not None and dialect.listener is not None else ""


def _is_set(name: Node) -> bool:
    around = name.parent.parent if name.parent is not None else None
    is_assigned = around is not None and around.type in {"assignment_expression", "augmented_assignment_expression"}
    return is_assigned and around is not None and around.child_by_field_name("left") == name.parent


def _named(dialect: Dialect, node: Node) -> CompletedName | None:
    match node.type:
        case "identifier":
            return CompletedName("{}", text(node))
        case "binary_expression":
            sides = [node.child_by_field_name(side) for side in ("left", "right")]
            is_sum = text(node.child_by_field_name("operator")) == "+"
            return joined([_named(dialect, side) if side is not None else None for side in sides]) if is_sum else None
        case "template_string" if node.named_children:
            return joined([_piece(child) for child in node.named_children])
    written = dialect.name_of(node)
    return CompletedName(written) if "{}" not in written else None


def _piece(child: Node) -> CompletedName | None:
    if child.type == "string_fragment":
        return CompletedName(text(child))
    inner = child.named_children[0] if child.type == "template_substitution" and child.named_child_count == 1 else None
    return CompletedName("{}", text(inner)) if inner is not None and inner.type == "identifier" else None
