"""Typed diagrams: what a diagram says, before it is text. A diagram that exists is consistent.

Keys are opaque and unique (a partition key, say); labels are any text. How they become Mermaid is `render`'s matter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

MAX_EDGES = 500
"""mermaid.js refuses a flowchart with more; pages are shown by a mermaid.js whose limits nobody here can raise."""

MAX_TEXT = 50_000
"""Characters (UTF-16 units) of Mermaid text; of a longer one, mermaid.js shows only that it is too long."""

EdgeKind = Literal["inherits", "implements", "composes", "uses"]
Shape = Literal["box", "round", "database"]
Direction = Literal["TB", "LR"]


class DiagramTooLargeError(ValueError):
    """The diagram is consistent, but larger than mermaid.js draws."""


@dataclass(frozen=True, slots=True)
class ClassNode:
    """A class in a class diagram."""

    key: str
    label: str
    annotation: str = ""
    """What kind of class (`abstract`, `enumeration`, `protocol`), shown above its name; or nothing."""


@dataclass(frozen=True, slots=True)
class ClassEdge:
    """A relation read from source to target: *source* inherits from, implements, holds or uses *target*."""

    source: str
    target: str
    relation: EdgeKind
    label: str = ""


@dataclass(frozen=True, slots=True)
class ClassDiagram:
    """Classes and how they relate.

    Raises:
        ValueError: A key is there twice, an edge is there twice or has an end that is no node, or there is no node.
        DiagramTooLargeError: There are more than `MAX_EDGES` edges.
    """

    nodes: tuple[ClassNode, ...]
    edges: tuple[ClassEdge, ...] = ()
    direction: Direction = "TB"

    def __post_init__(self) -> None:
        _check_graph([node.key for node in self.nodes], self.edges)


@dataclass(frozen=True, slots=True)
class FlowNode:
    """A box of a flowchart, in the group of that key if it has one."""

    key: str
    label: str
    shape: Shape = "box"
    group: str | None = None


@dataclass(frozen=True, slots=True)
class FlowEdge:
    """An arrow from source to target."""

    source: str
    target: str
    label: str = ""
    dotted: bool = False
    thick: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A frame around nodes. Its key is independent of theirs."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Flowchart:
    """Boxes, frames around them, and arrows between them.

    Raises:
        ValueError: A key is there twice, an edge is there twice or has an end that is no node, a node's group is not
            there, or there is no node.
        DiagramTooLargeError: There are more than `MAX_EDGES` edges.
    """

    nodes: tuple[FlowNode, ...]
    edges: tuple[FlowEdge, ...] = ()
    groups: tuple[Group, ...] = ()
    direction: Direction = "TB"

    def __post_init__(self) -> None:
        _check_graph([node.key for node in self.nodes], self.edges)
        groups = _once("group", (group.key for group in self.groups))
        for node in self.nodes:
            if node.group is not None and node.group not in groups:
                raise ValueError(
                    f"The node {node.key!r} is in the group {node.group!r}, which the diagram does not have."
                )


@dataclass(frozen=True, slots=True)
class Message:
    """What one participant of a sequence asks of another, or of itself."""

    source: str
    target: str
    label: str
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class SequenceDiagram:
    """Who asks whom, in order of time. Participants are told by their labels, and stand side by side in their order.

    Raises:
        ValueError: A participant is there twice, a message has an end that is none, or there is no message.
    """

    participants: tuple[str, ...]
    messages: tuple[Message, ...]

    def __post_init__(self) -> None:
        known = _once("participant", self.participants)
        if not self.messages:
            raise ValueError("A sequence without messages cannot be drawn: leave it out.")
        for message in self.messages:
            for end in (message.source, message.target):
                if end not in known:
                    raise ValueError(f"The message {message.label!r} names {end!r}, which is no participant.")


class Counts(StrEnum):
    """How many rows refer to how many, as mermaid.js writes it."""

    MANY_TO_ONE = "}o--||"
    MANY_TO_PERHAPS_ONE = "}o--o|"
    ONE_TO_ONE = "|o--||"
    ONE_TO_PERHAPS_ONE = "|o--o|"
    MANY_TO_MANY = "}o--o{"


@dataclass(frozen=True, slots=True)
class Reference:
    """That rows of one table refer to rows of another, by a column."""

    source: str
    target: str
    column: str
    counts: Counts = Counts.MANY_TO_ONE


@dataclass(frozen=True, slots=True)
class EntityDiagram:
    """Tables and how they refer to each other.

    Raises:
        ValueError: A table is there twice, a reference is there twice or has an end that is none, or there is no table.
    """

    tables: tuple[str, ...]
    references: tuple[Reference, ...]

    def __post_init__(self) -> None:
        _check_graph(list(self.tables), self.references)


Graph = ClassDiagram | Flowchart
Diagram = Graph | SequenceDiagram | EntityDiagram


def text_size(text: str) -> int:
    """Return the length of a text as mermaid.js counts it, in UTF-16 units, to compare with `MAX_TEXT`."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _check_graph(keys: list[str], edges: tuple[ClassEdge, ...] | tuple[FlowEdge, ...] | tuple[Reference, ...]) -> None:
    if not keys:
        raise ValueError("A diagram without nodes cannot be drawn: leave it out.")
    nodes = _once("node", keys)
    for edge in edges:
        for end in (edge.source, edge.target):
            if end not in nodes:
                raise ValueError(
                    f"The edge from {edge.source!r} to {edge.target!r} names {end!r}, which is not a node."
                )
    _once("edge", edges)
    if len(edges) > MAX_EDGES:
        raise DiagramTooLargeError(
            f"The diagram has {len(edges)} edges, and mermaid.js draws at most {MAX_EDGES}: leave some out."
        )


def _once(what: str, things: Iterable[object]) -> set[object]:
    seen: set[object] = set()
    for thing in things:
        if thing in seen:
            raise ValueError(f"The {what} {thing!r} is in the diagram twice: draw it once.")
        seen.add(thing)
    return seen
