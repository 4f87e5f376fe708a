"""Diagrams of the imports among a package's files: one of all files, or one of its parts and one of each part."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from designdoc_assets.analysis.import_graph import Edge, reduced
from designdoc_assets.analysis.parts import between, degrees, parts
from designdoc_assets.markup.mermaid.diagram import Flowchart, FlowEdge, FlowNode
from designdoc_assets.markup.mermaid.width import MOST_NODES, largest

MOST_PLAIN_EDGES = 18
"""With more arrows, one is left out if a chain of other arrows leads from its start to its end."""
_FEWEST_IN_PART = 3
"""A part of fewer files gets no diagram: the table below says as much."""


@dataclass(frozen=True, slots=True)
class PartChart:
    """A part: the title of its box, its files, and the diagram of these, if they import each other."""

    name: str
    files: tuple[str, ...]
    chart: Flowchart | None


@dataclass(frozen=True, slots=True)
class ImportCharts:
    """The diagrams of a package, and the files that are in none."""

    main: Flowchart | None
    parts: tuple[PartChart, ...] = ()
    left_out: tuple[str, ...] = ()
    is_reduced: bool = False
    """Whether imports are left out that chains of other arrows stand for."""


def import_charts(imports: Mapping[Edge, bool]) -> ImportCharts:
    """Return the diagrams of a package.

    Args:
        imports: Pairs of files of which the first imports the second, and whether it does as soon as it is imported;
            else only in functions, or for types.
    """
    files = sorted({path for edge in imports for path in edge})
    if len(files) <= MOST_NODES:
        found: list[tuple[str, ...]] = [(path,) for path in files]
    else:
        found = parts(files, imports, MOST_NODES)
    joined = between(imports, found)
    labels = {part[0]: _label(part) for part in found}
    part_of = {path: part[0] for part in found for path in part}
    main = _chart(labels, joined, degrees((part_of[a], part_of[b]) for a, b in imports if part_of[a] != part_of[b]))
    drawn = {node.key for node in main.nodes} if main else set()
    shown = {path for part in found if part[0] in drawn and len(part) < _FEWEST_IN_PART for path in part}
    is_reduced = main is not None and _is_reduced(main, joined)
    charts = []
    for part in (part for part in found if len(part) >= _FEWEST_IN_PART):
        inside = {edge: at_once for edge, at_once in imports.items() if {*edge} <= {*part}}
        chart = _chart({path: PurePosixPath(path).name for path in part}, inside, degrees(inside))
        charts.append(PartChart(labels[part[0]], part, chart))
        shown.update(part)
        is_reduced = is_reduced or (chart is not None and _is_reduced(chart, inside))
    return ImportCharts(main, tuple(charts), tuple(path for path in files if path not in shown), is_reduced)


def _chart(labels: Mapping[str, str], edges: Mapping[Edge, bool], degree: Mapping[str, int]) -> Flowchart | None:
    """Return the diagram of the boxes with the most imports, as many as a page has room for."""
    ranked = sorted(degree, key=lambda path: (-degree[path], path))

    def build(most: int) -> Flowchart | None:
        drawn = {*ranked[:most]}
        shown = {edge: at_once for edge, at_once in edges.items() if drawn.issuperset(edge)}
        if not shown:
            return None
        nodes = tuple(FlowNode(path, labels[path]) for path in sorted(drawn))
        return Flowchart(nodes, tuple(FlowEdge(*edge, dotted=not shown[edge]) for edge in _needed(shown)))

    return largest(build)


def _needed(edges: Mapping[Edge, bool]) -> Iterable[Edge]:
    if len(edges) <= MOST_PLAIN_EDGES:
        return edges
    graph: dict[str, list[str]] = {end: [] for edge in edges for end in edge}
    for (source, target), at_once in edges.items():
        if at_once:
            graph[source].append(target)
    plain = reduced(graph)
    return [edge for edge, at_once in edges.items() if not at_once or edge[1] in plain[edge[0]]]


def _is_reduced(chart: Flowchart, edges: Mapping[Edge, bool]) -> bool:
    drawn = {node.key for node in chart.nodes}
    return len(chart.edges) < sum(drawn.issuperset(edge) for edge in edges)


def _label(part: Sequence[str]) -> str:
    names = [PurePosixPath(path).name for path in part]
    return " and ".join(names) if len(names) < _FEWEST_IN_PART else f"{names[0]} +{len(names) - 1}"
