"""Expressions and types of Rust as access paths: see `facts.Use`. References and pointers are what they lead to."""

from tree_sitter import Node

from designdoc_assets.languages.engine.written import text

POINTERS = frozenset({"Box", "Rc", "Arc", "Cow", "Pin"})
"""Types whose objects are used like what they point to."""
_DEEPEST = 24
_SAME = frozenset({"clone", "to_owned"})
"""Methods that give an object of the same type, whatever type that is."""
_NOTHING = ""


def path_of(node: Node, depth: int = 0) -> str:  # noqa: PLR0911 - one for each kind of node
    """Return the access path of an expression; empty where there is none."""
    if depth > _DEEPEST:
        return _NOTHING
    match node.type:
        case "identifier" | "self" | "field_identifier" | "type_identifier" | "crate" | "super":
            return text(node).removeprefix("r#")
        case "scoped_identifier" | "scoped_type_identifier":
            return _scoped(node, depth)
        case "field_expression":
            value, field = node.child_by_field_name("value"), node.child_by_field_name("field")
            outer = path_of(value, depth + 1) if value is not None else _NOTHING
            if not outer or field is None:
                return _NOTHING
            return f"{outer}.{text(field).removeprefix('r#')}"
        case "call_expression":
            return _called(node, depth)
        case "generic_function":
            function = node.child_by_field_name("function")
            return path_of(function, depth + 1) if function is not None else _NOTHING
        case "struct_expression":
            name = node.child_by_field_name("name")
            return object_of(name) if name is not None else _NOTHING
        case "reference_expression" | "unary_expression" | "parenthesized_expression":
            value = node.child_by_field_name("value") or (node.named_children[-1] if node.named_child_count else None)
            is_plain = node.type != "unary_expression" or text(node).startswith("*")
            return path_of(value, depth + 1) if value is not None and is_plain else _NOTHING
        case "try_expression":
            inner = path_of(node.named_children[0], depth + 1) if node.named_child_count else _NOTHING
            return f"{inner}[]" if inner else _NOTHING
        case "await_expression":
            inner = path_of(node.named_children[0], depth + 1) if node.named_child_count else _NOTHING
            return f"{inner}<await>" if inner else _NOTHING
        case "index_expression":
            inner = path_of(node.named_children[0], depth + 1) if node.named_child_count else _NOTHING
            return f"{inner}[]" if inner else _NOTHING
    return _NOTHING


def object_of(node: Node) -> str:
    """Return the access path of an object of a type."""
    written = type_path(node)
    return f"{written}()" if written else _NOTHING


def type_path(node: Node, depth: int = 0) -> str:
    """Return a type as a path names it."""
    if depth > _DEEPEST:
        return _NOTHING
    match node.type:
        case "type_identifier" | "identifier" | "primitive_type":
            return text(node).removeprefix("r#")
        case "scoped_type_identifier" | "scoped_identifier":
            return _scoped(node, depth)
        case "reference_type":
            inner = node.child_by_field_name("type")
            return type_path(inner, depth + 1) if inner is not None else _NOTHING
        case "dynamic_type" | "abstract_type":
            inner = node.child_by_field_name("trait")
            return type_path(inner, depth + 1) if inner is not None else _NOTHING
        case "generic_type" | "generic_type_with_turbofish":
            return _generic(node, depth)
        case "array_type":
            inner = node.child_by_field_name("element")
            path = type_path(inner, depth + 1) if inner is not None else _NOTHING
            return f"slice[{path}]" if path else _NOTHING
    return _NOTHING


def dotted(written: str) -> str:
    """Return a path of names as uses write it: `a.b` for `a::b`; `self::` at its beginning says nothing."""
    name = "".join(written.split()).replace("r#", "").replace("::", ".").removeprefix(".")
    return name.removeprefix("self.") if name != "self" else name


def _generic(node: Node, depth: int) -> str:
    type_, arguments = node.child_by_field_name("type"), node.child_by_field_name("type_arguments")
    outer = type_path(type_, depth + 1) if type_ is not None else _NOTHING
    if not outer or arguments is None:
        return outer
    inner = [type_path(child, depth + 1) for child in arguments.named_children if child.type != "lifetime"]
    if outer.rpartition(".")[2] in POINTERS:
        return next((path for path in inner if path), _NOTHING)
    return f"{outer}[{','.join(path or 'any' for path in inner)}]" if any(inner) else outer


def _scoped(node: Node, depth: int) -> str:
    path, name = node.child_by_field_name("path"), node.child_by_field_name("name")
    if name is None:
        return _NOTHING
    own = text(name).removeprefix("r#")
    if path is None:
        return own  # `::name`
    if path.type == "self":
        return own
    outer = type_path(path, depth + 1) if path.type == "generic_type" else path_of(path, depth + 1)
    outer = outer.partition("[")[0]
    return f"{outer}.{own}" if outer else _NOTHING


def _called(node: Node, depth: int) -> str:
    function, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None:
        return _NOTHING
    written = path_of(function, depth + 1)
    head, _, last = written.rpartition(".")
    given = arguments.named_children if arguments is not None else []
    if last == "new" and head.rpartition(".")[2] in POINTERS and len(given) == 1:
        return path_of(given[0], depth + 1)
    if function.type == "field_expression" and not given and head:
        if last in _SAME:
            return head
        if last in {"unwrap", "unwrap_or_default"}:
            return f"{head}[]"
    if function.type == "field_expression" and last == "expect" and head:
        return f"{head}[]"
    return f"{written}()" if written and not written.endswith("]") else _NOTHING
