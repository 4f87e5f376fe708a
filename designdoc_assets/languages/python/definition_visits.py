"""What definitions do: functions, methods, lambdas and classes, with scopes and frames of their own."""

from collections.abc import Iterator, Sequence

from tree_sitter import Node

from designdoc_assets.languages.facts import Heritage
from designdoc_assets.languages.python.assignment_visits import bind_type_parameters
from designdoc_assets.languages.python.decorators import meaning_of, name_in
from designdoc_assets.languages.python.definitions import (
    ClassEntry,
    FunctionEntry,
    annotation_calls,
    decorator_texts,
)
from designdoc_assets.languages.python.expression_visits import annotation, as_base, as_decorator
from designdoc_assets.languages.python.instances import annotated
from designdoc_assets.languages.python.names import ITSELF, UNKNOWN, Held, Scope, dotted
from designdoc_assets.languages.python.program_guard import is_guarded
from designdoc_assets.languages.python.signatures import Formal, formals, signature, type_parameters
from designdoc_assets.languages.python.syntax import fold, text
from designdoc_assets.languages.python.values import declared_by
from designdoc_assets.languages.python.walk import Frame, Visit, Walk

_WITH_METACLASS = "with_metaclass"


def _decorated(walk: Walk, node: Node, frame: Frame) -> None:
    decorators = [child for child in node.named_children if child.type == "decorator"]
    definition = node.child_by_field_name("definition")
    if definition is None:
        walk.push_all(decorators, frame)
    elif definition.type == "class_definition":
        _define_class(walk, definition, frame, decorators)
    else:
        _define_function(walk, definition, frame, decorators)


def _function(walk: Walk, node: Node, frame: Frame) -> None:
    _define_function(walk, node, frame)


def _class(walk: Walk, node: Node, frame: Frame) -> None:
    _define_class(walk, node, frame)


def _define_function(walk: Walk, node: Node, frame: Frame, decorators: Sequence[Node] = ()) -> None:
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or name.is_missing:
        return
    parameters = formals(node.child_by_field_name("parameters"))
    is_first = text(name) not in frame.scope.held
    frame.scope.bind(text(name))
    frame.scope.set(text(name), ())
    if frame.function is None:
        (called, described), written = signature(node, parameters, walk.origins), decorator_texts(decorators)
        function = FunctionEntry(
            node,
            frame.prefix + text(name),
            called,
            described,
            written,
            tuple(meaning_of(decorator, walk.origins.of(name_in(decorator)), called) for decorator in written),
            is_method=frame.in_class_body,
            condition=frame.condition(),
            is_for_types=bool(frame.headers) and frame.when == "types",
            is_guarded=frame.in_module_body and is_guarded(frame.headers),
        )
        (frame.owner.methods if frame.owner else walk.functions).append(function)
        outside = frame.changed(mentions=function.mentions)
        itself = parameters[0].name if parameters and function.has_object else ""
    else:
        function, outside = frame.function, frame
        itself = "" if any(parameter.name == frame.itself for parameter in parameters) else frame.itself
    typed = _with_type_parameters(walk, node, outside)
    scope = Scope(typed.scope)
    if frame.function is not None:
        scope.nested = f"{frame.prefix}{text(name)}"
        function.mentions.has_nested = True
        frame.scope.functions |= {text(name): scope} if is_first else {}
    for parameter in parameters:
        scope.bind(parameter.name, _held(parameter))
        scope.given[parameter.name] = _may_be(parameter)
        scope.set(parameter.name, scope.given[parameter.name])
    if frame.in_class_body and itself:
        scope.held[itself] = ITSELF
    if body is not None:
        inside = Frame(
            scope,
            function.mentions,
            function,
            nested=frame.function is not None,
            owner=frame.owner,
            itself=itself,
            prefix=f"{frame.prefix}{text(name)}.",
            in_function=True,
            when="types" if frame.when == "types" else "late",
        )
        walk.push(body, inside)
    if returned := node.child_by_field_name("return_type"):
        walk.push(returned, typed, annotation)
    _push_parameters(walk, parameters, typed)
    _push_decorators(walk, decorators, outside)


def _lambda(walk: Walk, node: Node, frame: Frame) -> None:
    parameters = formals(node.child_by_field_name("parameters"))
    around = frame.scope.waits()
    scope = Scope(frame.scope, nested=f"{around.nested if around is not None else ''}@{node.start_point[0] + 1}")
    frame.mentions.has_nested = True
    for parameter in parameters:
        scope.bind(parameter.name)
    if body := node.child_by_field_name("body"):
        walk.push(body, frame.changed(scope=scope))
    _push_parameters(walk, parameters, frame)


def _define_class(walk: Walk, node: Node, frame: Frame, decorators: Sequence[Node] = ()) -> None:
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or name.is_missing:
        return
    superclasses = node.child_by_field_name("superclasses")
    listed = [child for child in superclasses.named_children if child.type != "comment"] if superclasses else []
    metaclass, bases = _inherited([child for child in listed if child.type != "keyword_argument"])
    keywords = [child for child in listed if child.type == "keyword_argument"]
    qualname = frame.prefix + text(name)
    entry = ClassEntry(
        node,
        qualname,
        walk.number(qualname),
        walk.class_digests[node.start_byte],
        heritage=(
            *(Heritage(fold(base)) for base in bases),
            *(Heritage(fold(each), "metaclass") for each in _metaclasses(keywords, metaclass)),
        ),
        annotations=decorator_texts(decorators),
        annotation_calls=annotation_calls(decorators),
        type_parameters=type_parameters(node),
        in_function=frame.in_function,
        condition=frame.condition(),
        is_guarded=is_guarded(frame.headers) or (frame.owner is not None and frame.owner.is_guarded),
    )
    walk.classes.append(entry)
    if frame.in_module_body:
        frame.scope.bind(text(name))
    outside = frame.changed(mentions=entry.mentions)
    typed = _with_type_parameters(walk, node, outside)
    if body is not None:
        inside = Frame(
            Scope(typed.scope, is_class=True),
            entry.mentions,
            owner=entry,
            prefix=f"{qualname}.",
            in_function=frame.in_function,
            when=frame.when,
        )
        walk.push(body, inside)
    walk.push_all([*keywords, *([metaclass] if metaclass is not None else [])], typed)
    for base in reversed(bases):
        walk.push(base, typed, as_base)
    _push_decorators(walk, decorators, outside)


def _metaclasses(keywords: Sequence[Node], metaclass: Node | None) -> Iterator[Node]:
    """Yield the metaclass that a keyword names, and the one that is given otherwise."""
    for keyword in keywords:
        name, value = keyword.child_by_field_name("name"), keyword.child_by_field_name("value")
        if name is not None and value is not None and text(name) == "metaclass":
            yield value
    if metaclass is not None:
        yield metaclass


def _inherited(written: Sequence[Node]) -> tuple[Node | None, Sequence[Node]]:
    """Return the metaclass and the bases that `with_metaclass(Meta, Base)` stands for, by which code has one for both
    lines of Python, whatever module it comes from; None and the bases as written elsewhere."""
    call = written[0] if len(written) == 1 and written[0].type == "call" else None
    function = call.child_by_field_name("function") if call is not None else None
    arguments = call.child_by_field_name("arguments") if call is not None else None
    if function is None or arguments is None or dotted(function).rpartition(".")[2] != _WITH_METACLASS:
        return None, written
    given = [child for child in arguments.named_children if child.type != "comment"]
    if not given or not all(dotted(child) for child in given):
        return None, written
    return given[0], given[1:]


def _held(parameter: Formal) -> str:
    if parameter.type is None or parameter.kind in {"var_positional", "var_keyword"}:
        return UNKNOWN
    return annotated(parameter.type)


def _may_be(parameter: Formal) -> Held:
    if parameter.kind in {"var_positional", "var_keyword"}:
        generic = "tuple[{},...]()" if parameter.kind == "var_positional" else "dict[str,{}]()"
        types = (path.removesuffix("()") for path in declared_by(parameter.type) if path.endswith("()"))
        return tuple(generic.format(each) for each in types)
    return declared_by(parameter.type)


def _with_type_parameters(walk: Walk, definition: Node, frame: Frame) -> Frame:
    """Return the frame in which annotations and bases stand: that of the definition, and its type parameters."""
    parameters = definition.child_by_field_name("type_parameters")
    if parameters is None:
        return frame
    inner = frame.changed(scope=Scope(frame.scope))
    bind_type_parameters(walk, parameters, inner)
    return inner


def _push_parameters(walk: Walk, parameters: Sequence[Formal], frame: Frame) -> None:
    for parameter in reversed(parameters):
        if parameter.default is not None:
            walk.push(parameter.default, frame)
        if parameter.type is not None:
            walk.push(parameter.type, frame, annotation)


def _push_decorators(walk: Walk, decorators: Sequence[Node], frame: Frame) -> None:
    for decorator in reversed(decorators):
        for evaluated in decorator.named_children[:1]:
            walk.push(evaluated, frame, as_decorator)


VISITS: dict[str, Visit] = {
    "decorated_definition": _decorated,
    "function_definition": _function,
    "class_definition": _class,
    "lambda": _lambda,
}
