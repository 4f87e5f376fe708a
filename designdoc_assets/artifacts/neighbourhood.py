"""The classes around a class, as a diagram: what it inherits, holds, makes and raises, and who does so with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from designdoc_assets.artifacts.classification import sort_of
from designdoc_assets.pages.mermaid.diagram import ClassDiagram, ClassEdge, ClassNode
from designdoc_assets.pages.mermaid.diagram import Relation as Line
from designdoc_assets.source.relations import Relations
from designdoc_assets.source.resolution import External, Symbol, as_class

MOST_NEIGHBOURS = 14
"""Classes around the one in the middle; a larger diagram is not read. What is left out is said, and listed in text."""
LONGEST_LABEL = 80

_OUTGOING = {"inherits": 0, "holds": 1, "makes": 2, "raises": 3}
_ANNOTATIONS = {
    "abstract class": "abstract",
    "protocol": "protocol",
    "enumeration": "enumeration",
    "dataclass": "dataclass",
    "exception": "exception",
}


@dataclass(frozen=True, slots=True)
class _Edge:
    source: Symbol | External
    target: Symbol | External
    line: Line
    label: str = ""


def neighbourhood(symbol: Symbol, relations: Relations) -> tuple[ClassDiagram, int]:
    """Return the diagram around a class, and how many neighbours are left out of it."""
    nodes: dict[Symbol | External, None] = {symbol: None}
    edges: dict[tuple[Symbol | External, Symbol | External], ClassEdge] = {}
    left_out: set[Symbol | External] = set()
    for edge in (*_outgoing(symbol, relations), *_incoming(symbol, relations)):
        other = edge.target if edge.source == symbol else edge.source
        if other not in nodes and len(nodes) > MOST_NEIGHBOURS:
            left_out.add(other)
            continue
        nodes[other] = None
        drawn = ClassEdge(_key(edge.source), _key(edge.target), edge.line, edge.label)
        edges.setdefault((edge.source, edge.target), drawn)
    shown = tuple(ClassNode(_key(node), _label(node, nodes), _annotation(node, relations)) for node in nodes)
    return ClassDiagram(nodes=shown, edges=tuple(edges.values())), len(left_out)


def _outgoing(symbol: Symbol, relations: Relations) -> Iterator[_Edge]:
    used = [relation for relation in relations.from_class(symbol) if relation.kind in _OUTGOING]
    for relation in sorted(used, key=lambda relation: _OUTGOING[relation.kind]):
        if relation.kind == "inherits":
            if isinstance(relation.target, External) or relation.target.kind == "class":
                yield _Edge(symbol, relation.target, "inherits")
            continue
        target = as_class(relation.target) if isinstance(relation.target, Symbol) else None
        if target is None or target == symbol:
            continue
        if relation.kind == "holds":
            yield _Edge(symbol, target, "composes", relation.label)
        else:
            yield _Edge(symbol, target, "uses", relation.kind)


def _incoming(symbol: Symbol, relations: Relations) -> Iterator[_Edge]:
    for subclass in relations.subclasses(symbol):
        yield _Edge(subclass, symbol, "inherits")
    for relation in relations.users(symbol):
        source = as_class(relation.source)
        if source is None or relation.kind == "inherits":
            continue
        if relation.kind == "holds":
            yield _Edge(source, symbol, "composes", relation.label)
        else:
            yield _Edge(source, symbol, "uses", relation.kind)


def _key(node: Symbol | External) -> str:
    return node.name if isinstance(node, External) else str(node.class_key)


def _label(node: Symbol | External, nodes: Iterable[Symbol | External]) -> str:
    """Return a node's name; with its file where another node has the same."""
    if isinstance(node, External):
        name = node.name.removeprefix("builtins.")
    else:
        same = [other for other in nodes if isinstance(other, Symbol) and other.qualname == node.qualname]
        name = node.qualname if len(same) == 1 else f"{node.qualname} ({node.path})"
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"


def _annotation(node: Symbol | External, relations: Relations) -> str:
    if isinstance(node, External):
        return ""
    return _ANNOTATIONS.get(sort_of(node, relations.resolver.class_at(node), relations), "")
