"""What a model chose to show in a diagram: nodes and edges of those that parsing found, with labels of its own."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from designdoc_assets.artifacts.artifact import Prose
from designdoc_assets.markup.mermaid.diagram import ClassDiagram, Flowchart

LONGEST_LABEL = 40
DiagramT = TypeVar("DiagramT", ClassDiagram, Flowchart)


class ChosenEdge(BaseModel):
    """An edge to show, and what it says; without a label, what parsing says."""

    model_config = ConfigDict(frozen=True)

    source: str
    target: str
    label: str


class DiagramChoice(Prose):
    """What a diagram shows. Nothing chosen means that facts alone decide: all that parsing found, within limits."""

    nodes: tuple[str, ...]
    edges: tuple[ChosenEdge, ...]


EVERYTHING = DiagramChoice(nodes=(), edges=())


def offered(diagram: ClassDiagram | Flowchart) -> dict[str, object]:
    """Return what there is to choose from, by the names that a diagram shows."""
    names = {key: name for name, key in _keys(diagram).items()}
    return {
        "nodes": sorted(names.values()),
        "edges": [
            {"source": names[edge.source], "target": names[edge.target], "label": edge.label} for edge in diagram.edges
        ],
    }


def names_offered(diagram: ClassDiagram | Flowchart) -> frozenset[str]:
    """Return the names that there are to choose from."""
    return frozenset(_keys(diagram))


def invented(diagram: ClassDiagram | Flowchart, choice: DiagramChoice) -> list[str]:
    """Return, as phrases, what was chosen and is not there."""
    keys = _keys(diagram)
    edges = {(edge.source, edge.target) for edge in diagram.edges}
    found = [f"there is no node `{name}`" for name in choice.nodes if name not in keys]
    for edge in choice.edges:
        if (keys.get(edge.source), keys.get(edge.target)) not in edges:
            found.append(f"there is no edge from `{edge.source}` to `{edge.target}`")
    return list(dict.fromkeys(found))


def chosen(diagram: DiagramT, choice: DiagramChoice) -> DiagramT:
    """Return the diagram with what was chosen, as far as it is there; all of it if nothing is."""
    keys = _keys(diagram)
    labels = {
        (keys[edge.source], keys[edge.target]): " ".join(edge.label.split())[:LONGEST_LABEL]
        for edge in choice.edges
        if edge.source in keys and edge.target in keys
    }
    edges = {}
    for edge in diagram.edges:
        pair = (edge.source, edge.target)
        if pair in labels and pair not in edges:  # the first of several is the one that says most
            edges[pair] = replace(edge, label=labels[pair] or edge.label)
    shown = {keys[name] for name in choice.nodes if name in keys} | {end for pair in edges for end in pair}
    if not shown:
        return diagram
    nodes = tuple(node for node in diagram.nodes if node.key in shown)
    return replace(diagram, nodes=nodes, edges=tuple(edges.values()))


def _keys(diagram: ClassDiagram | Flowchart) -> Mapping[str, str]:
    """Return the key of each node by its label; of nodes with the same label, all but the first go by their keys."""
    keys: dict[str, str] = {}
    for node in diagram.nodes:
        keys[node.key if node.label in keys else node.label] = node.key
    return keys
