"""What constants and variables are set to: each of several in one line, and what `iota` gives those below it."""

import re
from collections.abc import Sequence

from tree_sitter import Node

from designdoc_assets.languages.engine.definition import Found
from designdoc_assets.languages.engine.written import folded, text

_OF_IOTA = re.compile(
    r"\(?(?:(?P<plain>iota)|iota (?P<sign>[+*-]) (?P<number>\d+)|(?P<base>\d+) (?P<by>[+*]|<<) \(?iota"
    r"(?: (?P<then>[+*-]) (?P<more>\d+))?\)?)\)?"
)


def tell_values(found: Found) -> None:
    """Tell the constants and variables of a file their types and values, as far as these are not theirs alone."""
    before: tuple[Node | None, Node | None] = (None, None)
    group: Node | None = None
    for each in found.top:
        spec = each.part("statement")
        if each.kind != "constant" or spec is None:
            continue
        values, type_ = spec.child_by_field_name("value"), spec.child_by_field_name("type")
        if type_ is not None:
            each.parts["type"] = [type_]
        place = _place(spec, each.node)
        given = [child for child in values.named_children if child.type != "comment"] if values is not None else []
        if place < len(given):
            each.parts["value"] = [given[place]]
        elif len(given) == 1 and spec.type == "var_spec":
            each.value = folded(text(given[0]), most=480)
        if spec.type != "const_spec":
            continue
        if values is not None or spec.parent != group:
            group, before = spec.parent, (values, type_)
        elif before[0] is not None:
            # An empty line of a group repeats the one before it.
            repeated = [child for child in before[0].named_children if child.type != "comment"]
            each.value = _value(repeated, place, _index(spec))
            each.type = folded(text(before[1])) if before[1] is not None else None


def _place(spec: Node, name: Node) -> int:
    names = spec.children_by_field_name("name")
    found = [node for node in names if node.is_named]
    return next((at for at, node in enumerate(found) if node.id == name.id), 0)


def _index(spec: Node) -> int:
    """Return which constant of its group this is, counted from 0: what `iota` stands for."""
    siblings = [node for node in spec.parent.named_children if node.type == "const_spec"] if spec.parent else []
    return next((at for at, node in enumerate(siblings) if node.id == spec.id), 0)


def _value(repeated: Sequence[Node], place: int, iota: int) -> str | None:
    if place >= len(repeated):
        return None
    written = folded(text(repeated[place]))
    match = _OF_IOTA.fullmatch(written)
    if match is None:
        return None if "iota" in written else written
    if match["plain"]:
        return str(iota)
    if match["sign"]:
        return str(_worked_out(iota, match["sign"], int(match["number"])))
    factor = _worked_out(iota, match["then"], int(match["more"])) if match["then"] else iota
    if factor < 0 or factor > 64:
        return None
    return str(_worked_out(int(match["base"]), match["by"], factor))


def _worked_out(left: int, sign: str, right: int) -> int:
    return {"+": left + right, "-": left - right, "*": left * right}.get(sign, left << max(0, right))
