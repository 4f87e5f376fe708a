"""What is declared in several pieces of one file, as one: interfaces, classes and namespaces of the same name."""

from tree_sitter import Node

from designdoc_assets.languages.ecmascript.spelling import spelled
from designdoc_assets.languages.engine.definition import TYPES, Definition, Found

_MERGING = frozenset({"interface", "class", "abstract class", "module", "enum"})


def merge(found: Found) -> None:
    """Make types of type aliases with members, and put what adds to a type of the same name into that."""
    for each in found.all():
        value = each.part("value") if each.kind == "alias" else None
        if value is not None and value.type == "object_type" and not _is_mapped(value):
            each.kind = "type"
            each.parts.pop("value")
        elif value is not None and value.type == "union_type":
            each.value = spelled(value).lstrip("| \n")  # Before the first, it is layout.
    found.top = _merged(found.top)
    for each in found.types():
        each.inner = _merged(each.inner)


def _merged(definitions: list[Definition]) -> list[Definition]:
    first: dict[str, Definition] = {}
    # A namespace beside a class or an enumeration of its name holds more of that.
    for each in sorted(definitions, key=lambda each: each.kind == "module"):
        if each.kind in _MERGING and not each.is_in_function:
            first.setdefault(each.name, each)
    kept: list[Definition] = []
    for each in definitions:
        target = first.get(each.name, each) if each.kind in _MERGING and not each.is_in_function else each
        if target is each:
            kept.append(each)
            continue
        taken = {(inner.name, inner.kind) for inner in target.inner}
        for inner in each.inner:
            if inner.kind in TYPES or (inner.name, inner.kind) not in taken:
                inner.owner = target
                target.inner.append(inner)
        target.parts["name"] = [*target.parts.get("name", ()), *each.parts.get("name", ())]
        target.pieces.append(each)
    return kept


def _is_mapped(value: Node) -> bool:
    """Whether a type has a member for each of other names: it is worked out, and lists none."""
    return any(
        child.type == "mapped_type_clause" for member in value.named_children[:1] for child in member.named_children
    )
