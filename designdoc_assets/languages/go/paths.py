"""Expressions and types of Go as access paths: see `facts.Use`.

Types that need no name are written with one, so that a path is one: `slice[Pump]`, `map[string,Pump]`, `chan[Pump]`.
"""

from tree_sitter import Node

from designdoc_assets.languages.engine.written import text

_DEEPEST = 24
_INDEXED = ("slice[", "map[")


def path_of(node: Node, depth: int = 0) -> str:  # noqa: PLR0911 - one for each kind of node
    """Return the access path of an expression; empty where there is none."""
    if depth > _DEEPEST:
        return ""
    match node.type:
        case "identifier" | "type_identifier" | "field_identifier" | "package_identifier":
            return text(node)
        case "selector_expression":
            operand, field = node.child_by_field_name("operand"), node.child_by_field_name("field")
            outer = path_of(operand, depth + 1) if operand is not None else ""
            return f"{outer}.{text(field)}" if outer else ""
        case "call_expression":
            return _called(node, depth)
        case "composite_literal" | "type_conversion_expression" | "type_assertion_expression":
            type_ = node.child_by_field_name("type")
            return object_of(type_) if type_ is not None else ""
        case "index_expression" | "slice_expression":
            operand = node.child_by_field_name("operand")
            outer = path_of(operand, depth + 1) if operand is not None else ""
            return outer if node.type == "slice_expression" or not outer else f"{outer}[]"
        case "unary_expression":
            operand, sign = node.child_by_field_name("operand"), text(node.child_by_field_name("operator"))
            outer = path_of(operand, depth + 1) if operand is not None and sign in {"&", "*", "<-"} else ""
            return f"{outer}[*]" if outer and sign == "<-" else outer
        case "literal_element":
            return _key(node, depth)
        case "parenthesized_expression" | "expression_list":
            return path_of(node.named_children[0], depth + 1) if node.named_child_count == 1 else ""
        case "type_instantiation_expression":
            type_ = node.child_by_field_name("type")
            return path_of(type_, depth + 1) if type_ is not None else ""
    return type_path(node, depth)


def object_of(node: Node) -> str:
    """Return the access path of an object of a type."""
    path = type_path(node)
    return f"{path}()" if path else ""


def type_path(node: Node, depth: int = 0) -> str:  # noqa: PLR0911 - one for each kind of node
    """Return a type as a path names it: pointers left out, since their methods are found behind either."""
    if depth > _DEEPEST:
        return ""
    match node.type:
        case "type_identifier" | "identifier":
            return text(node)
        case "qualified_type":
            return "".join(text(node).split())
        case "pointer_type" | "parenthesized_type":
            return type_path(node.named_children[0], depth + 1) if node.named_child_count == 1 else ""
        case "generic_type":
            type_ = node.child_by_field_name("type")
            return type_path(type_, depth + 1) if type_ is not None else ""
        case "slice_type" | "array_type" | "implicit_length_array_type":
            element = node.child_by_field_name("element")
            inner = type_path(element, depth + 1) if element is not None else ""
            return f"slice[{inner}]" if inner else ""
        case "map_type":
            key, value = (node.child_by_field_name(name) for name in ("key", "value"))
            inner = type_path(value, depth + 1) if value is not None else ""
            return f"map[{(type_path(key, depth + 1) if key is not None else '') or 'any'},{inner}]" if inner else ""
        case "channel_type":
            value = node.child_by_field_name("value")
            inner = type_path(value, depth + 1) if value is not None else ""
            return f"chan[{inner}]" if inner else ""
    return ""


def _called(node: Node, depth: int) -> str:
    function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None:
        return ""
    if function.type == "identifier" and text(function) in {"new", "make"}:
        first = arguments.named_children[0] if arguments is not None and arguments.named_child_count else None
        return object_of(first) if first is not None else ""
    path = path_of(function, depth + 1)
    # What stands under a place is no name: see `facts.Use` for what brackets before a call are.
    return f"{path}()" if path and not path.endswith("]") else ""


def _key(element: Node, depth: int) -> str:
    """Return the access path of a key in a literal: a field of its type, a constant where that is none of fields."""
    key, pair = element.named_children[0], element.parent
    type_ = _type_of_literal(pair.parent, depth) if pair is not None and pair.parent is not None else ""
    if not type_ or key.type != "identifier":
        return ""
    return text(key) if type_.startswith(_INDEXED) else f"{type_}().{text(key)}"


def _type_of_literal(value: Node, depth: int) -> str:
    """Return the type of the braces of a literal; those in others that say none have that of the elements around."""
    around = value.parent
    if around is None or depth > _DEEPEST:
        return ""
    if around.type == "composite_literal":
        declared = around.child_by_field_name("type")
        return type_path(declared) if declared is not None else ""
    outer = around.parent
    if outer is not None and outer.type == "keyed_element":
        outer = outer.parent
    whole = _type_of_literal(outer, depth + 1) if around.type == "literal_element" and outer is not None else ""
    inside = whole.partition("[")[2].removesuffix("]") if whole.startswith(_INDEXED) else ""
    return inside.partition(",")[2] if whole.startswith("map[") else inside
