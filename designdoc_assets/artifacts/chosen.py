"""The choice of a model for a diagram: which of the nodes and edges that parsing found it shows, and their labels."""

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


def choices_of(diagram: ClassDiagram | Flowchart) -> dict[str, object]:
    """Return the nodes and edges that a model may choose from, by the names that the diagram shows."""
    names = {key: name for name, key in _keys(diagram).items()}
    return {
        "nodes": sorted(names.values()),
        "edges": [
            {"source": names[edge.source], "target": names[edge.target], "label": edge.label} for edge in diagram.edges
        ],
    }


def invented(diagram: ClassDiagram | Flowchart, choice: DiagramChoice) -> list[str]:
    """Return, as phrases, the chosen nodes and edges that do not exist."""
    keys = _keys(diagram)
    edges = {(edge.source, edge.target) for edge in diagram.edges}
    found = [f"there is no node `{name}`" for name in choice.nodes if name not in keys]
    for edge in choice.edges:
        if (keys.get(edge.source), keys.get(edge.target)) not in edges:
            found.append(f"there is no edge from `{edge.source}` to `{edge.target}`")
    return list(dict.fromkeys(found))


def chosen(diagram: DiagramT, choice: DiagramChoice) -> DiagramT:
    """Return the diagram with the chosen nodes and edges that exist; the whole diagram if none does."""
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
