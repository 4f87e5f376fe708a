"""Attributes and constants: what assignments bind in modules, in classes, and on `self`."""

import inspect
import re
from dataclasses import replace
from typing import Literal, NamedTuple

from tree_sitter import Node

from designdoc_assets.source.languages.python.names import NOTHING, UNKNOWN
from designdoc_assets.source.languages.python.syntax import fold, string_value
from designdoc_assets.source.symbols import Attribute

AttributeScope = Literal["module", "class", "instance", "type_alias"]

VALUE_WIDTH = 480
"""Characters of a value that are shown: a few lines of the page."""
TABLE_WIDTH = 16_000
"""Characters of a list, a table or the like that are shown: people look up what is in it."""
INSTANCE_WIDTH = 120
"""Characters of what an object's attribute is first set to, which is a detail."""
TYPE_WIDTH = 480
"""Characters of a type that are shown: half of a type says nothing."""
_COLLECTIONS = frozenset({"list", "tuple", "set", "dictionary", "expression_list"})
_OWN = re.compile(r"(?:self|cls)\.")
_COMMENT = re.compile(rb"\s*#:[ \t]?(.*)")


class Bound(NamedTuple):
    """What an assignment says of one of the names that it binds."""

    statement: Node
    annotation: str | None
    value: Node | None
    held: str
    """As in `Scope.held`."""
    is_alias: bool = False
    """Whether it gives a name to a type."""


class AttributeReader:
    """Makes attributes of assignments, with the string literals and `#:` comments that document them."""

    def __init__(self, source: bytes) -> None:
        self._lines = source.split(b"\n") if b"#:" in source else []
        self._literals: dict[int, Node] = {}

    def documented(self, statement: Node, literal: Node) -> None:
        """Remember the string literal that stands right below an assignment."""
        self._literals[statement.start_byte] = literal

    def attribute(self, name: str, scope: AttributeScope, bound: Bound) -> Attribute:
        """Return the attribute that an assignment makes of a name."""
        return Attribute(
            name,
            bound.statement.start_point[0] + 1,
            scope,
            bound.annotation,
            _shown(bound.value, scope) if bound.value else None,
            bound.held if bound.held not in {UNKNOWN, NOTHING} and not _OWN.match(bound.held) else None,
            self._docstring(bound.statement),
        )

    def _docstring(self, statement: Node) -> str | None:
        literal = self._literals.get(statement.start_byte)
        if literal is not None:
            return inspect.cleandoc(string_value(literal) or "") or None
        if not self._lines:
            return None
        row, column = statement.end_point
        if behind := _COMMENT.fullmatch(self._lines[row][column:]):
            return _decoded([behind[1]])
        above: list[bytes] = []
        row = statement.start_point[0] - 1
        while row >= 0 and (comment := _COMMENT.fullmatch(self._lines[row])):
            above.insert(0, comment[1])
            row -= 1
        return _decoded(above)


def _shown(value: Node, scope: AttributeScope) -> str:
    return fold(value, limit=INSTANCE_WIDTH if scope == "instance" else _width(value))


def _width(value: Node) -> int:
    while value.type == "parenthesized_expression" and value.named_child_count == 1:
        value = value.named_children[0]
    operator = value.child_by_field_name("operator")
    is_union = operator is not None and operator.type == "|"
    if is_union or value.type in {"subscript", "generic_type", "type"}:
        return TYPE_WIDTH
    called_with = value.child_by_field_name("arguments") if value.type == "call" else None
    parts = called_with.named_children if called_with is not None else [value]
    return TABLE_WIDTH if any(part.type in _COLLECTIONS for part in parts) else VALUE_WIDTH


def _decoded(lines: list[bytes]) -> str | None:
    return b"\n".join(lines).decode("utf-8", "replace").strip() or None


class Members:
    """The attributes of one class, each name once: the class's own, those of `__init__`, those of other methods."""

    def __init__(self) -> None:
        self._of_class: dict[str, Attribute] = {}
        self._of_init: dict[str, Attribute] = {}
        self._of_methods: dict[str, Attribute] = {}

    def add(self, attribute: Attribute, *, in_init: bool = False) -> None:
        """Add an attribute; of two of one name the first counts, and the later one may complete it."""
        if attribute.scope != "instance":
            self._of_class.setdefault(attribute.name, attribute)
        else:
            (self._of_init if in_init else self._of_methods).setdefault(attribute.name, attribute)

    def attributes(self) -> tuple[Attribute, ...]:
        """Return the attributes, in order."""
        merged: dict[str, Attribute] = {}
        for attribute in (*self._of_class.values(), *self._of_init.values(), *self._of_methods.values()):
            known = merged.setdefault(attribute.name, attribute)
            if known is not attribute:
                merged[attribute.name] = replace(
                    known,
                    annotation=known.annotation or attribute.annotation,
                    made_by=known.made_by or attribute.made_by,
                    docstring=known.docstring or attribute.docstring,
                )
        return tuple(merged.values())
