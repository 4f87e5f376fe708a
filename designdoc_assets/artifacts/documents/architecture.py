"""ARCHITECTURE: what is around the target, what runs, how it is delivered, and how its parts build on each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from designdoc_assets.analysis.components import Components, components_of
from designdoc_assets.artifacts.artifact import Prose
from designdoc_assets.artifacts.canonical import NOT_SHOWN
from designdoc_assets.artifacts.documents.base import Document, DocumentFacts, packages_as_material
from designdoc_assets.artifacts.documents.views.components import (
    Purpose,
    captions,
    component_blocks,
    components_chart,
    cycle_blocks,
    purposes_of,
    said_of,
)
from designdoc_assets.artifacts.documents.views.containers import (
    Containers,
    containers_of,
    running_blocks,
    running_chart,
    shipped_blocks,
)
from designdoc_assets.artifacts.documents.views.context import (
    Context,
    context_blocks,
    context_chart,
    context_of,
    not_drawn,
)
from designdoc_assets.artifacts.documents.views.decisions import Decisions, decision_blocks, decisions_of, goal_blocks
from designdoc_assets.artifacts.documents.views.delivery import Delivery, delivery_blocks, delivery_of
from designdoc_assets.artifacts.documents.views.search import looked_for
from designdoc_assets.artifacts.documents.views.structurizr import WORKSPACE, workspace
from designdoc_assets.artifacts.sections.text import NO_DIAGRAM, shown
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.markup import markdown
from designdoc_assets.markup.mermaid.diagram import Flowchart
from designdoc_assets.markup.mermaid.render import render
from designdoc_assets.writing.brief import Brief

_WITHOUT = {"late": "inside of functions", "types": "for types"}
"""What is said of imports that count in no layer, by when they happen."""

MOST_PLAIN_EDGES = 18
"""With more arrows, those that longer ways of arrows stand for are left out."""
MOST_NAMED_IMPORTS = 6
MOST_FEATURES = 40


@dataclass(frozen=True, slots=True)
class Container:
    """Something that is shipped or run."""

    name: str
    sort: str
    text: str
    target: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class ArchitectureFacts(DocumentFacts):
    """The inputs of ARCHITECTURE."""

    context: Context
    containers: Containers
    delivery: Delivery
    decisions: Decisions
    structure: Components
    purposes: tuple[Purpose, ...]
    languages: tuple[str, ...] = field(metadata=NOT_SHOWN)
    """Those of the components, from which they follow."""


class ArchitectureProse(Prose):
    """What is written about containers, and about components."""

    containers: str
    components: str


class Architecture(Document[ArchitectureFacts, ArchitectureProse]):
    """The document ARCHITECTURE."""

    name = "ARCHITECTURE"
    prose: ClassVar = ArchitectureProse
    sections: ClassVar = ("Components",)

    def facts(self, page: str, survey: Survey) -> ArchitectureFacts:
        """Collect what each view is shown from."""
        structure = components_of(survey)
        return ArchitectureFacts(
            page=page,
            links={},
            document=self.name,
            context=context_of(page, survey),
            containers=containers_of(page, survey),
            delivery=delivery_of(page, survey),
            decisions=decisions_of(page, survey),
            structure=structure,
            purposes=purposes_of(structure, survey),
            languages=tuple(sorted(survey.languages)),
        )

    def describe(self, facts: ArchitectureFacts) -> ArchitectureProse:
        """Say what the layers mean, and whether they hold."""
        return ArchitectureProse(containers="", components=said_of(facts.structure, facts.languages))

    def brief(self, facts: ArchitectureFacts, survey: Survey) -> Brief:
        """Show systems outside, containers, layers and cycles, and what is written about the packages."""
        structure, running = facts.structure, facts.containers.running
        return Brief(
            role="architecture",
            subject=self.name,
            answer=ArchitectureProse,
            facts={
                "systems_outside": [{"name": system.name, "kind": system.sort} for system in facts.context.systems],
                "containers": [
                    {"name": c.name, "sort": c.sort, "text": c.text, "starts": c.target}
                    for c in facts.containers.shipped
                ],
                "running": [
                    {"name": unit.name, "sort": unit.sort, "image": unit.image, "needs": [n for n, _ in unit.needs]}
                    for each in running
                    for unit in each.units
                ],
                "pipelines": [
                    {"name": w.name, "when": w.when, "delivers": sorted({d for job in w.jobs for d in job.delivers})}
                    for w in facts.delivery.workflows
                ],
                "decisions": [{"title": record.title, "status": record.status} for record in facts.decisions.records],
                "components": [
                    {"name": c.name, "layer": c.layer + 1, "imports": c.imports} for c in structure.components
                ],
                "cycles": structure.cycles,
                "imports_against_the_layers": [entry.files for entry in structure.against],
            },
            material=packages_as_material(survey),
            known=lambda: survey.all_names | _names(facts),
            most_output_tokens=5_000,
        )

    def render(self, facts: ArchitectureFacts, prose: ArchitectureProse) -> str:
        """Return the body; a view of which there is no evidence is left out."""
        return markdown.paragraphs(
            *_section("Goals", goal_blocks(facts.decisions, facts)),
            *_section("Context", _context(facts)),
            *_section("Containers", _containers(facts, prose)),
            *_section("Build, delivery and configuration", delivery_blocks(facts.delivery, facts)),
            *_section("Components", _components(facts, prose)),
            *_section("Cycles", cycle_blocks(facts.structure, facts)),
            *_section("Decisions", decision_blocks(facts.decisions.records, facts)),
            looked_for(facts.context, facts.containers, facts.delivery),
        )

    def beside(self, facts: ArchitectureFacts) -> Mapping[str, str]:
        """Return the same as a workspace of Structurizr."""
        return {WORKSPACE: workspace(facts.context, facts.containers, facts.structure, facts.purposes)}

    def diagram(self, facts: ArchitectureFacts) -> Flowchart | None:
        """Return the first of the pictures."""
        return next(iter(self.diagrams(facts)), None)

    def diagrams(self, facts: ArchitectureFacts) -> Sequence[Flowchart]:
        """Return the pictures of all views."""
        if facts.no_diagram:
            return ()
        charts = [context_chart(facts.context), *map(running_chart, facts.containers.running)]
        return [chart for chart in (*charts, components_chart(facts.structure)) if chart]


def _names(facts: ArchitectureFacts) -> frozenset[str]:
    """Return the names that are no names of code, and that prose may use."""
    units = [unit for each in facts.containers.running for unit in each.units]
    given = [variable.name for variable in facts.delivery.variables]
    return frozenset([*(unit.name for unit in units), *(unit.image for unit in units), *given])


def _section(title: str, blocks: Iterator[str]) -> list[str]:
    found = list(filter(None, blocks))
    return [markdown.heading(2, title), *found] if found else []


def _picture(chart: Flowchart | None, facts: ArchitectureFacts) -> str:
    return markdown.fence(render(chart), "mermaid") if chart and not facts.no_diagram else ""


def _context(facts: ArchitectureFacts) -> Iterator[str]:
    chart = context_chart(facts.context)
    yield _picture(chart, facts)
    yield not_drawn(facts.context, chart)
    yield from context_blocks(facts.context, facts)


def _distributions(survey: Survey) -> Iterable[Container]:
    for distribution in survey.snapshot.manifests.distributions:
        facts = [distribution.version and f"version {distribution.version}", distribution.description]
        if distribution.runs_on:
            facts.append(f"for {distribution.runs_on}")
        if distribution.features:
            noun = "feature" if len(distribution.features) == 1 else "features"
            facts.append(f"{noun} {listing(map(_feature, distribution.features), limit=MOST_FEATURES)}")
        text = "; ".join(fact.strip().rstrip(".") for fact in facts if fact)
        built = ecosystem(distribution.ecosystem).words.built
        yield Container(distribution.name or distribution.manifest, built, text, distribution.manifest)


def _feature(feature: tuple[str, Sequence[str]]) -> str:
    name, brings = feature
    return f"{name} ({', '.join(brings)})" if brings else name


def _program(entry: EntryPoint, survey: Survey) -> Container:
    symbol = entry.symbol
    target = f"{symbol.path}:{symbol.qualname}" if symbol.qualname else symbol.path
    return Container(entry.name, word_for(entry), "", target, survey.address_of(symbol) or "")


def _container_list(facts: ArchitectureFacts) -> str:
    lines = []
    for container in facts.containers:
        target = named(container.target, container.page or None, facts)
        name = f"{markdown.code(container.name)} *({container.sort})*"
        where = f"{name} {target}" if container.name != container.target else f"{target} *({container.sort})*"
        text = f": {markdown.escape(container.text)}" if container.text else ""
        lines.append(f"{where}{text}.")
    beside = [f"{markdown.code(folder)} ({count})" for folder, count in facts.scripts_beside]
    words = sorted({plural_of(words_of(name).program) for name in facts.languages})
    lines += [f"{' and '.join(words).capitalize()} beside these: {listing(beside)}."] if beside else []
    if facts.demonstrations:
        does = " or ".join(dict.fromkeys(words_of(name).demonstrates for name in facts.languages))
        lines.append(f"{plural(facts.demonstrations, 'module')} of packages {does}.")
    if lines:
        return markdown.bullets(lines)
    return f"None declared: {', '.join(dict.fromkeys(words_of(name).no_programs for name in facts.languages))}."


def _left_out(structure: Components, chart: Flowchart | None) -> str:
    if chart is None:
        return ""
    layered = _layered(structure)
    rest = len(layered) - len(chart.nodes)
    lines = [f"{plural(rest, 'component')} with fewer connections not drawn."] if rest > 0 else []
    drawn = {node.key for node in chart.nodes}
    imports = sum(target in drawn for c in layered if c.name in drawn for target in c.imports)
    if len(chart.edges) < imports:
        lines.append("An import is not drawn where longer ways of arrows lead to the same.")
    return " ".join(lines)


def _layers(facts: ArchitectureFacts) -> list[str]:
    layered = _layered(facts.structure)
    by_layer: dict[int, list[str]] = {}
    for component in layered:
        by_layer.setdefault(component.layer, []).append(named(component.name, component.page or None, facts))
    rows = [[str(height + 1), ", ".join(by_layer[height])] for height in sorted(by_layer, reverse=True)]
    apart = [named(c.name, c.page or None, facts) for c in facts.structure.components if c not in layered]
    return [
        markdown.table(["Layer", "Components"], rows),
        f"By themselves: {listing(apart, limit=60)}." if apart else "",
    ]


def _cycle_section(facts: ArchitectureFacts) -> Sequence[str]:
    if not facts.structure.cycles:
        return []
    pages = {component.name: component.page for component in facts.structure.components}
    blocks = []
    for cycle in facts.structure.cycles:
        names = listing((named(name, pages[name] or None, facts) for name in cycle), limit=30)
        lines = []
        for entry in (entry for entry in facts.structure.against if entry.source in cycle and entry.target in cycle):
            imports = listing(
                (f"{markdown.code(a)} imports {markdown.code(b)}" for a, b in entry.files), limit=MOST_NAMED_IMPORTS
            )
            lines.append(f"{imports}.")
        blocks.append(f"{names} import each other. Without these imports they would not:")
        blocks.append(markdown.bullets(lines))
    return [markdown.heading(2, "Cycles"), *blocks]
