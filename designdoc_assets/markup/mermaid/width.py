"""How wide mermaid.js will draw a diagram, estimated without it: a picture that is wider than a page is scaled down.

The figures are those of mermaid.js 11 and its layout (dagre), measured with DejaVu Sans, wider than most fonts.
An estimate is no layout: `designdoc_tests/test_pictures.py` measures what browsers really make of it.
"""

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from designdoc_assets.markup.mermaid.diagram import (
    ClassDiagram,
    ClassEdge,
    Direction,
    EntityDiagram,
    Flowchart,
    FlowEdge,
    Graph,
    SequenceDiagram,
)
from designdoc_assets.markup.mermaid.lines import MOST_AT_EDGE, MOST_IN_BOX, lines

MOST_NODES = 12
"""Boxes of a diagram: more are not taken in at a glance."""
MOST_PX = 1_280 * 0.94
"""Text of 16 px in a picture of 1,280 px is 11 px in a column of 880 px. What is estimated may be a little short."""
_GOOD_PX = 1_000
"""Up to here, a picture goes from top to bottom, as people draw it."""

_NARROW, _NARROW_PX = frozenset("fijlrtIJ.,:;'|()[]/ -"), 6.0
_WIDE, _WIDE_PX = frozenset("mwMWO@%"), 15.0
_UPPER_PX, _OTHER_PX = 11.4, 10.1
_BOLD = 1.13
_CLASS_PADDING_PX, _BOX_PADDING_PX, _GROUP_PADDING_PX, _MARGIN_PX = 24.0, 60.0, 70.0, 16.0
_SPREAD = 1.45
"""Boxes of a row stand further apart where lines go past them in rows above and below."""
_BETWEEN_BOXES_PX, _BETWEEN_LINES_PX = 50.0, 20.0

_ACTOR_PX, _ACTOR_PADDING_PX, _BETWEEN_ACTORS_PX, _SEQUENCE_MARGIN_PX = 150.0, 20.0, 50.0, 100.0
_ESCAPED_PX = 60.0
"""mermaid.js measures an escaped character of a sequence as the seven that stand for it inside of it."""
MOST_SEQUENCE_PX = 1_120 * 0.94
"""Names of participants are 14 px: in a picture of 1,120 px, 11 px."""

MOST_ENTITIES_PX = 1_120
"""What is written at lines between tables is 14 px, too."""
_TABLE_PX, _TABLE_PADDING_PX, _BETWEEN_TABLES_PX, _BETWEEN_REFERENCES_PX = 100.0, 30.0, 140.0, 30.0
_TABLES_SPREAD = 1.8
"""Of 82 pictures of real tables none that is estimated to fit is wider, and 9 that would fit are estimated not to."""

DiagramT = TypeVar("DiagramT", ClassDiagram, Flowchart)
_Edge = tuple[str, str, float]
"""What is drawn before the other, and how wide what is written between them is."""


def largest(build: Callable[[int], DiagramT | None]) -> DiagramT | None:
    """Return the diagram of the most nodes that a page has room for, in the direction that suits it.

    Args:
        build: Returns the diagram of that many nodes at most; None where there is none.
    """
    for most in range(MOST_NODES, 2, -1):
        diagram = build(most)
        if diagram is None:
            return None
        diagram = laid_out(diagram)
        if width_px(diagram) <= MOST_PX:
            return diagram
    smallest = build(2)
    return laid_out(smallest) if smallest else None


def laid_out(diagram: DiagramT) -> DiagramT:
    """Return the diagram from top to bottom if that has room; else in the direction in which it is narrower."""
    down, across = width_px(diagram, "TB"), width_px(diagram, "LR")
    return replace(diagram, direction="TB" if down <= max(_GOOD_PX, across) else "LR")


def width_px(diagram: Graph, direction: Direction | None = None) -> float:
    """Return about how wide mermaid.js draws a diagram before anything scales it; in its own direction by default."""
    if isinstance(diagram, ClassDiagram):
        padding, bold = _CLASS_PADDING_PX, _BOLD
        groups: dict[str, str] = {}
    else:
        padding, bold = _BOX_PADDING_PX, 1.0
        groups = {node.key: node.group for node in diagram.nodes if node.group is not None}
    boxes = {node.key: bold * _text_px(node.label, MOST_IN_BOX) + padding for node in diagram.nodes}
    edges = [_drawn(edge) for edge in diagram.edges]
    ranks = _ranks(list(boxes), edges)
    if (direction or diagram.direction) == "LR":
        inside = _across(boxes, edges, ranks)
    else:
        inside = _down(boxes, edges, ranks) * (_SPREAD if isinstance(diagram, Flowchart) else 1.0)
    return inside + _MARGIN_PX + (_GROUP_PADDING_PX if groups else 0.0)


def sequence_px(diagram: SequenceDiagram) -> float:
    """Return about how wide mermaid.js draws a sequence: what neighbours say to each other keeps them apart."""
    boxes = [max(_ACTOR_PX, _text_px(label, MOST_IN_BOX) + _ACTOR_PADDING_PX) for label in diagram.participants]
    apart = [(one + other) / 2 + _BETWEEN_ACTORS_PX for one, other in itertools.pairwise(boxes)]
    place = {label: at for at, label in enumerate(diagram.participants)}
    for message in diagram.messages:
        first, last = sorted((place[message.source], place[message.target]))
        escaped = sum(not (char.isalnum() or char in " ._/()-") for char in message.label)
        said = _text_px(message.label, MOST_IN_BOX) + _ACTOR_PADDING_PX + escaped * _ESCAPED_PX
        if last - first == 1:
            apart[first] = max(apart[first], said + _BETWEEN_ACTORS_PX)
        elif first == last < len(apart):
            apart[first] = max(apart[first], said / 2 + _BETWEEN_ACTORS_PX)
    return sum(apart) + (boxes[0] + boxes[-1]) / 2 + _SEQUENCE_MARGIN_PX


def entities_px(diagram: EntityDiagram) -> float:
    """Return about how wide mermaid.js draws tables: by what stands in rows, and by what is written between these."""
    boxes = {name: max(_TABLE_PX, _text_px(name, MOST_IN_BOX) + _TABLE_PADDING_PX) for name in diagram.tables}
    edges = [(each.source, each.target, _text_px(each.column, MOST_AT_EDGE)) for each in diagram.references]
    ranks = _ranks(list(boxes), edges)
    spans = [(*sorted((ranks[a], ranks[b])), label) for a, b, label in edges]
    rows, gaps = [0.0], [0.0]
    for row in range(min(ranks.values(), default=0), max(ranks.values(), default=0) + 1):
        inside = [px for name, px in boxes.items() if ranks[name] == row]
        passing = sum(first < row < last for first, last, _ in spans)
        rows.append(sum(inside) + _BETWEEN_TABLES_PX * (len(inside) - 1) + _BETWEEN_REFERENCES_PX * passing)
        written = [label for first, last, label in spans if first <= row < last]
        gaps.append(sum(written) + _BETWEEN_REFERENCES_PX * (len(written) - 1))
    return _TABLES_SPREAD * (max(rows) + max(gaps)) / 2


def _drawn(edge: ClassEdge | FlowEdge) -> _Edge:
    label_px = _text_px(edge.label, MOST_AT_EDGE)
    if isinstance(edge, ClassEdge) and edge.relation in {"inherits", "implements"}:
        return edge.target, edge.source, label_px
    return edge.source, edge.target, label_px


@lru_cache(maxsize=4096)  # each diagram is laid out both ways, and boxes are names that others show, too
def _text_px(label: str, most: int) -> float:
    return max(sum(map(_char_px, line)) for line in lines(label, most))


def _char_px(char: str) -> float:
    if char in _NARROW:
        return _NARROW_PX
    if char in _WIDE:
        return _WIDE_PX
    if not char.isascii():
        return _WIDE_PX
    return _UPPER_PX if char.isupper() else _OTHER_PX


def _ranks(nodes: Sequence[str], edges: Iterable[_Edge]) -> dict[str, int]:
    """Return how many boxes, on the longest way, stand before each; what nothing leads to stands just before its first.

    An edge that would close a circle does not count.
    """
    following: dict[str, list[str]] = {node: [] for node in nodes}
    before: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target, _ in edges:
        if source != target and not _leads(target, source, following):
            following[source].append(target)
            before[target].append(source)
    ranks: dict[str, int] = {}
    pending = list(nodes)
    while pending:
        ready = [node for node in pending if all(source in ranks for source in before[node])]
        for node in ready:
            ranks[node] = 1 + max((ranks[source] for source in before[node]), default=-1)
        pending = [node for node in pending if node not in ranks]
    for node in nodes:
        if following[node] and not before[node]:
            ranks[node] = min(ranks[target] for target in following[node]) - 1
    return ranks


def _leads(start: str, end: str, following: dict[str, list[str]]) -> bool:
    seen, pending = {start}, [start]
    while pending:
        node = pending.pop()
        if node == end:
            return True
        new = [target for target in following[node] if target not in seen]
        seen.update(new)
        pending += new
    return False


def _across(boxes: dict[str, float], edges: Sequence[_Edge], ranks: dict[str, int]) -> float:
    """Return the width with ranks as columns: the widest box of each, and what is written between them."""
    columns = range(min(ranks.values()), max(ranks.values()) + 1)
    widest = sum(max((boxes[node] for node in boxes if ranks[node] == column), default=0.0) for column in columns)
    between = 0.0
    for column in columns[1:]:
        written = [label for a, b, label in edges if min(ranks[a], ranks[b]) == column - 1 and ranks[a] != ranks[b]]
        between += _BETWEEN_BOXES_PX + max(written, default=0.0)
    return widest + between


def _down(boxes: dict[str, float], edges: Sequence[_Edge], ranks: dict[str, int]) -> float:
    """Return the width with ranks as rows: of the widest row, of boxes and lines that pass, or of what is written."""
    widths = []
    for row in range(min(ranks.values()), max(ranks.values()) + 1):
        inside = [boxes[node] for node in boxes if ranks[node] == row]
        spans = [(*sorted((ranks[a], ranks[b])), label) for a, b, label in edges]
        passing = sum(first < row < last for first, last, _ in spans)
        widths.append(sum(inside) + _BETWEEN_BOXES_PX * (len(inside) - 1) + _BETWEEN_LINES_PX * passing)
        written = [label for first, last, label in spans if first == row < last]
        widths.append(sum(written) + _BETWEEN_LINES_PX * (len(written) - 1))
    return max(widths)
