"""What stands for an environment variable that is not set: `process.env.PORT || 3000`."""

from tree_sitter import Node

from designdoc_assets.languages.engine.written import folded, text

_AROUND = frozenset({"parenthesized_expression", "non_null_expression", "as_expression", "satisfies_expression"})
_CONVERTING = frozenset({"Number", "parseInt", "Number.parseInt", "parseFloat", "Number.parseFloat", "String"})
_LITERALS = frozenset({"string", "number", "true", "false", "template_string"})
_MOST = 120


def default_of(name: Node) -> str:
    """Return the literal that is taken where a variable is not set, or empty; empty where there is none."""
    around = name.parent
    if around is not None and around.type == "object_assignment_pattern":
        return _literal(around.child_by_field_name("right"))
    child = around
    while child is not None and (around := child.parent) is not None:
        if around.type == "binary_expression":
            if text(around.child_by_field_name("operator")) not in {"||", "??"}:
                return ""
            if around.child_by_field_name("left") == child:
                return _literal(around.child_by_field_name("right"))
        elif around.type == "arguments":
            call = around.parent
            is_converted = call is not None and text(call.child_by_field_name("function")) in _CONVERTING
            if not is_converted or call is None or around.named_children[0] != child:
                return ""
            around = call
        elif around.type not in _AROUND:
            return ""
        child = around
    return ""


def _literal(node: Node | None) -> str:
    is_literal = node is not None and node.type in _LITERALS and b"${" not in (node.text or b"")
    return folded(text(node), most=_MOST) if is_literal else ""
