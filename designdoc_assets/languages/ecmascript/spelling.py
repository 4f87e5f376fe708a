"""Types and values on one line: with the semicolons that line breaks stand for, and without comments."""

from collections.abc import Iterator
from itertools import pairwise

from tree_sitter import Node

from designdoc_assets.languages.engine.written import edited, text

_MEMBERS = frozenset({"object_type", "interface_body"})
_SUMS = frozenset({"union_type", "intersection_type"})
_LISTS = _MEMBERS | {"statement_block"}


def spelled(node: Node) -> str:
    """Return what is written at a node so that it can be put on one line."""
    return edited(node, _edits(node)) if b"\n" in (node.text or b"") else text(node)


def _edits(node: Node) -> Iterator[tuple[int, int, bytes]]:
    stack = [node]
    while stack:
        here = stack.pop()
        if here.type == "comment":
            yield here.start_byte, here.end_byte, b""
            continue
        if here.type in _SUMS and here.children[0].type in {"|", "&"}:
            yield here.start_byte, here.children[1].start_byte, b""  # Before the first, it is layout.
        if here.type in _LISTS:
            yield from _separators(here)
        stack += here.children


def _separators(block: Node) -> Iterator[tuple[int, int, bytes]]:
    """Yield semicolons where there are none between the members of a type, or between statements; and less the last."""
    said = [child for child in block.children if child.type != "comment"]
    for child, after in pairwise(said):
        if child.type in {";", ","} and after.type == "}" and block.type in _MEMBERS:
            yield child.start_byte, child.end_byte, b""
        elif after.type == ";" and child.next_sibling == after:
            yield child.end_byte, after.start_byte, b""  # It was put there to mend the source.
        elif child.is_named and after.is_named:
            is_parted = block.type not in _MEMBERS and text(child).endswith((";", "}"))
            yield child.end_byte, child.end_byte, b"" if is_parted else b";"
