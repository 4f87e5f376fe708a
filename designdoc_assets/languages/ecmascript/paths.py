"""Expressions and types as access paths: see `facts.Use`.

Types that have arguments are written with brackets, so that a path is one: `Array[Pump]`, `Promise[Pump]`.
"""

from tree_sitter import Node

from designdoc_assets.languages.engine.written import text

_DEEPEST = 24
_WRAPPED = frozenset({"parenthesized_expression", "non_null_expression", "satisfies_expression"})
_NAMES = frozenset(
    {
        *("identifier", "type_identifier", "property_identifier", "private_property_identifier", "this"),
        *("shorthand_property_identifier", "super"),
    }
)
_NO_FUNCTIONS = frozenset({"super", "import"})
_NOTHING = frozenset({"undefined", "null", "void"})


def path_of(node: Node, depth: int = 0) -> str:  # noqa: PLR0911 - one for each kind of node
    """Return the access path of an expression or the name of a type; empty where there is none."""
    kind = node.type
    if kind in _NAMES:
        return text(node)
    if depth > _DEEPEST:
        return ""
    match kind:
        case "meta_property":
            return text(node)
        case "member_expression":
            outer, member = node.child(0), node.child(node.child_count - 1)
            before = path_of(outer, depth + 1) if outer is not None else ""
            return f"{before}.{text(member)}" if before else ""
        case "nested_identifier":
            return "".join(text(node).split())
        case "nested_type_identifier":
            return "".join(text(node).split())
        case "call_expression" | "new_expression":
            return _called(node, depth)
        case "await_expression":
            inner = _first(node, depth)
            return f"{inner}<await>" if inner else ""
        case "subscript_expression":
            return _subscript(node, depth)
        case "as_expression":
            return object_of(node.named_children[-1]) if node.named_child_count == 2 else _first(node, depth)
        case "generic_type" | "instantiation_expression" | "lookup_type":
            return _first(node, depth) if kind != "lookup_type" else ""
    return _first(node, depth) if kind in _WRAPPED else ""


def object_of(node: Node) -> str:
    """Return the access path of an object of a type; empty where it cannot be said."""
    path = type_path(node)
    return f"{path}()" if path else ""


def type_path(node: Node, depth: int = 0) -> str:
    """Return a type as a path names it: what may be missing is what it is otherwise."""
    if depth > _DEEPEST:
        return ""
    match node.type:
        case "type_identifier" | "identifier":
            return text(node)
        case "nested_type_identifier":
            return "".join(text(node).split())
        case "array_type":
            inner = type_path(node.named_children[0], depth + 1) if node.named_child_count else ""
            return f"Array[{inner}]" if inner else ""
        case "generic_type":
            return _generic(node, depth)
        case "union_type":
            told = [child for child in node.named_children if text(child) not in _NOTHING]
            return type_path(told[0], depth + 1) if len(told) == 1 else ""
        case "parenthesized_type" | "readonly_type" | "type_annotation":
            return type_path(node.named_children[-1], depth + 1) if node.named_child_count else ""
    return ""


def _generic(node: Node, depth: int) -> str:
    name, arguments = node.child_by_field_name("name"), node.child_by_field_name("type_arguments")
    outer = type_path(name, depth + 1) if name is not None else ""
    if arguments is None or not outer:
        return outer
    inner = [type_path(child, depth + 1) for child in arguments.named_children]
    return f"{outer}[{','.join(inner)}]" if inner and all(inner) else outer


def _called(node: Node, depth: int) -> str:
    called = node.child(0 if node.type == "call_expression" else 1)
    if called is None or called.type in _NO_FUNCTIONS or (called.type == "identifier" and text(called) == "require"):
        return ""
    path = path_of(called, depth + 1)
    # What stands under a place is no name: see `facts.Use` for what brackets before a call are.
    return f"{path}()" if path and not path.endswith("]") else ""


def _subscript(node: Node, depth: int) -> str:
    outer, index = node.child_by_field_name("object"), node.child_by_field_name("index")
    before = path_of(outer, depth + 1) if outer is not None else ""
    if not before or index is None:
        return ""
    if index.type == "string" and '"' not in text(index)[1:-1]:
        return f'{before}["{text(index)[1:-1]}"]'
    return f"{before}[{text(index)}]" if text(index).isdecimal() else f"{before}[]"


def _first(node: Node, depth: int) -> str:
    return path_of(node.named_children[0], depth + 1) if node.named_child_count else ""
