"""What statements do: the blocks they enclose, what they import and raise. Assignments are a matter of their own."""

import re

from tree_sitter import Node

from designdoc_assets.languages.facts import When
from designdoc_assets.languages.python.assertions import assertions_of
from designdoc_assets.languages.python.assignment_visits import note_entry
from designdoc_assets.languages.python.expression_visits import as_caught, as_raised, bind_all, note_change, note_loop
from designdoc_assets.languages.python.flow import narrow, push_branches
from designdoc_assets.languages.python.imports import imports
from designdoc_assets.languages.python.program_guard import GUARD, is_guard
from designdoc_assets.languages.python.raising import raises_of
from designdoc_assets.languages.python.syntax import text
from designdoc_assets.languages.python.walk import Frame, Visit, Walk, visit_children
from designdoc_assets.languages.run_facts import Program

_TYPE_CHECKING = re.compile(r"(?:\w+\.)?TYPE_CHECKING")
_COMPOUND = (
    *("if_statement", "elif_clause", "else_clause", "try_statement", "finally_clause"),
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
    is_handled = node.type == "try_statement" and any(c.type == "except_clause" for c in node.children)
    if is_handled and frame.when == "always":
        frame = frame.changed(when="optional")
    when: When | None = None
    if _is_for_types(node):
        when = "types"
    if frame.in_module_body and is_guard(node):
        walk.programs.append(Program(node.start_point[0] + 1, GUARD))
    # What is not for type checkers is for all that runs.
    is_always = node.type == "else_clause" and node.parent is not None and _is_for_types(node.parent)
    inner = frame if is_always else frame.changed(header=node, when=when)
    push_branches(walk, node, node.named_children, frame, inner)


def _except(walk: Walk, node: Node, frame: Frame) -> None:
    caught = node.child_by_field_name("value")
    push_branches(walk, node, (c for c in node.named_children if c != caught), frame, frame.changed(header=node))
    if caught is not None:
        walk.push(caught, frame, as_caught)


def _is_for_types(node: Node) -> bool:
    condition = node.child_by_field_name("condition")
    return condition is not None and _TYPE_CHECKING.fullmatch(text(condition)) is not None


def _for_statement(walk: Walk, node: Node, frame: Frame) -> None:
    left = node.child_by_field_name("left")
    if left is not None:
        bind_all(walk, left, frame)
        note_loop(node, frame.scope)
    inner = frame.changed(header=node)
    push_branches(walk, node, (child for child in node.named_children if child != left), frame, inner)


def _raise(walk: Walk, node: Node, frame: Frame) -> None:
    cause = node.child_by_field_name("cause")
    if cause is not None:
        walk.push(cause, frame)
    for raised in node.named_children:
        if raised == cause or raised.type == "comment":
            continue
        walk.push(raised, frame, as_raised)
    if frame.function is not None and not frame.nested:
        frame.function.raises += raises_of(node, frame, walk.imports)


def _assert(walk: Walk, node: Node, frame: Frame) -> None:
    walk.push(node, frame, _narrow)
    for child in reversed(node.named_children):
        walk.push(child, frame)
    if frame.function is not None and not frame.nested:
        frame.function.asserts += assertions_of(node, frame)


def _narrow(_walk: Walk, node: Node, frame: Frame) -> None:
    narrow(node, frame.scope, holds=True)


def _declaration(walk: Walk, node: Node, frame: Frame) -> None:
    names = [text(name) for name in node.named_children]
    frame.scope.declared.update(names)
    if node.type == "global_statement":
        walk.global_names += [(name, frame.scope) for name in names]


def _delete(walk: Walk, node: Node, frame: Frame) -> None:
    for part in node.named_children:
        for target in part.named_children if part.type == "expression_list" else [part]:
            note_change(target, frame)
            note_entry(walk, target, frame)
    visit_children(walk, node, frame)


def _import(walk: Walk, node: Node, frame: Frame) -> None:
    found = list(imports(node, frame.when))
    walk.imports.extend(found)
    walk.origins.add(found)


VISITS: dict[str, Visit] = {
    **dict.fromkeys(_COMPOUND, _compound),
    **dict.fromkeys(("module", "block"), suite),
    **dict.fromkeys(("import_statement", "import_from_statement", "future_import_statement"), _import),
    **dict.fromkeys(("global_statement", "nonlocal_statement"), _declaration),
    "except_clause": _except,
    "for_statement": _for_statement,
    "assert_statement": _assert,
    "delete_statement": _delete,
    "raise_statement": _raise,
}
