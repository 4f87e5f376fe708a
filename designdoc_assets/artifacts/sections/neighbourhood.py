"""The neighbours of a class as a diagram: what it inherits, holds, makes and raises, and who does so with it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from designdoc_assets.analysis.distinct import distinct_names
from designdoc_assets.languages.linking import External
from designdoc_assets.languages.registry import words_of
from designdoc_assets.markup.mermaid.diagram import ClassDiagram, ClassEdge, ClassNode
from designdoc_assets.markup.mermaid.diagram import EdgeKind as Line
from designdoc_assets.markup.mermaid.width import MOST_NODES, largest
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol, as_class

MOST_SUBCLASSES = 5
"""Subclasses that are drawn before weaker relations; the list below the diagram names all of them."""

_NO_BASES = frozenset({"ABC", "Generic", "Protocol", "object"})
"""Bases that are not drawn: they say how a class is declared, not what it builds on."""
_ANNOTATED = "annotated by"
_LABELS = {
    "names": "refers to",
    "holds_class": "holds class",
    "defaults": "defaults to",
    "annotates": _ANNOTATED,
}
_ARGUMENTS = re.compile(r"[\[<(]")
_IS_TAKEN = frozenset({"inherits", "implements"})
_STRONGEST_FIRST = (
    *("inherits", "implements", "composes", "holds class", "makes", "defaults to", "returns", "raises"),
    *("more subclasses", "catches", "calls", "takes", _ANNOTATED, "refers to"),
)
_DRAWN = frozenset({"makes", "holds_class", "defaults", "returns"})

Node = Symbol | External


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The diagram around a class, and the neighbours that are not in it, those with the strongest relation first."""

    diagram: ClassDiagram
    left_out: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class _Edge:
    source: Node
    target: Node
    line: Line
    label: str = ""


def neighbourhood(symbol: Symbol, relations: Relations) -> Neighbourhood:
    """Return the diagram around a class: as many of its neighbours as a page has room for, with one arrow each."""
    found = (*_outgoing(symbol, relations), *_incoming(symbol, relations))
    edges: dict[Node, _Edge] = {}
    for edge in sorted(found, key=lambda edge: (_is_use(edge), edge.source != symbol, _strength(edge))):
        edges.setdefault(edge.target if edge.source == symbol else edge.source, edge)
    others = _ranked(symbol, edges, relations)
    # Names are made distinct among all neighbours, so that a drawn one is not taken for one that is left out.
    names = distinct_names(node for node in (symbol, *others) if isinstance(node, Symbol))
    everything = _drawn(symbol, others[: MOST_NODES - 1], edges, names, relations)
    diagram = largest(lambda most: _first(everything, most)) or _first(everything, 1)
    return Neighbourhood(diagram, tuple(others[len(diagram.nodes) - 1 :]))


def _drawn(
    symbol: Symbol,
    others: list[Node],
    edges: Mapping[Node, _Edge],
    names: Mapping[Symbol, str],
    relations: Relations,
) -> ClassDiagram:
    """Return the diagram of a class, which is its first node, and its neighbours."""
    nodes = [symbol, *others]
    drawn = [edges[node] for node in others]
    said = {_ANNOTATED: words_of(relations.file(symbol.path).language).annotated_by}
    return ClassDiagram(
        nodes=tuple(ClassNode(_key(node), _label(node, names), _annotation(node, relations)) for node in nodes),
        edges=tuple(
            ClassEdge(_key(edge.source), _key(edge.target), edge.line, said.get(edge.label, edge.label))
            for edge in sorted(drawn, key=lambda edge: edge.source != symbol)
        ),
    )


def _first(diagram: ClassDiagram, most: int) -> ClassDiagram:
    keys = {node.key for node in diagram.nodes[:most]}
    edges = tuple(edge for edge in diagram.edges if edge.source in keys and edge.target in keys)
    return replace(diagram, nodes=diagram.nodes[:most], edges=edges)


def _outgoing(symbol: Symbol, relations: Relations) -> Iterator[_Edge]:
    for relation in relations.from_class(symbol):
        target = relation.target
        if relation.kind == "inherits":
            if _is_base(target):
                yield _taken(symbol, target, relations)
            continue
        other = as_class(target) if isinstance(target, Symbol) else None
        if other is None or other == symbol:
            continue
        if relation.kind == "holds":
            yield _Edge(symbol, other, "composes", relation.label)
        elif relation.kind in _DRAWN or (relation.kind == "raises" and target == other):
            yield _Edge(symbol, other, "uses", _LABELS.get(relation.kind, relation.kind))


def _is_base(target: Node) -> bool:
    if isinstance(target, External):
        return target.name.rpartition(".")[2] not in _NO_BASES
    return target.kind == "class"


def _incoming(symbol: Symbol, relations: Relations) -> Iterator[_Edge]:
    for subclass in relations.subclasses(symbol):
        yield _taken(subclass, symbol, relations)
    for relation in relations.users(symbol):
        source = as_class(relation.source)
        if source is None or relation.kind in {"inherits", "mentions"}:
            continue
        if relation.kind == "holds":
            yield _Edge(source, symbol, "composes", relation.label)
        else:
            yield _Edge(source, symbol, "uses", _LABELS.get(relation.kind, relation.kind))


def _taken(heir: Symbol, base: Node, relations: Relations) -> _Edge:
    """Return the edge from a class to a base: one that it embeds is held, unless the class is an interface."""
    name = (base.name if isinstance(base, External) else base.qualname).rpartition(".")[2]
    cls = relations.resolver.class_at(heir)
    told = ((_ARGUMENTS.split(entry.type)[0].rpartition(".")[2].strip("*& "), entry) for entry in cls.heritage)
    relation = next((entry.relation for written, entry in told if written == name), "extends")
    if relation == "embeds" and cls.sort != "interface":
        return _Edge(heir, base, "composes", "embeds")
    return _Edge(heir, base, "implements" if relation == "implements" else "inherits")


def _strength(edge: _Edge) -> int:
    """Order edges by their weight: structure first, then making, then mere use."""
    return _STRONGEST_FIRST.index(edge.label if edge.line == "uses" else edge.line)


def _is_use(edge: _Edge) -> bool:
    """Whether an edge is mere use, such as a call."""
    return _strength(edge) >= _STRONGEST_FIRST.index("more subclasses")


def _ranked(symbol: Symbol, edges: Mapping[Node, _Edge], relations: Relations) -> list[Node]:
    """Return the neighbours in the order in which they are drawn while there is room.

    Those with the strongest relation come first; among these, those that the class itself names, then those with most
    uses, then those that lie close. Uses count by powers of two, so that a small change of the code changes little.
    """

    def rank(node: Node) -> tuple[int, bool, int, int]:
        edge = edges[node]
        if isinstance(node, External):
            return _strength(edge), edge.source != symbol, 0, 0
        folders = zip(symbol.path.split("/"), node.path.split("/"), strict=False)
        shared = next((depth for depth, (a, b) in enumerate(folders) if a != b), 0)
        return _strength(edge), edge.source != symbol, -len(relations.users(node)).bit_length(), -shared

    ordered = sorted(edges, key=rank)
    subclasses = [node for node in ordered if edges[node].line in _IS_TAKEN and edges[node].target == symbol]
    late = frozenset(subclasses[MOST_SUBCLASSES:])
    place = _STRONGEST_FIRST.index("more subclasses")
    return sorted(ordered, key=lambda node: place if node in late else _strength(edges[node]))


def _key(node: Node) -> str:
    return node.name if isinstance(node, External) else str(node.class_key)


def _label(node: Node, names: Mapping[Symbol, str]) -> str:
    """Return a node's name as the diagram shows it."""
    return node.written if isinstance(node, External) else names[node]


def _annotation(node: Node, relations: Relations) -> str:
    if isinstance(node, External):
        return ""
    drawn = words_of(relations.file(node.path).language).drawn
    return drawn.get(relations.resolver.class_at(node).word, "")
