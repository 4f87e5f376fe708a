"""What of a file nobody is told: tests beside the code that they test, and names that mention nothing by themselves."""

from bisect import bisect_right
from typing import NamedTuple

from tree_sitter import Node

from designdoc_assets.languages.engine.definition import Definition, Found
from designdoc_assets.languages.rust.attributes import above, is_for_tests, is_test


class Gone(NamedTuple):
    """What of a file is there for tests alone."""

    stretches: list[tuple[int, int]]
    passed: list[Node]
    """All comments and literals of the file."""


def without_tests(found: Found) -> Gone:
    """Take out of a file what is there for tests alone: to digests and excerpts it is what a comment is.

    Definitions that stay are told what stands above them. Tests in no module of their own stay: in files of nothing but
    tests they tell what is tested.
    """
    gone: list[tuple[int, int]] = []
    nodes: list[Node] = []
    found.top = _kept(found.top, gone, nodes)
    taken = Gone(gone, [*found.comments, *found.literals])
    if not gone:
        return taken
    gone.sort()
    starts = [start for start, _ in gone]

    def is_gone(node: Node) -> bool:
        at = bisect_right(starts, node.start_byte) - 1
        return at >= 0 and node.start_byte < gone[at][1]

    found.mentions = {kind: [node for node in each if not is_gone(node)] for kind, each in found.mentions.items()}
    found.imports = [each for each in found.imports if not is_gone(each.node)]
    found.literals = [node for node in found.literals if not is_gone(node)]
    found.comments = [*(node for node in found.comments if not is_gone(node)), *nodes]
    found.bindings = [each for each in found.bindings if not is_gone(each.targets[0])]
    return taken


def _kept(definitions: list[Definition], gone: list[tuple[int, int]], nodes: list[Node]) -> list[Definition]:
    kept: list[Definition] = []
    for each in definitions:
        around = above(each.node)
        is_by_itself = each.owner is None and each.kind == "function" and not is_for_tests(around.attributes)
        if is_test(around.attributes) and not is_by_itself:
            nodes += [*around.attributes, *around.docs, each.node]
            gone.append((each.node.start_byte, each.end))
        else:
            each.docs, each.parts["_attributes"] = around.docs, around.attributes
            each.inner = _kept(each.inner, gone, nodes)
            kept.append(each)
    return kept


def without_parts(found: Found) -> None:
    """Drop mentions that are the last name of a longer path, and those in imports."""
    source = found.source
    spans = [(each.node.start_byte, each.node.end_byte) for each in found.imports]
    spans.sort()
    starts = [start for start, _ in spans]

    def is_whole(node: Node) -> bool:
        start = node.start_byte
        if source[start - 2 : start] == b"::":
            return False
        at = bisect_right(starts, start) - 1
        return at < 0 or start >= spans[at][1]

    found.mentions = {kind: [node for node in each if is_whole(node)] for kind, each in found.mentions.items()}
