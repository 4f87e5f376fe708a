"""What expressions and annotations say that something holds, in the terms of `facts.Use.name`."""

from collections.abc import Iterator

from tree_sitter import Node

from designdoc_assets.languages.python.instances import WRAPPERS, arguments, quoted
from designdoc_assets.languages.python.names import ITSELF, NOTHING, UNKNOWN, Held, Scope, dotted
from designdoc_assets.languages.python.syntax import text

_LONGEST = 240
"""Characters of a path: more steps than anybody writes, and an end to what grows from line to line."""
_MOST = 8
"""Things that one name may hold."""
_SAME_ELEMENTS = frozenset({"list", "tuple", "set", "frozenset", "sorted", "reversed", "iter", "deque", "aiter"})
_FIRST_ELEMENT = frozenset({"next", "anext", "min", "max"})
_COPYING = frozenset({"copy.copy", "copy.deepcopy", "deepcopy"})
_ENTERING = {"enter_context": ".__enter__()", "enter_async_context": ".__aenter__()"}
_CAST = "cast"
_BY_ARGUMENTS = frozenset({*_SAME_ELEMENTS, *_FIRST_ELEMENT, *_ENTERING, "copy", "deepcopy", _CAST})


def held_by(expression: Node, scope: Scope, rest: str = "") -> Held:
    """Return what an expression may be: a path for each possibility, none where nothing is known.

    Args:
        expression: The expression.
        scope: Where it stands.
        rest: What is done with it: the end of each path.
    """
    found: dict[str, None] = {}
    stack = [(expression, rest)]
    while stack and len(found) < _MOST:
        node, then = stack.pop()
        if len(then) > _LONGEST:
            continue
        match node.type:
            case "identifier":
                found.update(dict.fromkeys(f"{path}{then}" for path in _local(text(node), scope)))
            case "attribute":
                of, name = node.child_by_field_name("object"), node.child_by_field_name("attribute")
                if of is not None and name is not None and not name.is_missing:
                    stack.append((of, f".{text(name)}{then}"))
            case "call":
                function = node.child_by_field_name("function")
                if function is not None:
                    stack.extend(_called(node, function, then))
                    found.update(dict.fromkeys(_cast(node, function, then)))
            case "await":
                stack.extend((child, f"<await>{then}") for child in node.named_children[:1])
            case "subscript":
                of = node.child_by_field_name("value")
                # What is called with a subscript is generic: `Repository[Client]()`.
                key = "" if then.startswith("()") else _key(node)
                stack.extend([(of, f"{key}{then}")] if of is not None else [])
            case "parenthesized_expression" | "boolean_operator":
                stack.extend((child, then) for child in reversed(node.named_children) if child.type != "comment")
            case "conditional_expression":
                stack.extend((child, then) for child in node.named_children[2::-2])
            case "named_expression":
                stack.extend((value, then) for value in node.children_by_field_name("value"))
    return tuple(path for path in found if len(path) <= _LONGEST)


def is_told_by_arguments(name: str) -> bool:
    """Return whether what a called name gives is told by its arguments, as with `next`."""
    called = name.partition("()")[0]
    return called.rpartition(".")[2] in _BY_ARGUMENTS


def declared_by(annotation: Node | None) -> Held:
    """Return what an annotation says that something may be: a path for each class that it names."""
    if annotation is not None and annotation.type == "type" and annotation.named_child_count == 1:
        annotation = annotation.named_children[0]
    if annotation is None or annotation.type == "identifier":
        return (f"{text(annotation)}()",) if annotation is not None else ()
    found: dict[str, None] = {}
    stack = [annotation]
    while stack:
        node = stack.pop()
        match node.type:
            case "identifier" | "attribute":
                found[f"{dotted(node)}()"] = None
            case "type" | "parenthesized_expression" | "binary_operator" | "union_type":
                stack.extend(reversed(node.named_children))
            case "string":
                stack.extend([inner] if (inner := quoted(node)) else [])
            case "generic_type" | "subscript":
                generic, inside = arguments(node)
                last = dotted(generic).rpartition(".")[2] if generic else ""
                if last in WRAPPERS:
                    stack.extend(inside[:1] if last == "Annotated" else reversed(inside))
                elif last in {"type", "Type"}:
                    classes = (path for inner in inside[:1] for path in declared_by(inner))
                    found.update(dict.fromkeys(path.removesuffix("()") for path in classes))
                elif last not in {"", "Literal"}:
                    found[f"{_compact(node)}()"] = None
    return tuple(path for path in found if 2 < len(path) <= _LONGEST)[:_MOST]


def spread(target: Node, paths: Held) -> Iterator[tuple[str, Held]]:
    """Yield what the names in a target hold that is set to something."""
    stack = [(target, paths)]
    while stack:
        node, held = stack.pop()
        match node.type:
            case "identifier":
                yield text(node), held
            case "as_pattern_target" | "parenthesized_expression":
                stack.extend((child, held) for child in node.named_children)
            case "pattern_list" | "tuple_pattern" | "list_pattern" | "tuple" | "list" | "expression_list":
                for at, child in enumerate(node.named_children):
                    stack.append((child, tuple(f"{path}[{at}]" for path in held)))
            case "list_splat_pattern" | "list_splat":
                stack.extend((child, ()) for child in node.named_children)


def looped(target: Node, over: Node, scope: Scope) -> Iterator[tuple[str, Held]]:
    """Yield what the names in the target of a loop hold."""
    parts = target.named_children if target.type in {"pattern_list", "tuple_pattern"} else []
    function = over.child_by_field_name("function") if over.type == "call" else None
    name = text(function) if function is not None and function.type == "identifier" else ""
    given = _arguments(over) if name in {"enumerate", "zip"} and scope.find(name) is None else []
    if given and parts:
        columns = [None, given[0]] if name == "enumerate" else given
        for part, column in zip(parts, columns, strict=False):
            yield from spread(part, held_by(column, scope, "[*]") if column is not None else ())
    else:
        yield from spread(target, held_by(over, scope, "[*]"))


def entered(manager: Node, scope: Scope, *, is_async: bool) -> Held:
    """Return what `as` holds in a `with` statement."""
    return held_by(manager, scope, ".__aenter__()<await>" if is_async else ".__enter__()")


def caught(exceptions: Node) -> Held:
    """Return what `as` holds in an `except` clause."""
    while exceptions.type == "parenthesized_expression" and exceptions.named_child_count == 1:
        exceptions = exceptions.named_children[0]
    several = exceptions.named_children if exceptions.type == "tuple" else [exceptions]
    return tuple(f"{name}()" for each in several if (name := dotted(each)))


def _local(name: str, scope: Scope) -> Held:
    held, flow = scope.find(name), scope.flow(name)
    if held == ITSELF or (held is None and flow is None):
        return (name,)
    if flow:
        return flow
    return (f"{held}()",) if held not in {None, UNKNOWN, NOTHING} else ()


def _called(call: Node, function: Node, then: str) -> Iterator[tuple[Node, str]]:
    """Yield what a call's result is told by, and how: by what is called, or by its first argument."""
    last = _last_name(function)
    given = _arguments(call)[:1] if last in _BY_ARGUMENTS else []
    is_bare = function.type == "identifier"
    if given and text(function) in _COPYING:
        yield given[0], then
    elif given and is_bare and last in _SAME_ELEMENTS:
        yield given[0], f"[:]{then}"
    elif given and is_bare and last in _FIRST_ELEMENT:
        yield given[0], f"[*]{then}"
    elif given and not is_bare and last in _ENTERING:
        yield given[0], f"{_ENTERING[last]}{then}"
    elif last != _CAST:
        yield function, f"(){then}"


def _cast(call: Node, function: Node, then: str) -> Iterator[str]:
    if _last_name(function) == _CAST and len(given := _arguments(call)) == 2:
        yield from (f"{path}{then}" for path in declared_by(given[0]))


def _last_name(function: Node) -> str:
    name = function.child_by_field_name("attribute") if function.type == "attribute" else function
    return text(name) if name is not None and name.type == "identifier" else ""


def _arguments(call: Node) -> list[Node]:
    given = call.child_by_field_name("arguments")
    if given is None or given.type != "argument_list":
        return []
    return [child for child in given.named_children if child.type not in {"comment", "keyword_argument"}]


def _key(subscript: Node) -> str:
    keys = subscript.children_by_field_name("subscript")
    match keys[0].type if len(keys) == 1 else "":
        case "integer":
            return f"[{text(keys[0])}]"
        case "string" if text(keys[0])[1:-1].isidentifier():
            return f'["{text(keys[0])[1:-1]}"]'
        case "slice":
            return "[:]"
    return "[]"


def _compact(annotation: Node) -> str:
    return "".join(text(annotation).replace('"', "").replace("'", "").split())
