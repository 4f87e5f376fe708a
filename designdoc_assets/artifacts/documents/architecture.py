"""ARCHITECTURE: what is around the target, what runs, how it is delivered, and how its parts build on each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from designdoc_assets.analysis.components import Components, components_of
from designdoc_assets.artifacts.artifact import Prose
from designdoc_assets.artifacts.canonical import NOT_SHOWN
from designdoc_assets.artifacts.context.whole import around_architecture
from designdoc_assets.artifacts.documents.base import Document, DocumentFacts, names_of_packages, packages_as_material
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
from designdoc_assets.artifacts.documents.views.decisions import DecisionLine, decision_blocks, decisions_of
from designdoc_assets.artifacts.documents.views.delivery import Delivery, delivery_blocks, delivery_of
from designdoc_assets.artifacts.documents.views.remarks import ReasonGroup, reason_blocks, reasons_of
from designdoc_assets.artifacts.documents.views.search import looked_for
from designdoc_assets.artifacts.documents.views.structurizr import WORKSPACE, workspace
from designdoc_assets.artifacts.sections.text import NO_DIAGRAM, shown
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.markup import markdown
from designdoc_assets.markup.mermaid.diagram import Flowchart
from designdoc_assets.markup.mermaid.render import render
from designdoc_assets.writing.brief import Brief


@dataclass(frozen=True, slots=True)
class ArchitectureFacts(DocumentFacts):
    """The inputs of ARCHITECTURE."""

    context: Context
    containers: Containers
    delivery: Delivery
    decisions: tuple[DecisionLine, ...]
    reasons: tuple[ReasonGroup, ...]
    structure: Components
    purposes: tuple[Purpose, ...]
    languages: tuple[str, ...] = field(metadata=NOT_SHOWN)
    """Those of the components, from which they follow."""


class ArchitectureProse(Prose):
    """What is written about each view, before what parsing found of it, and about what changes bring with them."""

    earlier_schema: ClassVar[str] = "dca554586680e668"
    containers: str
    components: str
    context: str = ""
    delivery: str = ""
    impact: str = ""


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
            reasons=reasons_of(page, structure, survey),
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
                "decisions": [{"title": record.title, "status": record.status} for record in facts.decisions],
                "components": [
                    {"name": c.name, "layer": c.layer + 1, "imports": c.imports} for c in structure.components
                ],
                "cycles": structure.cycles,
                "imports_against_the_layers": [entry.files for entry in structure.against],
            },
            material=packages_as_material(survey),
            parts=[
                *names_of_packages(survey),
                *(system.name for system in facts.context.systems),
                *(container.name for container in facts.containers.shipped),
            ],
            most_output_tokens=5_000,
            context=lambda: around_architecture(survey),
        )

    def render(self, facts: ArchitectureFacts, prose: ArchitectureProse) -> str:
        """Return the body; a view of which there is no evidence is left out."""
        return markdown.paragraphs(
            *_section("Context", _context(facts, prose)),
            *_section("Containers", _containers(facts, prose)),
            *_section("Build, delivery and configuration", _delivery(facts, prose)),
            *_section("Components", _components(facts, prose)),
            *_section("Cycles", cycle_blocks(facts.structure, facts)),
            *_section("What would break what", iter([shown(prose.impact, facts)])),
            *_section("Decisions", decision_blocks(facts.decisions, facts)),
            *_section("Why it is so", reason_blocks(facts.reasons, facts)),
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


def _section(title: str, blocks: Iterator[str]) -> list[str]:
    found = list(filter(None, blocks))
    return [markdown.heading(2, title), *found] if found else []


def _picture(chart: Flowchart | None, facts: ArchitectureFacts) -> str:
    return markdown.fence(render(chart), "mermaid") if chart and not facts.no_diagram else ""


def _delivery(facts: ArchitectureFacts, prose: ArchitectureProse) -> Iterator[str]:
    yield shown(prose.delivery, facts)
    yield from delivery_blocks(facts.delivery, facts)


def _context(facts: ArchitectureFacts, prose: ArchitectureProse) -> Iterator[str]:
    yield shown(prose.context, facts)
    chart = context_chart(facts.context)
    yield _picture(chart, facts)
    yield not_drawn(facts.context, chart)
    yield from context_blocks(facts.context, facts)


def _containers(facts: ArchitectureFacts, prose: ArchitectureProse) -> Iterator[str]:
    yield shown(prose.containers, facts)
    yield from shipped_blocks(facts.containers, facts)
    for found in facts.containers.running:
        yield from running_blocks(found, facts)
        yield _picture(running_chart(found), facts)


def _components(facts: ArchitectureFacts, prose: ArchitectureProse) -> Iterator[str]:
    chart = components_chart(facts.structure) if not facts.no_diagram else None
    yield shown(prose.components, facts)
    yield _picture(chart, facts)
    yield captions(facts.structure, chart)
    yield NO_DIAGRAM if facts.no_diagram else ""
    yield from component_blocks(facts.structure, facts.purposes, facts)
