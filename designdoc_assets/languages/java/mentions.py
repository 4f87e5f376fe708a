"""Which mentions of names count: not parts of dotted types, nor what is of an object without a name."""

from bisect import bisect_right

from tree_sitter import Node

from designdoc_assets.languages.engine.definition import Found
from designdoc_assets.languages.engine.written import text

_SCOPED = "scoped_type_identifier"
_OWN = ("this", "super")


def finish_mentions(found: Found) -> None:
    """Leave out what names nothing that can be told."""
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


def _is_in(node: Node, starts: list[int], unnamed: list[tuple[int, int]]) -> bool:
    """Return whether something stands in the body of a class without a name, of those that begin last before it."""
    at = bisect_right(starts, node.start_byte) - 1
    return any(unnamed[place][1] > node.start_byte for place in range(at, max(-1, at - 8), -1))


def _is_of_own(node: Node) -> bool:
    """Return whether something begins with the object itself: there, that has another class."""
    return text(node).lstrip("(").startswith(_OWN)
