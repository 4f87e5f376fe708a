"""What statements do: the blocks they enclose, the names they bind, what they import, raise and export."""

import re

from tree_sitter import Node

from designdoc_assets.source.languages.python.attributes import AttributeScope
from designdoc_assets.source.languages.python.expression_visits import annotation, as_raised, bind, bind_all
from designdoc_assets.source.languages.python.imports import Guard, imports
from designdoc_assets.source.languages.python.instances import annotated, made
from designdoc_assets.source.languages.python.names import NOTHING, UNKNOWN, Scope, unravel
from designdoc_assets.source.languages.python.syntax import fold, text
from designdoc_assets.source.languages.python.walk import Frame, Visit, Walk

_MAIN = re.compile(r"""\W*(?:__name__\s*==\s*(['"])__main__\1|(['"])__main__\2\s*==\s*__name__)\W*""")
_TYPE_CHECKING = re.compile(r"(?:\w+\.)?TYPE_CHECKING")
_DUNDER = re.compile(r"__\w+__")
_COMPOUND = (
    *("if_statement", "elif_clause", "else_clause", "try_statement", "except_clause", "finally_clause"),
    *("while_statement", "with_statement", "match_statement", "case_clause"),
)


def suite(walk: Walk, block: Node, frame: Frame) -> None:
    """Visit the statements of a block or module; string literals right below assignments document them."""
    found: list[Node] = []
    assignment = None
    for statement in block.named_children:
        kind = statement.type
        if kind == "comment":
            continue
        inner = statement.named_children if kind == "expression_statement" else [statement]
        only = inner[0] if len(inner) == 1 else None
        if only is not None and only.type == "string" and all(c.type != "interpolation" for c in only.children):
            if assignment is not None:
                walk.attributes.documented(assignment, only)
            only = None
        else:
            found.extend(inner)
        assignment = only if only is not None and only.type in {"assignment", "type_alias_statement"} else None
    walk.push_all(found, frame)


def _compound(walk: Walk, node: Node, frame: Frame) -> None:
    """Visit a compound statement; what its block defines is conditional."""
    if node.type == "try_statement" and not frame.guard and any(c.type == "except_clause" for c in node.children):
        frame = frame.within(guard="try")
    guard: Guard | None = None
    condition = node.child_by_field_name("condition")
    if condition is not None and condition.type != "call":
        if _TYPE_CHECKING.fullmatch(text(condition)):
            guard = "type_checking"
        if frame.in_module_body and _MAIN.fullmatch(fold(condition)):
            walk.is_script = True
    inner = frame.within(header=node, guard=guard)
    for child in reversed(node.named_children):
        walk.push(child, inner if child.type == "block" else frame)


def _for_statement(walk: Walk, node: Node, frame: Frame) -> None:
    left = node.child_by_field_name("left")
    if left is not None:
        bind_all(walk, left, frame)
    inner = frame.within(header=node)
    for child in reversed(node.named_children):
        if child != left:
            walk.push(child, inner if child.type == "block" else frame)


def _assignment(walk: Walk, node: Node, frame: Frame) -> None:
    targets: list[Node] = []
    declared: Node | None = None
    value: Node | None = node
    while value is not None and value.type == "assignment":
        targets.extend(value.children_by_field_name("left"))
        declared = declared or value.child_by_field_name("type")
        value = value.child_by_field_name("right")
    if value is not None:
        walk.push(value, frame)
    if declared is not None:
        walk.push(declared, frame, annotation)
    written = fold(declared) if declared else None
    is_alias = written is not None and written.rpartition(".")[2] == "TypeAlias"
    if is_alias and value is not None:
        walk.push(value, frame, annotation)
    held = annotated(declared) if declared and not is_alias else UNKNOWN
    for target in targets:
        if value is not None and frame.in_module_body:
            walk.exports.assign(target, value)
        values = _values(target, value)
        for at, part in enumerate(bind(walk, target, frame, _held(held, value, frame))):
            own = values[at] if at < len(values) else None
            _record(walk, node, part, frame, written, own, _held(held, own, frame), is_alias=is_alias)


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


def _held(declared: str, value: Node | None, frame: Frame) -> str:
    if declared != UNKNOWN:
        return declared
    return made(value, frame.scope) if value is not None else UNKNOWN


def _record(  # noqa: PLR0913  all that an assignment says
    walk: Walk,
    statement: Node,
    target: Node,
    frame: Frame,
    written: str | None,
    value: Node | None,
    held: str,
    *,
    is_alias: bool = False,
) -> None:
    """Keep an assignment as constant of the module or as attribute of the class, if it makes one."""
    name = text(target)
    if target.type == "attribute":
        of, attribute = target.child_by_field_name("object"), target.child_by_field_name("attribute")
        if frame.owner is None or frame.function is None or of is None or attribute is None:
            return
        if text(of) != frame.itself or not frame.function.on_instance:
            return
        written = written or _annotation_of_parameter(value, frame)
        made_here = walk.attributes.attribute(statement, text(attribute), "instance", written, value, held)
        frame.owner.members.add(made_here, in_init=frame.function.name == "__init__")
    elif frame.in_module_body and not _DUNDER.fullmatch(name):
        scope: AttributeScope = "type_alias" if is_alias else "module"
        walk.constants.setdefault(name, walk.attributes.attribute(statement, name, scope, written, value, held))
    elif frame.in_class_body and frame.owner is not None and name != "__slots__":
        scope = "type_alias" if is_alias else "class"
        frame.owner.members.add(walk.attributes.attribute(statement, name, scope, written, value, held))


def _annotation_of_parameter(value: Node | None, frame: Frame) -> str | None:
    if value is None or value.type != "identifier" or frame.function is None or frame.nested:
        return None
    name = text(value)
    return next((each.annotation for each in frame.function.signature.parameters if each.name == name), None)


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
    else:
        walk.push(target, frame)


def _type_alias(walk: Walk, node: Node, frame: Frame) -> None:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    if left is None or right is None or not left.named_children:
        return
    name, inner = left.named_children[0], frame.within(scope=Scope(frame.scope))
    if name.type == "generic_type":
        bind_type_parameters(walk, name.named_children[1], inner)
        name = name.named_children[0]
    walk.push(right, inner, annotation)
    _record(walk, node, name, frame, None, right, NOTHING, is_alias=True)


def bind_type_parameters(walk: Walk, parameters: Node, frame: Frame) -> None:
    """Bind the names of a type parameter list, and note what their bounds mention."""
    for parameter in parameters.named_children:
        name = parameter
        while name.type != "identifier" and name.named_children:
            if name.type == "constrained_type":
                for bound in name.named_children[1:]:
                    walk.push(bound, frame, annotation)
            name = name.named_children[0]
        frame.scope.bind(text(name))


def _raise(walk: Walk, node: Node, frame: Frame) -> None:
    cause = node.child_by_field_name("cause")
    if cause is not None:
        walk.push(cause, frame)
    for raised in node.named_children:
        if raised == cause or raised.type == "comment":
            continue
        walk.push(raised, frame, as_raised)
        function = raised.child_by_field_name("function") if raised.type == "call" else raised
        if function is not None and frame.function is not None and not frame.nested:
            root, rest, start = unravel(function)
            if root and start is None:
                frame.function.raised.append((root, rest, frame.scope))


def _declaration(walk: Walk, node: Node, frame: Frame) -> None:
    frame.scope.declared.update(text(name) for name in node.named_children)


def _import(walk: Walk, node: Node, frame: Frame) -> None:
    walk.imports.extend(imports(node, frame.guard))


VISITS: dict[str, Visit] = {
    **dict.fromkeys(_COMPOUND, _compound),
    **dict.fromkeys(("module", "block"), suite),
    **dict.fromkeys(("import_statement", "import_from_statement", "future_import_statement"), _import),
    **dict.fromkeys(("global_statement", "nonlocal_statement"), _declaration),
    "for_statement": _for_statement,
    "assignment": _assignment,
    "augmented_assignment": _augmented_assignment,
    "type_alias_statement": _type_alias,
    "raise_statement": _raise,
}
