"""Which mentions of names count, and of what: not parts of dotted types, nor what is of an object without a name."""

from bisect import bisect_right
from collections.abc import Collection, Iterator

from tree_sitter import Node

from designdoc_assets.languages.engine.definition import Found
from designdoc_assets.languages.engine.written import text
from designdoc_assets.languages.java.paths import path_of

_SCOPED = "scoped_type_identifier"
_VALUES = frozenset({"identifier", "field_access"})
"""What means a field, a variable or a type, never a method."""
_OWN = ("this", "super")
_LABEL, _SWITCH = "switch_label", "switch_expression"
_NUMBERS = frozenset({"byte", "char", "int", "short", "Byte", "Character", "Integer", "Short", "String"})
"""The types of which labels are values; of all others that are switched over, a name alone is a constant of an enum."""


def finish_mentions(found: Found) -> None:
    """Leave out what names nothing that can be told, and tell what labels are constants of."""
    _finish_labels(found)
    _finish_fields(found)
    types = found.mentions.get("type", [])
    parts = (child for node in types if node.type == _SCOPED for child in node.children[1:])
    inner = {part.start_byte for part in parts}
    if inner:
        found.mentions["type"] = [node for node in types if node.start_byte not in inner]
    unnamed = sorted((node.start_byte, node.end_byte) for node in found.scopes if node.type == "class_body")
    if not unnamed:
        return
    starts = [start for start, _ in unnamed]
    for kind in ("call", "name"):
        nodes = found.mentions.get(kind, [])
        found.mentions[kind] = [node for node in nodes if not _is_of_own(node) or not _is_in(node, starts, unnamed)]


def _finish_fields(found: Found) -> None:
    """Leave out fields that are called like a method of the file: no method is meant where it is not called."""
    methods = {each.name for each in found.all() if each.kind == "method"}
    found.mentions["name"] = [
        node
        for node in found.mentions.get("name", [])
        if not (node.type in _VALUES and text(node).rpartition(".")[2] in methods)
    ]


def _finish_labels(found: Found) -> None:
    """Tell of which value the labels of each `switch` are constants, where that is of an enum."""
    names = (node for node in found.mentions.get("name", []) if node.type == "identifier")
    labels = [node for node in names if node.parent is not None and node.parent.type == _LABEL]
    if not labels:
        return
    numbers = frozenset(_numbers(found))
    for label in labels:
        switch = label.parent
        while switch is not None and switch.type != _SWITCH:
            switch = switch.parent
        value = switch.child_by_field_name("condition") if switch is not None else None
        if value is not None and (path := _of_enum(value, numbers)):
            found.members_of[label.start_byte] = path


def _of_enum(value: Node, numbers: Collection[str]) -> str:
    """Return the path of a value that is switched over; empty where it is none of an enum, or not told."""
    path = path_of(value)
    return "" if path.removesuffix("()").rpartition(".")[2] in numbers else path


def _numbers(found: Found) -> Iterator[str]:
    """Yield the names in a file of what is declared to be a number or a text."""
    for each in found.all():
        declared = each.part("type") or each.part("returns")
        if text(declared) in _NUMBERS:
            yield each.name
    for binding in found.bindings:
        if binding.kind == "type" and text(binding.values[0]) in _NUMBERS:
            yield from map(text, binding.targets)


def _is_in(node: Node, starts: list[int], unnamed: list[tuple[int, int]]) -> bool:
    """Return whether something stands in the body of a class without a name, of those that begin last before it."""
    at = bisect_right(starts, node.start_byte) - 1
    return any(unnamed[place][1] > node.start_byte for place in range(at, max(-1, at - 8), -1))


def _is_of_own(node: Node) -> bool:
    """Return whether something begins with the object itself: there, that has another class."""
    return text(node).lstrip("(").startswith(_OWN)
