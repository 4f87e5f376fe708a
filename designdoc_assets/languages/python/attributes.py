"""Attributes and constants: what assignments bind in modules, in classes, and on `self`."""

import inspect
import re
from dataclasses import replace
from typing import Literal, NamedTuple

from tree_sitter import Node

from designdoc_assets.languages.doc_facts import Visibility
from designdoc_assets.languages.facts import Attribute, Call
from designdoc_assets.languages.python.calls import call_of
from designdoc_assets.languages.python.comments import is_first_of_commented
from designdoc_assets.languages.python.docs.docstrings import parse, unsplit, without_meta
from designdoc_assets.languages.python.names import NOTHING, UNKNOWN, Held
from designdoc_assets.languages.python.syntax import authored_text, fold, text
from designdoc_assets.languages.python.visibility import is_special, visibility_of

AttributeScope = Literal["module", "class", "instance", "type_alias"]

VALUE_WIDTH = 480
"""Characters of a value that are shown: a few lines of the page."""
TABLE_WIDTH = 16_000
"""Characters of a list, a table or the like that are shown: people look up what is in it."""
INSTANCE_WIDTH = 120
"""Characters of what an object's attribute is first set to, which is a detail."""
LINE_WIDTH = 120
"""Characters of a value that is shown on one line, however it is written."""
TYPE_WIDTH = 480
"""Characters of a type that are shown: half of a type says nothing."""
_COLLECTIONS = frozenset({"list", "tuple", "set", "dictionary", "expression_list"})
_OWN = re.compile(r"(?:self|cls)\.")
_COMMENT = re.compile(rb"\s*#:[ \t]?(.*)")


class Bound(NamedTuple):
    """What an assignment says of one of the names that it binds."""

    statement: Node
    type: str | None
    value: Node | None
    held: str
    """As in `Scope.held`."""
    is_alias: bool = False
    """Whether it gives a name to a type."""
    type_parameters: str = ""
    text: str = ""
    """What the annotation says of it."""
    holds: Held = ()
    """What the value may be."""
    condition: str | None = None
    """The header of the compound statement around it."""


class AttributeReader:
    """Makes attributes of assignments, with the string literals and `#:` comments that document them."""

    def __init__(self, source: bytes) -> None:
        self._lines = source.split(b"\n") if b"#:" in source else []
        self._literals: dict[int, Node] = {}

    def documented(self, statement: Node, literal: Node) -> None:
        """Remember the string literal that stands right below an assignment."""
        self._literals[statement.start_byte] = literal

    def attribute(self, name: str, scope: AttributeScope, bound: Bound, *, is_method: bool = False) -> Attribute:
        """Return the attribute that an assignment makes of a name.

        Args:
            name: The name.
            scope: What it is a name of.
            bound: What the assignment says.
            is_method: Whether it is another name of a method: what is said of it has parts, then.
        """
        said, is_private = without_meta(self._said_of(bound.statement) or bound.text)
        return Attribute(
            name,
            bound.statement.start_point[0] + 1,
            scope,
            type=bound.type,
            value=_shown(bound.value, scope) if bound.value else None,
            call=_call(bound.value, scope) if bound.value else None,
            made_by=bound.held if bound.held not in {UNKNOWN, NOTHING} and not _OWN.match(bound.held) else None,
            doc=(parse if is_method else unsplit)(said) if said and not is_private else None,
            type_parameters=bound.type_parameters,
            holds=bound.holds if not bound.type and bound.holds != (f"{bound.held}()",) else (),
            visibility="private" if is_private else visibility_of(name),
            is_special=is_special(name),
            condition=bound.condition if scope in {"module", "class"} else None,
            written=_lines_of(bound.value, bound.statement) if bound.value and scope in {"module", "class"} else "",
        )

    def _said_of(self, statement: Node) -> str | None:
        literal = self._literals.get(statement.start_byte)
        if literal is not None:
            return inspect.cleandoc(authored_text(literal) or "") or None
        if not self._lines:
            return None
        row, column = statement.end_point
        if behind := _COMMENT.fullmatch(self._lines[row][column:]):
            return _decoded([behind[1]])
        above: list[bytes] = []
        if is_first_of_commented(statement):
            return None
        row = statement.start_point[0] - 1
        while row >= 0 and (comment := _COMMENT.fullmatch(self._lines[row])):
            above.insert(0, comment[1])
            row -= 1
        return _decoded(above)


def _call(value: Node, scope: AttributeScope) -> Call | None:
    call = call_of(value) if scope in {"class", "instance"} else None
    return call if call is None or scope == "class" else Call(call.name)


def set_anew(known: Attribute, later: Attribute) -> Attribute:
    """Return an attribute or constant that a later assignment sets: what was said of it stays, its value does not."""
    if later.value is None:
        return replace(known, type=known.type or later.type)
    builds_on = _builds_on(known.name, later.value)
    return replace(
        known,
        type=later.type or known.type,
        value=None if builds_on else later.value,
        call=None if builds_on else later.call,
        made_by=known.made_by if builds_on else later.made_by,
        holds=known.holds if builds_on else later.holds,
        doc=later.doc or known.doc,
        visibility=_narrower(known.visibility, later.visibility),
        condition=later.condition,
        is_set_again=builds_on,
        written="" if builds_on else later.written,
    )


def perhaps_set_anew(known: Attribute, later: Attribute) -> Attribute:
    """Return an attribute or constant that a later assignment may set, or may not: under a condition, say."""
    if later.value is None:
        return known
    if known.value is None and not known.is_set_again and not _builds_on(known.name, later.value):
        return replace(later, type=known.type or later.type, doc=known.doc or later.doc)
    return replace(known, is_set_again=True)


def _builds_on(name: str, value: str) -> bool:
    """Whether a value is made of what the name was before, as in `NAMES = NAMES + [...]`: neither tells what it is."""
    return re.search(rf"(?<![\w.]){re.escape(name)}\b", value) is not None


def _narrower(one: Visibility, other: Visibility) -> Visibility:
    """Return for whom an attribute is meant that an author says so of in one of two places."""
    return one if other == "public" else other


def _shown(value: Node, scope: AttributeScope) -> str:
    return fold(value, limit=INSTANCE_WIDTH if scope == "instance" else _width(value))


def _lines_of(value: Node, statement: Node) -> str:
    """Return the source of a long value of several lines, which its author chose."""
    raw = text(value)
    folded = fold(value, limit=LINE_WIDTH + 1) if "\n" in raw else ""
    if not folded or (len(folded) <= LINE_WIDTH and "\n" not in folded):
        return ""
    first, *others = raw.split("\n")
    margin = statement.start_point[1]
    if all(not line[:margin].strip(" ") for line in others):
        others = [line[margin:] for line in others]
    kept: list[str] = []
    left = _width(value)
    for line in (first, *others):
        left -= len(line) + 1
        if left < 0 and kept:
            return "\n".join([*kept, "…"])
        kept.append(line.rstrip("\r"))
    return "\n".join(kept)


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
        self._set_again: set[str] = set()

    def add(self, attribute: Attribute, *, in_init: bool = False, replaces: bool = False) -> None:
        """Add an attribute; of two of one name the first counts, and the later one may complete it.

        Args:
            attribute: One of the class or of its instances.
            in_init: Whether the constructor sets it.
            replaces: Whether one of the class is set so whatever happens, and an earlier value is gone.
        """
        if attribute.name in self._of_init or attribute.name in self._of_methods:
            self._set_again.add(attribute.name)
        if attribute.scope != "instance":
            known = self._of_class.get(attribute.name)
            if known is not None:
                attribute = (set_anew if replaces else perhaps_set_anew)(known, attribute)
            self._of_class[attribute.name] = attribute
        else:
            (self._of_init if in_init else self._of_methods).setdefault(attribute.name, attribute)

    def has(self, name: str) -> bool:
        """Whether the class itself has an attribute so far."""
        return name in self._of_class

    def forget_value(self, name: str) -> None:
        """Forget the value of an attribute of the class, which is no longer what it was set to."""
        if name in self._of_class:
            self._of_class[name] = replace(self._of_class[name], value=None, is_set_again=True)

    def attributes(self) -> tuple[Attribute, ...]:
        """Return the attributes, in order."""
        merged: dict[str, Attribute] = {}
        for attribute in (*self._of_class.values(), *self._of_init.values(), *self._of_methods.values()):
            known = merged.setdefault(attribute.name, attribute)
            if known is not attribute:
                is_in_init = known.scope == "class" and self._of_init.get(attribute.name) is attribute
                merged[attribute.name] = replace(
                    known,
                    set_to=attribute.value or "" if is_in_init else known.set_to,
                    type=known.type or attribute.type,
                    made_by=known.made_by or attribute.made_by,
                    holds=known.holds or (() if known.made_by else attribute.holds),
                    doc=known.doc or attribute.doc,
                    visibility=_narrower(known.visibility, attribute.visibility),
                )
        for name in self._set_again & merged.keys():
            if merged[name].scope == "instance":
                # Of something else, too, so the first call does not tell what it holds.
                merged[name] = replace(merged[name], call=None)
        return tuple(merged.values())
