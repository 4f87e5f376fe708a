"""What assignments do: they bind names, and so make constants of modules and attributes of classes and instances."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from tree_sitter import Node

from designdoc_assets.languages.facts import Attribute
from designdoc_assets.languages.python.annotated_docs import annotation_of
from designdoc_assets.languages.python.attributes import AttributeScope, Bound, perhaps_set_anew, set_anew
from designdoc_assets.languages.python.expression_visits import (
    annotation,
    bind,
    local_annotation,
    note_change,
)
from designdoc_assets.languages.python.flow import takes_effect
from designdoc_assets.languages.python.instances import annotated, held_from
from designdoc_assets.languages.python.names import NOTHING, UNKNOWN, Held, Scope
from designdoc_assets.languages.python.program_guard import is_guarded
from designdoc_assets.languages.python.syntax import fold, text
from designdoc_assets.languages.python.values import declared_by, held_by, spread
from designdoc_assets.languages.python.walk import Frame, Visit, Walk
from designdoc_assets.languages.signature_facts import Parameter, ParameterKind

_INSTANCE = re.compile(r"\w+(?:\.\w+)*\(\)\Z")
"""What may be held by its class alone: `a.B()`."""
_GATHERED: Mapping[ParameterKind, str] = {"var_positional": "tuple[{}, ...]", "var_keyword": "dict[str, {}]"}
_SAY_NO_TYPE = frozenset({"Final", "ClassVar"})
_NO_CONSTANTS = frozenset({"__all__", "__slots__"})
_TABLES = ("{", "[", "dict(")
_LOOPS = frozenset({"for_statement", "while_statement"})


def _assignment(walk: Walk, node: Node, frame: Frame) -> None:
    targets: list[Node] = []
    declared: Node | None = None
    value: Node | None = node
    while value is not None and value.type == "assignment":
        targets.extend(value.children_by_field_name("left"))
        declared = declared or value.child_by_field_name("type")
        value = value.child_by_field_name("right")
    now: dict[str, Held] = {}
    if frame.scope.parent is not None and any(target.type != "attribute" for target in targets):
        walk.push(node, frame, takes_effect(now, frame.scope))
    if value is not None:
        walk.push(value, frame)
    if declared is not None:
        is_local = frame.function is not None and all(target.type == "identifier" for target in targets)
        walk.push(declared, frame, local_annotation if is_local else annotation)
    written, described = annotation_of(declared, walk.origins) if declared else (None, "")
    is_alias = written is not None and walk.origins.of(written).rpartition(".")[2] == "TypeAlias"
    if is_alias and value is not None:
        walk.push(value, frame, annotation)
    # Bare, `Final` says that it is set once, and its value of what type it is.
    is_bare = written is not None and walk.origins.of(written).rpartition(".")[2] in _SAY_NO_TYPE
    is_declared = declared is not None and not is_alias and not is_bare
    if is_bare and frame.function is not None:
        written = None  # In the body of a class, it makes fields of a dataclass all the same.
    held = annotated(declared) if is_declared and declared else UNKNOWN
    holds = declared_by(declared) if is_declared and declared else ()
    if value is not None and not holds and not frame.in_module_body:
        holds = held_by(value, frame.scope)
    for target in targets:
        if frame.scope.parent is not None:
            now.update(_spread(target, value, holds, frame))
        if value is not None and frame.in_module_body:
            walk.exports.assign(target, value)
        note_entry(walk, target, frame)
        values = _values(target, value)
        for at, part in enumerate(bind(walk, target, frame, _held(held, value, frame))):
            own = values[at] if at < len(values) else None
            may_be: Held = ()
            if own is not None and written is None and _is_kept(part, frame):
                may_be = holds if own is value and holds else held_by(own, frame.scope)
            bound = Bound(
                node,
                written,
                own,
                _held(held, own, frame),
                is_alias,
                text=described,
                holds=may_be,
                condition=frame.condition(),
            )
            _record(walk, part, frame, bound)


def _values(target: Node, value: Node | None) -> list[Node | None]:
    """Return the values of the names in a target, as far as they can be told apart."""
    if target.type in {"identifier", "attribute"}:
        return [value]
    if value is not None and value.type in {"tuple", "expression_list", "list"}:
        inside = [child for child in value.named_children if child.type != "comment"]
        plain = all(child.type in {"identifier", "attribute"} for child in target.named_children)
        if plain and len(inside) == target.named_child_count:
            return [*inside]
    return []


def _spread(target: Node, value: Node | None, holds: Held, frame: Frame) -> Iterator[tuple[str, Held]]:
    """Yield what the names in a target hold from then on."""
    values = _values(target, value) if target.type not in {"identifier", "attribute"} else []
    if not values:
        yield from spread(target, holds)
    for part, own in zip(target.named_children, values, strict=False):
        yield from spread(part, held_by(own, frame.scope) if own is not None else ())


def _held(declared: str, value: Node | None, frame: Frame) -> str:
    if declared != UNKNOWN:
        return declared
    return held_from(value, frame.scope) if value is not None else UNKNOWN


def _is_kept(target: Node, frame: Frame) -> bool:
    """Return whether a target is a constant of the module or an attribute, and no local name."""
    return target.type == "attribute" or frame.function is None


def _record(walk: Walk, target: Node, frame: Frame, bound: Bound) -> None:
    """Keep an assignment as constant of the module or as attribute of the class, if it makes one."""
    name = text(target)
    if target.type == "attribute":
        _record_on_instance(walk, target, frame, bound)
    elif frame.in_module_body and name not in _NO_CONSTANTS:
        scope: AttributeScope = "type_alias" if bound.is_alias else "module"
        found, known = walk.attributes.attribute(name, scope, bound), walk.constants.get(name)
        if known is None and _is_left_by_a_loop(found, frame):
            return
        if found.visibility == "public" and is_guarded(frame.headers):
            found = replace(found, visibility="private")
        if known is not None:
            found = (perhaps_set_anew if frame.headers else set_anew)(known, found)
        walk.constants[name] = found
    elif frame.in_class_body and frame.owner is not None and name != "__slots__":
        scope = "type_alias" if bound.is_alias else "class"
        value = text(bound.value) if bound.value else ""
        attribute = walk.attributes.attribute(name, scope, bound, is_method=frame.owner.has_method(value))
        if not frame.owner.members.has(name) and _is_left_by_a_loop(attribute, frame):
            return
        frame.owner.members.add(attribute, replaces=not frame.headers)
        frame.owner.binds(name, value, always=not frame.headers)


def _is_left_by_a_loop(attribute: Attribute, frame: Frame) -> bool:
    """Whether a name is a helper of a loop's body, like the target of the loop: nothing says that it is more."""
    in_loop = any(header.type in _LOOPS for header in frame.headers)
    return in_loop and attribute.doc is None and attribute.type is None and not attribute.name.isupper()


def _record_on_instance(walk: Walk, target: Node, frame: Frame, bound: Bound) -> None:
    of, name = target.child_by_field_name("object"), target.child_by_field_name("attribute")
    method = frame.function
    if of is None or name is None or frame.owner is None or method is None:
        return
    if method.on_instance and frame.itself and text(of) == frame.itself and not name.is_missing:
        written = bound.type or _annotation_of_parameter(bound.value, frame)
        attribute = walk.attributes.attribute(text(name), "instance", bound._replace(type=written))
        frame.owner.members.add(attribute, in_init=method.sort == "constructor")


def _annotation_of_parameter(value: Node | None, frame: Frame) -> str | None:
    if value is None or value.type != "identifier" or frame.function is None or frame.nested:
        return None
    name = text(value)
    if name in frame.scope.changed:
        return None
    now = frame.scope.now.get(name, ())
    if not set(frame.scope.given.get(name, ())) <= set(now):  # `isinstance` has told more
        is_said = all(map(_INSTANCE.match, now))
        return " | ".join(path.removesuffix("()") for path in now) or None if is_said else None
    return next((_type_inside(each) for each in frame.function.signature.parameters if each.name == name), None)


def _type_inside(parameter: Parameter) -> str | None:
    """Return the type of what a parameter is inside of its function; None where that is not written."""
    if parameter.type is None or parameter.kind not in _GATHERED or parameter.type.endswith((".args", ".kwargs")):
        return parameter.type
    is_unpacked = parameter.type.startswith("*") or "Unpack[" in parameter.type
    return None if is_unpacked else _GATHERED[parameter.kind].format(parameter.type)


def _augmented_assignment(walk: Walk, node: Node, frame: Frame) -> None:
    target, value = node.child_by_field_name("left"), node.child_by_field_name("right")
    if value is not None:
        walk.push(value, frame)
    if target is None:
        return
    if frame.in_module_body:
        walk.exports.assign(target, value, extends=True)
    if target.type == "identifier":
        frame.scope.bind(text(target))
        _forget_value(walk, text(target), frame)
    else:
        note_change(target, frame)
        walk.push(target, frame)


def note_entry(walk: Walk, target: Node, frame: Frame) -> None:
    """Note that a table of the module gets, or loses, an entry below it: it is no longer what it was made as."""
    of = target.child_by_field_name("value") if target.type == "subscript" and frame.in_module_body else None
    known = walk.constants.get(text(of)) if of is not None else None
    if known is not None and (known.value or "").startswith(_TABLES):
        _forget_value(walk, known.name, frame)


def _forget_value(walk: Walk, name: str, frame: Frame) -> None:
    """Forget what a constant or attribute was set to: something is added to it."""
    if frame.in_module_body and name in walk.constants:
        walk.constants[name] = replace(walk.constants[name], value=None, is_set_again=True)
    elif frame.in_class_body and frame.owner is not None:
        frame.owner.members.forget_value(name)


def _type_alias(walk: Walk, node: Node, frame: Frame) -> None:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None or not left.named_children:
        return
    name, inner = left.named_children[0], frame.changed(scope=Scope(frame.scope))
    parameters = ""
    if name.type == "generic_type":
        bind_type_parameters(walk, name.named_children[1], inner)
        parameters = fold(name.named_children[1])
        name = name.named_children[0]
    walk.push(right, inner, annotation)
    _record(walk, name, frame, Bound(node, None, right, NOTHING, is_alias=True, type_parameters=parameters))


def bind_type_parameters(walk: Walk, parameters: Node, frame: Frame) -> None:
    """Bind the names of a type parameter list, and note what their bounds and defaults mention."""
    is_default = False
    for parameter in parameters.named_children:
        written = text(parameter)
        if is_default or written.startswith("="):
            walk.push(parameter, frame, annotation)
        else:
            _bind_type_parameter(walk, parameter, frame)
        # Defaults are newer than the grammar: it takes the sign for an error, and what follows for a parameter.
        is_default = parameter.type == "ERROR" and written.rstrip(" *").endswith("=")


def _bind_type_parameter(walk: Walk, parameter: Node, frame: Frame) -> None:
    name = parameter
    while name.type != "identifier" and name.named_children:
        if name.type == "constrained_type":
            for bound in name.named_children[1:]:
                walk.push(bound, frame, annotation)
        name = name.named_children[0]
    frame.scope.bind(text(name))


VISITS: dict[str, Visit] = {
    "assignment": _assignment,
    "augmented_assignment": _augmented_assignment,
    "type_alias_statement": _type_alias,
}
