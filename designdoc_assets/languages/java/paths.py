"""Expressions and types of Java as access paths: see `facts.Use`. Arrays are written `Array[Pump]`."""

from tree_sitter import Node

from designdoc_assets.languages.engine.written import text

_DEEPEST = 24


def path_of(node: Node, depth: int = 0) -> str:  # noqa: PLR0911 - one for each kind of node
    """Return the access path of an expression; empty where there is none."""
    if depth > _DEEPEST:
        return ""
    match node.type:
        case "identifier" | "type_identifier" | "this" | "super":
            return text(node)
        case "field_access":
            return _member(node.child_by_field_name("object"), node.child_by_field_name("field"), depth)
        case "method_invocation":
            name, of = node.child_by_field_name("name"), node.child_by_field_name("object")
            called = _member(of, name, depth) if of is not None else text(name)
            return f"{called}()" if called else ""
        case "object_creation_expression":
            type_ = node.child_by_field_name("type")
            is_of_object = node.children[0].type != "new"  # `outer.new Inner()`
            return object_of(type_) if type_ is not None and not is_of_object else ""
        case "cast_expression":
            type_ = node.child_by_field_name("type")
            return object_of(type_) if type_ is not None else ""
        case "array_access":
            array = node.child_by_field_name("array")
            outer = path_of(array, depth + 1) if array is not None else ""
            return f"{outer}[]" if outer else ""
        case "parenthesized_expression":
            return path_of(node.named_children[0], depth + 1) if node.named_child_count == 1 else ""
        case "class_literal":
            return type_path(node.named_children[0], depth) if node.named_child_count else ""
        case "method_reference":
            return _referred(node, depth)
        case "generic_type":
            return type_path(node.named_children[0], depth)
        case "scoped_type_identifier" | "scoped_identifier":
            return type_path(node, depth)
    return ""


def object_of(node: Node) -> str:
    """Return the access path of an object of a type."""
    path = type_path(node, with_arguments=True)
    return f"{path}()" if path else ""


def type_path(node: Node, depth: int = 0, *, with_arguments: bool = False) -> str:  # noqa: PLR0911
    """Return a type as a path names it."""
    if depth > _DEEPEST:
        return ""
    match node.type:
        case "identifier" | "type_identifier":
            return text(node)
        case "scoped_type_identifier" | "scoped_identifier":
            written = "".join(text(node).split())
            return written if written.replace(".", "_").replace("$", "_").isidentifier() else ""
        case "generic_type":
            outer = type_path(node.named_children[0], depth + 1)
            last = node.named_children[-1]
            if not with_arguments or last.type != "type_arguments" or not outer:
                return outer
            arguments = [type_path(each, depth + 1, with_arguments=True) for each in last.named_children]
            return f"{outer}[{','.join(arguments)}]" if arguments and all(arguments) else outer
        case "wildcard":
            bounds = [each for each in node.named_children if each.type.endswith(("_type", "_identifier"))]
            return type_path(bounds[-1], depth + 1, with_arguments=with_arguments) if bounds else "Object"
        case "array_type":
            element = node.child_by_field_name("element")
            inner = type_path(element, depth + 1, with_arguments=True) if element is not None else ""
            return f"Array[{inner}]" if inner else ""
        case "annotated_type":
            return type_path(node.named_children[-1], depth + 1, with_arguments=with_arguments)
        case "integral_type" | "floating_point_type" | "boolean_type":
            return text(node) if with_arguments and depth else ""
    return ""


def _member(of: Node | None, name: Node | None, depth: int) -> str:
    if of is None or name is None:
        return ""
    outer = path_of(of, depth + 1)
    if outer and text(name) == "this":
        return f"{outer}()"
    return f"{outer}.{text(name)}" if outer else ""


def _referred(node: Node, depth: int) -> str:
    """Return what `Pump::start` and `Pump::new` lead to."""
    first, last = node.children[0], node.children[-1]
    outer = path_of(first, depth + 1)
    if not outer or last.type == "new":
        return outer
    return f"{outer}.{text(last)}"
