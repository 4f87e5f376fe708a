"""What patterns take out of objects: `const { port } = this.config` mentions `this.config.port`; `port` holds that."""

from tree_sitter import Node

from designdoc_assets.languages.ecmascript.paths import object_of, path_of
from designdoc_assets.languages.engine.definition import Found
from designdoc_assets.languages.engine.written import text

_DEEPEST = 24


def tell_destructuring(found: Found) -> None:
    """Tell of each name in a pattern which member of which object it holds, and that the member is mentioned."""
    for binding in found.bindings:
        taken = _taken_by(binding.targets[0]) if not binding.kind else None
        if taken is None:
            continue
        member, holder = _member_of(taken), _holder_of(taken, 0)
        if member is None or not holder:
            continue
        binding.kind, binding.values = "path", []
        binding.path = f"{holder}.{text(member)}"
        found.members_of[member.start_byte] = holder
        found.mentions.setdefault("name", []).append(member)


def _taken_by(target: Node) -> Node | None:
    """Return the part of a pattern that puts something into a name."""
    if target.type == "shorthand_property_identifier_pattern":
        return target
    outer = target.parent
    if outer is not None and outer.type == "assignment_pattern":
        outer = outer.parent
    return outer if outer is not None and outer.type == "pair_pattern" else None


def _member_of(taken: Node) -> Node | None:
    """Return the name of the member; None for one that is computed."""
    if taken.type == "shorthand_property_identifier_pattern":
        return taken
    key = taken.child_by_field_name("key")
    return key if key is not None and key.type == "property_identifier" else None


def _holder_of(taken: Node, depth: int) -> str:
    """Return the access path of the object that a part of a pattern takes something out of; empty if it is unknown."""
    pattern = taken.parent
    while pattern is not None and pattern.type in {"object_assignment_pattern", "assignment_pattern"}:
        pattern = pattern.parent
    if pattern is None or pattern.type != "object_pattern" or depth > _DEEPEST:
        return ""
    outer = pattern.parent
    if outer is not None and outer.type == "assignment_pattern":
        outer = outer.parent
    if outer is None:
        return ""
    declared = outer.child_by_field_name("type")
    if declared is not None:
        return object_of(declared)
    match outer.type:
        case "variable_declarator":
            value = outer.child_by_field_name("value")
        case "assignment_expression":
            value = outer.child_by_field_name("right")
        case "pair_pattern":
            member, holder = _member_of(outer), _holder_of(outer, depth + 1)
            return f"{holder}.{text(member)}" if member is not None and holder else ""
        case _:
            value = None
    return path_of(value) if value is not None else ""
