"""ARCHITECTURE: what runs or is shipped (containers), and how its parts build on each other (components in layers)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from designdoc_assets.artifacts.documents.base import Document, DocumentFacts, DocumentProse
from designdoc_assets.artifacts.flows import EntryPoint, entry_points
from designdoc_assets.artifacts.import_graph import cycles, layers
from designdoc_assets.artifacts.kind import Grain
from designdoc_assets.artifacts.sections.text import NO_DIAGRAM, listing, named, shown
from designdoc_assets.artifacts.survey import Survey, package_of
from designdoc_assets.pages import markdown
from designdoc_assets.pages.mermaid.diagram import Flowchart, FlowEdge, FlowNode, Group
from designdoc_assets.pages.mermaid.render import render
from designdoc_assets.source.keys import encode

FEWEST_PACKAGES = 4
"""With fewer, the components are files: a diagram of two boxes explains nothing."""
MOST_NODES = 28
MOST_EDGES = 80


@dataclass(frozen=True, slots=True)
class Container:
    """Something that is shipped or run."""

    name: str
    sort: str
    text: str
    target: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """A package, or a file where there are few packages; what it imports, by name."""

    name: str
    page: str
    layer: int
    imports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArchitectureFacts(DocumentFacts):
    """The inputs of ARCHITECTURE."""

    grain: str
    containers: tuple[Container, ...]
    components: tuple[Component, ...]
    cycles: tuple[tuple[str, ...], ...]


class Architecture(Document[ArchitectureFacts]):
    """See the module's docstring."""

    name = "ARCHITECTURE"
    sections: ClassVar = ("Containers", "Components")

    def facts(self, page: str, survey: Survey) -> ArchitectureFacts:
        """Collect distributions, programs, and the import graph in layers."""
        by_package = len(survey.keys(Grain.PACKAGES)) >= FEWEST_PACKAGES
        graph = _graph(survey, by_package)
        heights = {name: height for height, names in enumerate(layers(graph)) for name in names}
        grain = Grain.PACKAGES if by_package else Grain.FILES
        return ArchitectureFacts(
            page=page,
            links={},
            document=self.name,
            grain=str(grain),
            containers=tuple(_containers(survey)),
            components=tuple(
                Component(name, survey.page(grain, encode(name)), heights[name], tuple(sorted(graph[name])))
                for name in sorted(graph, key=lambda name: (-heights[name], name))
            ),
            cycles=tuple(tuple(cycle) for cycle in cycles(graph)),
        )

    def describe(self, facts: ArchitectureFacts) -> DocumentProse:
        """Say what the layers mean, and whether they hold."""
        what = "packages" if facts.grain == Grain.PACKAGES else "files"
        count = 1 + max((component.layer for component in facts.components), default=0)
        if facts.cycles:
            state = "Layers are not strict: some of them import each other in cycles, named below."
        else:
            state = "There are no import cycles."
        text = (
            f"The {what} stand in {count} layers: each imports only from its own layer's cycle or from below. {state}"
        )
        return DocumentProse(overview=text if count > 1 else f"The {what} do not build on each other.")

    def render(self, facts: ArchitectureFacts, prose: DocumentProse) -> str:
        """Return the body."""
        chart = self.diagram(facts)
        pages = {component.name: component.page for component in facts.components}
        return markdown.paragraphs(
            markdown.heading(2, "Containers"),
            _container_list(facts),
            markdown.heading(2, "Components"),
            shown(prose.overview, facts),
            markdown.fence(render(chart), "mermaid") if chart else "",
            _left_out(facts, chart),
            NO_DIAGRAM if facts.no_diagram else "",
            _layer_table(facts),
            *_cycle_section(facts, pages),
        )

    def diagram(self, facts: ArchitectureFacts) -> Flowchart | None:
        """Return the layers as a chart, the best connected components first where there are too many."""
        known = {component.name for component in facts.components}
        edges = [(c.name, target) for c in facts.components for target in c.imports if target in known]
        if not edges or facts.no_diagram:
            return None
        degree = {name: sum(name in edge for edge in edges) for name in known}
        drawn = set(sorted(known, key=lambda name: (-degree[name], name))[:MOST_NODES])
        nodes = [component for component in facts.components if component.name in drawn and degree[component.name]]
        shown_edges = [edge for edge in edges if drawn.issuperset(edge)][:MOST_EDGES]
        heights = sorted({node.layer for node in nodes}, reverse=True)
        return Flowchart(
            nodes=tuple(FlowNode(node.name, node.name, group=str(node.layer)) for node in nodes),
            edges=tuple(FlowEdge(source, target) for source, target in shown_edges),
            groups=tuple(Group(str(height), f"Layer {height + 1}") for height in heights),
        )


def _graph(survey: Survey, by_package: bool) -> Mapping[str, Sequence[str]]:
    graph: dict[str, dict[str, None]] = {}
    for path in survey.snapshot.files:
        node = package_of(path) if by_package else path
        targets = graph.setdefault(node, {})
        for edge in survey.relations.imports(path):
            target = package_of(edge.target) if by_package else edge.target
            documented = edge.internal and edge.target in survey.snapshot.files
            if documented and target != node and edge.guard not in {"type_checking", "function"}:
                targets[target] = None
    return {node: list(targets) for node, targets in graph.items()}


def _containers(survey: Survey) -> Iterable[Container]:
    for distribution in survey.snapshot.manifests.distributions:
        facts = [distribution.version and f"version {distribution.version}", distribution.description]
        if distribution.requires_python:
            facts.append(f"for Python {distribution.requires_python}")
        text = "; ".join(fact.strip().rstrip(".") for fact in facts if fact)
        yield Container(distribution.name or distribution.manifest, "distribution", text, distribution.manifest)
    for entry in entry_points(survey):
        yield _program(entry, survey)


def _program(entry: EntryPoint, survey: Survey) -> Container:
    symbol = entry.symbol
    target = f"{symbol.path}:{symbol.qualname}" if symbol.qualname else symbol.path
    sort, _, name = entry.reason.partition(" ") if not entry.reason.startswith("`") else ("module", "", entry.reason)
    return Container(name.strip("`"), sort.lower(), "", target, survey.page_of(symbol) or "")


def _container_list(facts: ArchitectureFacts) -> str:
    lines = []
    for container in facts.containers:
        target = f" {named(container.target, container.page or None, facts)}" if container.target else ""
        text = f": {markdown.escape(container.text)}" if container.text else ""
        lines.append(f"{markdown.code(container.name)} *({container.sort})*{target}{text}.")
    return markdown.bullets(lines) if lines else "None declared: no distribution, no console script, no `__main__`."


def _left_out(facts: ArchitectureFacts, chart: Flowchart | None) -> str:
    if chart is None:
        return ""
    connected = {name for c in facts.components for name in (c.name, *c.imports) if c.imports}
    rest = len(connected) - len(chart.nodes)
    return f"{rest} components with fewer connections are not drawn." if rest > 0 else ""


def _layer_table(facts: ArchitectureFacts) -> str:
    by_layer: dict[int, list[str]] = {}
    for component in facts.components:
        by_layer.setdefault(component.layer, []).append(named(component.name, component.page, facts))
    rows = [[str(height + 1), ", ".join(by_layer[height])] for height in sorted(by_layer, reverse=True)]
    return markdown.table(["Layer", "Components"], rows)


def _cycle_section(facts: ArchitectureFacts, pages: Mapping[str, str]) -> list[str]:
    if not facts.cycles:
        return []
    lines = [f"{listing((named(name, pages[name], facts) for name in cycle), limit=30)}." for cycle in facts.cycles]
    return [markdown.heading(2, "Cycles"), markdown.paragraphs("These import each other:", markdown.bullets(lines))]
