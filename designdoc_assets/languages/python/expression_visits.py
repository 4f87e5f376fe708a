"""What expressions mention: loads, calls, annotations; and the names that comprehensions and patterns bind."""

from collections.abc import Iterator
from functools import partial

from tree_sitter import Node

from designdoc_assets.languages.python import environment
from designdoc_assets.languages.python.instances import arguments, held_from, quoted
from designdoc_assets.languages.python.names import NOTHING, UNKNOWN, Held, Scope, dotted, unravel
from designdoc_assets.languages.python.syntax import text
from designdoc_assets.languages.python.values import (
    caught,
    entered,
    held_by,
    is_told_by_arguments,
    looped,
    spread,
)
from designdoc_assets.languages.python.walk import Frame, Visit, Walk, pass_over, visit_children
from designdoc_assets.languages.use_facts import UseKind

_INERT = (
    *("integer", "float", "true", "false", "none", "ellipsis", "comment", "line_continuation"),
    *("string_start", "string_content", "string_end", "escape_interpolation", "type_conversion"),
    *("pass_statement", "break_statement", "continue_statement", "wildcard_import"),
)
_COMPREHENSIONS = ("list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression")
_UNPACKED = frozenset(
    {
        *("pattern_list", "tuple_pattern", "list_pattern", "list_splat_pattern", "tuple", "list"),
        *("parenthesized_expression", "as_pattern_target", "expression_list", "list_splat"),
    }
)


def mention(walk: Walk, node: Node, frame: Frame, kind: UseKind = "name") -> None:
    """Note a name; of a longer expression (`a[0].b`), visit what it starts from."""
    start = unravel(node).start if node.type != "identifier" else None
    if start is None:
        _note(walk, node, frame, kind)
        return
    # What an expression starts from is evaluated first.
    walk.push(node, frame, partial(_note, kind=kind))
    walk.push(start, frame)


def _note(walk: Walk, node: Node, frame: Frame, kind: UseKind) -> None:
    """Note a name, but not what the expression starts from."""
    if node.type == "identifier":
        frame.mentions.add(kind, text(node), "", node.start_point[0] + 1, frame.scope)
        return
    root, rest, start = unravel(node)
    is_by_name = root and not (start is not None and is_told_by_arguments(root + rest))
    if is_by_name:
        frame.mentions.add(kind, root, rest, node.start_point[0] + 1, frame.scope)
    elif node.type == "attribute":
        frame.mentions.add_reached(kind, held_by(node, frame.scope), node.start_point[0] + 1, frame.scope)


def mention_call(walk: Walk, node: Node, frame: Frame, kind: UseKind = "call") -> None:
    """Note a called name, and visit the arguments."""
    function, called_with = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if function is None:
        return
    # What is pushed last comes first: what the call starts from, then its arguments, then what is called with them.
    walk.push(node, frame, partial(_note_called, kind=kind))
    if called_with is not None:
        walk.push(called_with, frame, _suppressed if _suppresses(walk, function) else None)
    if function.type != "identifier" and (start := unravel(function).start) is not None:
        walk.push(start, frame)
    environment.note(walk, environment.read_by_call(node, function), frame)
    if frame.in_module_body:
        walk.exports.call(function, called_with)


def _note_called(walk: Walk, node: Node, frame: Frame, kind: UseKind) -> None:
    """Note what a call calls."""
    function = node.child_by_field_name("function")
    if function is None or (function.type == "identifier" and function.text == b"super"):
        return
    if frame.itself and function.type == "identifier" and _is_instance(function, frame):
        frame.mentions.add(kind, frame.itself, ".__call__", function.start_point[0] + 1, frame.scope)
        return
    _note(walk, function, frame, kind)


def _suppresses(walk: Walk, function: Node | None) -> bool:
    """Whether what is called is `contextlib.suppress`, a handler of the exceptions that it is given."""
    is_called_so = function is not None and function.text is not None and function.text.endswith(b"suppress")
    return is_called_so and function is not None and walk.origins.of(dotted(function)) == "contextlib.suppress"


def _suppressed(walk: Walk, given: Node, frame: Frame) -> None:
    for argument in reversed(given.named_children):
        walk.push(argument, frame, as_caught)


def _is_instance(name: Node, frame: Frame) -> bool:
    """Whether a name is that of the object whose method it stands in, and not that of a class."""
    return text(name) == frame.itself and frame.function is not None and frame.function.on_instance


def _subscript(walk: Walk, node: Node, frame: Frame) -> None:
    environment.note(walk, environment.read_by_subscript(node), frame)
    visit_children(walk, node, frame)


def _comparison(walk: Walk, node: Node, frame: Frame) -> None:
    environment.note(walk, environment.read_by_comparison(node), frame)
    visit_children(walk, node, frame)


def mention_evaluated(walk: Walk, node: Node, frame: Frame, kind: UseKind) -> None:
    """Note what a decorator, a base or an exception is, called or subscripted or not, and visit the rest of it."""
    while node.type == "subscript" and (generic := node.child_by_field_name("value")) is not None:
        for argument in reversed(node.children_by_field_name("subscript")):
            walk.push(argument, frame, annotation)
        node = generic
    if node.type == "call":
        mention_call(walk, node, frame, kind)
    else:
        mention(walk, node, frame, kind)


as_base: Visit = partial(mention_evaluated, kind="base")
as_decorator: Visit = partial(mention_evaluated, kind="annotation")
as_raised: Visit = partial(mention_evaluated, kind="raise")


def as_caught(walk: Walk, node: Node, frame: Frame) -> None:
    """Note the classes of exceptions that a handler names."""
    if node.type in {"tuple", "parenthesized_expression"}:
        for child in reversed(node.named_children):
            walk.push(child, frame, as_caught)
    elif node.type in {"identifier", "attribute"}:
        mention(walk, node, frame, "catch")
    elif node.type == "as_pattern":
        _as_pattern(walk, node, frame)
    else:
        walk.push(node, frame)


def annotation(walk: Walk, node: Node, frame: Frame, kind: UseKind = "type") -> None:
    """Note the names in an annotation, those in strings included."""
    line = node.start_point[0] + 1
    stack = [(node, False)]
    while stack:
        part, in_string = stack.pop()
        match part.type:
            case "identifier":
                frame.mentions.add(kind, text(part), "", line, frame.scope)
            case "attribute":
                if name := unravel(part).root:
                    rest = dotted(part).removeprefix(name)
                    frame.mentions.add(kind, name, rest, line, frame.scope)
            case "string" | "concatenated_string":
                if inner := quoted(part):
                    stack.append((inner, True))
            case "generic_type" | "subscript":
                generic, inside = arguments(part)
                last = dotted(generic).rpartition(".")[2] if generic else ""
                if last == "Literal":
                    inside = [argument for argument in inside if "string" not in _types_within(argument)]
                elif last == "Annotated" and not in_string:
                    walk.push_all((value for argument in inside[1:] for value in _values(argument)), frame)
                    inside = inside[:1]
                stack.extend((argument, in_string) for argument in reversed(inside))
                stack.extend([(generic, in_string)] if generic else [])
            case "call" | "lambda" | "comparison_operator" | "boolean_operator" | "conditional_expression":
                if not in_string:
                    walk.push(part, frame)
            case _:
                stack.extend((child, in_string) for child in reversed(part.named_children))


local_annotation: Visit = partial(annotation, kind="local_type")


def _values(argument: Node) -> list[Node]:
    """Return an argument of a generic type as an expression."""
    return argument.named_children if argument.type == "type" else [argument]


def _types_within(node: Node) -> set[str]:
    return {node.type, *(child.type for child in node.named_children)}


def bind(walk: Walk, target: Node, frame: Frame, held: str = UNKNOWN) -> Iterator[Node]:
    """Bind the names in the target of an assignment or loop, and yield its parts: names, attributes, subscripts."""
    stack = [(target, held)]
    while stack:
        node, holds = stack.pop()
        if node.is_missing:
            continue
        if node.type == "identifier":
            frame.scope.bind(text(node), holds)
            yield node
        elif node.type in _UNPACKED:
            inside = UNKNOWN if node.type not in {"parenthesized_expression", "as_pattern_target"} else holds
            stack.extend((child, inside) for child in reversed(node.named_children))
        elif node.type == "attribute":
            note_change(node, frame)
            of = node.child_by_field_name("object")
            if of is not None and text(of) != frame.itself:
                walk.push(of, frame)
            yield node
        else:
            note_change(node, frame)
            walk.push(node, frame)


def note_change(target: Node, frame: Frame) -> None:
    """Note what is set, or has something in it that is set: an attribute, what a subscript is of."""
    while target.type == "subscript" and (of := target.child_by_field_name("value")) is not None:
        target = of
    if name := dotted(target):
        frame.scope.changed.add(name)


def bind_all(walk: Walk, target: Node, frame: Frame, held: str = UNKNOWN) -> None:
    """Bind the names in a target."""
    for _ in bind(walk, target, frame, held):
        pass


def _comprehension(walk: Walk, node: Node, frame: Frame) -> None:
    inner = frame.changed(scope=Scope(frame.scope, is_comprehension=True))
    for clause in node.named_children:
        if clause.type == "for_in_clause":
            note_loop(clause, inner.scope)
    walk.push_all(node.named_children, inner)


def _for_in_clause(walk: Walk, node: Node, frame: Frame) -> None:
    walk.push_all(node.children_by_field_name("right"), frame)
    for target in node.children_by_field_name("left"):
        bind_all(walk, target, frame)


def note_loop(clause: Node, scope: Scope) -> None:
    """Note what the names hold that a loop binds."""
    target, over = clause.child_by_field_name("left"), clause.child_by_field_name("right")
    if target is not None and over is not None:
        for name, held in looped(target, over, scope):
            scope.set(name, held)


def _named_expression(walk: Walk, node: Node, frame: Frame) -> None:
    name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if name is None or value is None:
        return
    scope = frame.scope
    while scope.is_comprehension and scope.parent:
        scope = scope.parent
    scope.bind(text(name), held_from(value, frame.scope))
    scope.set(text(name), held_by(value, frame.scope))
    walk.push(value, frame)


def _as_pattern(walk: Walk, node: Node, frame: Frame) -> None:
    alias = node.child_by_field_name("alias")
    if alias is not None:
        bind_all(walk, alias, frame, _entered(node, frame))
        for name, held in spread(alias, _held_as(node, frame)):
            frame.scope.set(name, held)
    is_handler = node.parent is not None and node.parent.type == "except_clause"
    for child in reversed(node.named_children):
        if child != alias:
            walk.push(child, frame, as_caught if is_handler else None)


def _entered(node: Node, frame: Frame) -> str:
    """Return what `as` binds: a caught exception; of `with`, what the manager's own method for entering returns."""
    if node.parent is not None and node.parent.type == "except_clause":
        name = dotted(node.named_children[0])
        return name if name and frame.scope.find(name.partition(".")[0]) is None else UNKNOWN
    clause = node.parent.parent if node.parent is not None and node.parent.type == "with_item" else None
    held = held_from(node.named_children[0], frame.scope) if clause is not None else UNKNOWN
    if clause is None or clause.parent is None or held in {UNKNOWN, NOTHING}:
        return UNKNOWN
    is_async = any(child.type == "async" for child in clause.parent.children)
    return f"{held}().{'__aenter__' if is_async else '__enter__'}"


def _held_as(node: Node, frame: Frame) -> Held:
    """Return what `as` may hold: what an `except` catches, what a `with` enters."""
    value, around = node.named_children[0], node.parent
    if around is not None and around.type == "except_clause":
        return caught(value)
    clause = around.parent if around is not None and around.type == "with_item" else None
    if clause is None or clause.parent is None:
        return ()
    return entered(value, frame.scope, is_async=any(child.type == "async" for child in clause.parent.children))


def _case_pattern(_walk: Walk, node: Node, frame: Frame) -> None:
    """Bind the names that a `case` captures, and note those it compares with."""
    stack = [(node, False)]
    while stack:
        part, is_class = stack.pop()
        match part.type:
            case "identifier":
                frame.scope.bind(text(part))
                frame.scope.set(text(part), ())
            case "dotted_name":
                first, *others = (text(name) for name in part.named_children)
                if others or is_class:
                    rest = "".join(f".{name}" for name in others)
                    frame.mentions.add("name", first, rest, part.start_point[0] + 1, frame.scope)
                else:
                    frame.scope.bind(first)
                    frame.scope.set(first, ())
            case "class_pattern":
                stack.extend((child, child.type == "dotted_name") for child in reversed(part.named_children))
            case "keyword_pattern":
                stack.extend((child, False) for child in reversed(part.named_children[1:]))
            case _:
                stack.extend((child, False) for child in reversed(part.named_children))


def _keyword_argument(walk: Walk, node: Node, frame: Frame) -> None:
    walk.push_all(node.children_by_field_name("value"), frame)


def _yield(walk: Walk, node: Node, frame: Frame) -> None:
    if frame.function is not None and not frame.nested:
        frame.function.is_generator = True
    walk.push_all(node.named_children, frame)


VISITS: dict[str, Visit] = {
    **dict.fromkeys(_INERT, pass_over),
    **dict.fromkeys(_COMPREHENSIONS, _comprehension),
    "identifier": mention,
    "attribute": mention,
    "call": mention_call,
    "subscript": _subscript,
    "comparison_operator": _comparison,
    "type": annotation,
    "for_in_clause": _for_in_clause,
    "named_expression": _named_expression,
    "as_pattern": _as_pattern,
    "case_pattern": _case_pattern,
    "keyword_argument": _keyword_argument,
    "yield": _yield,
}
