"""The classes around a class, as a diagram: what it inherits, holds, makes and raises, and who does so with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from designdoc_assets.artifacts.analysis.classification import sort_of
from designdoc_assets.artifacts.analysis.distinct import distinct_names
from designdoc_assets.pages.mermaid.diagram import ClassDiagram, ClassEdge, ClassNode
from designdoc_assets.pages.mermaid.diagram import Relation as Line
from designdoc_assets.source.relations import Relations
from designdoc_assets.source.resolution import External, Symbol, as_class

MOST_NEIGHBOURS = 14
"""Classes around the one in the middle; a larger diagram is not read. What is left out is said, and listed in text."""
LONGEST_LABEL = 80

_NO_BASES = frozenset({"ABC", "Generic", "Protocol", "object"})
"""Bases that say how a class is declared, and nothing of how it relates to others."""
_LABELS = {"names": "refers to", "holds_class": "holds class", "defaults": "defaults to"}
_STRONGEST_FIRST = (
    *("inherits", "composes", "holds class", "makes", "defaults to", "raises", "calls", "takes", "decorates"),
    "refers to",
)
_DRAWN = frozenset({"makes", "holds_class", "defaults"})
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
    ranked = sorted(
        (*_outgoing(symbol, relations), *_incoming(symbol, relations)), key=lambda edge: _rank(edge, symbol)
    )
    others = list(dict.fromkeys(edge.target if edge.source == symbol else edge.source for edge in ranked))
    left_out = frozenset(others[MOST_NEIGHBOURS:])
    for edge in sorted(ranked, key=lambda edge: edge.source != symbol):
        if left_out.isdisjoint({edge.source, edge.target}):
            nodes |= {edge.source: None, edge.target: None}
            drawn = ClassEdge(_key(edge.source), _key(edge.target), edge.line, edge.label)
            edges.setdefault((edge.source, edge.target), drawn)
    names = distinct_names(node for node in nodes if isinstance(node, Symbol))
    shown = tuple(ClassNode(_key(node), _label(node, names), _annotation(node, relations)) for node in nodes)
    return ClassDiagram(nodes=shown, edges=tuple(edges.values())), len(left_out)


def _outgoing(symbol: Symbol, relations: Relations) -> Iterator[_Edge]:
    for relation in relations.from_class(symbol):
        target = relation.target
        if relation.kind == "inherits":
            if _is_base(target):
                yield _Edge(symbol, target, "inherits")
            continue
        other = as_class(target) if isinstance(target, Symbol) else None
        if other is None or other == symbol:
            continue
        if relation.kind == "holds":
            yield _Edge(symbol, other, "composes", relation.label)
        elif relation.kind in _DRAWN or (relation.kind == "raises" and target == other):
            yield _Edge(symbol, other, "uses", _LABELS.get(relation.kind, relation.kind))


def _is_base(target: Symbol | External) -> bool:
    if isinstance(target, External):
        return target.name.rpartition(".")[2] not in _NO_BASES
    return target.kind == "class"


def _incoming(symbol: Symbol, relations: Relations) -> Iterator[_Edge]:
    for subclass in relations.subclasses(symbol):
        yield _Edge(subclass, symbol, "inherits")
    for relation in relations.users(symbol):
        source = as_class(relation.source)
        if source is None or relation.kind in {"inherits", "mentions"}:
            continue
        if relation.kind == "holds":
            yield _Edge(source, symbol, "composes", relation.label)
        else:
            yield _Edge(source, symbol, "uses", _LABELS.get(relation.kind, relation.kind))


def _rank(edge: _Edge, symbol: Symbol) -> tuple[int, bool, int]:
    """Order by how much an edge tells: structure before making, that before mere use, and what lies close first."""
    strength = _STRONGEST_FIRST.index(edge.label if edge.line == "uses" else edge.line)
    other = edge.target if edge.source == symbol else edge.source
    folders = zip(symbol.path.split("/"), other.path.split("/"), strict=False) if isinstance(other, Symbol) else ()
    shared = next((depth for depth, (a, b) in enumerate(folders) if a != b), 0)
    return strength, edge.source != symbol, -shared


def _key(node: Symbol | External) -> str:
    return node.name if isinstance(node, External) else str(node.class_key)


def _label(node: Symbol | External, names: Mapping[Symbol, str]) -> str:
    """Return a node's name; with its place where another node has the same."""
    name = node.name.removeprefix("builtins.") if isinstance(node, External) else names[node]
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"


def _annotation(node: Symbol | External, relations: Relations) -> str:
    if isinstance(node, External):
        return ""
    return _ANNOTATIONS.get(sort_of(node, relations.resolver.class_at(node), relations), "")
