"""What constants and variables are set to: each of several in one line, and what `iota` gives those below it."""

import re
from collections.abc import Sequence

from tree_sitter import Node

from designdoc_assets.languages.engine.definition import Found
from designdoc_assets.languages.engine.written import MOST, folded, text
from designdoc_assets.languages.go.paths import path_of

_OF_IOTA = re.compile(
    r"\(?(?:(?P<plain>iota)|iota (?P<sign>[+*-]) (?P<number>\d+)|(?P<base>\d+) (?P<by>[+*]|<<) \(?iota"
    r"(?: (?P<then>[+*-]) (?P<more>\d+))?\)?)\)?"
)


def tell_values(found: Found) -> None:
    """Tell the constants and variables of a file their types and values, as far as these are not theirs alone."""
    before: tuple[Node | None, Node | None] = (None, None)
    group: Node | None = None
    places: dict[int, int] = {}
    for each in found.top:
        spec = each.part("statement")
        if each.kind not in {"constant", "variable"} or spec is None:
            continue
        values, type_ = spec.child_by_field_name("value"), spec.child_by_field_name("type")
        if type_ is not None:
            each.parts["type"] = [type_]
        names = [node for node in spec.named_children if node.type == "identifier"]
        place = next((at for at, node in enumerate(names) if node.id == each.node.id), 0)
        given = [child for child in values.named_children if child.type != "comment"] if values is not None else []
        if len(given) == len(names):
            each.parts["value"] = [given[place]]
        elif len(given) == 1:
            each.value = folded(text(given[0]), most=MOST)
            each.changes["holds"] = (f"{path}[{place}]",) if (path := path_of(given[0])) else ()
        if spec.type != "const_spec":
            continue
        if values is not None or spec.parent != group:
            if spec.parent != group:
                group = spec.parent
                places = _places(group)
            before = values, type_
        elif before[0] is not None:
            # An empty line of a group repeats the one before it.
            repeated = [child for child in before[0].named_children if child.type != "comment"]
            each.value = _value(repeated, place, places.get(spec.id, 0))
            each.type = folded(text(before[1])) if before[1] is not None else None


def _places(group: Node | None) -> dict[int, int]:
    """Return which constant of a group each is, by its node's id, counted from 0: what `iota` stands for."""
    specs = [node for node in group.named_children if node.type == "const_spec"] if group is not None else []
    return {node.id: at for at, node in enumerate(specs)}


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
