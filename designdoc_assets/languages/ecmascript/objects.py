"""What object literals define that a file offers: functions, values, and what functions and data make together."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from designdoc_assets.languages.ecmascript.exports import exported_by
from designdoc_assets.languages.ecmascript.functions import FUNCTIONS, parts_of
from designdoc_assets.languages.ecmascript.imports import DEFAULT, unquoted
from designdoc_assets.languages.engine.definition import Definition, Found
from designdoc_assets.languages.engine.written import text

_AROUND = frozenset({"parenthesized_expression", "as_expression", "satisfies_expression"})
_DEEPEST = 3
"""Objects in objects that are types."""
_FROZEN = frozenset({"Object.freeze", "Object.seal"})
_NAMES = frozenset({"property_identifier", "string"})
_IDENTIFIER = re.compile(r"[\w$-]+")


def tell_objects(found: Found, root: Node) -> None:
    """Make types of the objects with functions in them that a file offers by name, or as its only thing."""
    offered = {entry.facts.name for entry in found.imports if entry.form == "renamed"}
    offered |= {name for statement in root.named_children for name, _ in exported_by(statement)}
    for each in found.top:
        literal = literal_of(each.part("value"))
        if literal is not None and (each.kind == "object" or (each.kind == "constant" and each.name in offered)):
            _make_object(each, literal)
    for statement in root.named_children:
        value = statement.child_by_field_name("value") if statement.type == "export_statement" else None
        literal = literal_of(value)
        if literal is not None and _has_functions(literal):
            made = Definition("constant", DEFAULT, literal, {}, start=statement.start_byte)
            _make_object(made, literal)
            found.top.append(made)
    found.top.sort(key=lambda each: (each.start, -each.end))


def literal_of(value: Node | None) -> Node | None:
    """Return the object literal that a value is, frozen or said to be of some type."""
    while value is not None and value.type != "object":
        if value.type in _AROUND:
            value = value.named_children[0] if value.named_child_count else None
        elif value.type == "call_expression" and text(value.child_by_field_name("function")) in _FROZEN:
            arguments = value.child_by_field_name("arguments")
            value = arguments.named_children[0] if arguments is not None and arguments.named_child_count else None
        else:
            return None
    return value


def members_of(literal: Node, *, callable_as: str, value_as: str) -> Iterator[Definition]:
    """Yield what the members of an object define.

    Args:
        literal: The object.
        callable_as: The kind of what is written as a method.
        value_as: The kind of other members; those that hold functions become such later.
    """
    for child in literal.named_children:
        name = child.child_by_field_name("key" if child.type == "pair" else "name")
        if name is None or name.type not in _NAMES or _IDENTIFIER.fullmatch(unquoted(name)) is None:
            continue
        if child.type == "method_definition":
            parts = {part: [node] for part, node in parts_of(child)} | {"name": [name]}
            yield Definition(callable_as, unquoted(name), child, parts, start=child.start_byte)
        elif child.type == "pair" and (value := child.child_by_field_name("value")) is not None:
            parts = {"name": [name], "value": [value]}
            yield Definition(value_as, unquoted(name), child, parts, start=child.start_byte)


def _make_object(each: Definition, literal: Node, depth: int = 0) -> None:
    # Most objects are data, and some are long.
    is_data = not any(mark in (literal.text or b"") for mark in (b")", b"=>"))
    if depth > _DEEPEST or is_data or not _has_functions(literal, depth):
        return
    each.kind, each.word = "object", "object"
    each.parts.pop("value", None)
    each.inner = [*each.inner, *members_of(literal, callable_as="method", value_as="field")]
    for inner in each.inner:
        inner.owner = each
        nested = literal_of(inner.part("value"))
        if nested is not None:
            _make_object(inner, nested, depth + 1)


def _has_functions(literal: Node, depth: int = 0) -> bool:
    """Whether an object holds functions, or objects that do."""
    for child in literal.named_children:
        value = child.child_by_field_name("value") if child.type == "pair" else None
        if child.type == "method_definition" or (value is not None and value.type in FUNCTIONS):
            return True
        nested = literal_of(value) if depth < _DEEPEST else None
        if nested is not None and _has_functions(nested, depth + 1):
            return True
    return False
