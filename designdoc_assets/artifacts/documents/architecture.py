"""ARCHITECTURE: what runs or is shipped (containers), and how its parts build on each other (components in layers)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from designdoc_assets.analysis.components import Component, Components, components_of
from designdoc_assets.analysis.entry_points import EntryPoint, commands_elsewhere, is_demonstration, programs, word_for
from designdoc_assets.analysis.import_graph import reduced
from designdoc_assets.analysis.places import top_folder
from designdoc_assets.artifacts.artifact import Prose
from designdoc_assets.artifacts.canonical import NOT_SHOWN
from designdoc_assets.artifacts.documents.base import Document, DocumentFacts, packages_as_material
from designdoc_assets.artifacts.sections.text import NO_DIAGRAM, listing, named, plural, plural_of, shown
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.ecosystems.registry import ecosystem
from designdoc_assets.languages.registry import language, words_of
from designdoc_assets.markup import markdown
from designdoc_assets.markup.mermaid.diagram import Flowchart, FlowEdge, FlowNode
from designdoc_assets.markup.mermaid.render import render
from designdoc_assets.markup.mermaid.width import largest
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

    containers: tuple[Container, ...]
    scripts_beside: tuple[tuple[str, int], ...]
    """How many scripts each folder holds that is not part of the subject."""
    demonstrations: int
    """How many modules of packages do something when they are run, and are no programs."""
    structure: Components
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
    sections: ClassVar = ("Containers", "Components")

    def facts(self, page: str, survey: Survey) -> ArchitectureFacts:
        """Collect distributions, programs, and the import graph in layers."""
        started = programs(survey)
        beside = [entry for entry in started if not survey.places.is_main(entry.symbol.path)]
        counts = Counter(top_folder(entry.symbol.path) or "." for entry in beside)
        return ArchitectureFacts(
            page=page,
            links={},
            document=self.name,
            containers=(
                *_distributions(survey),
                *(_program(entry, survey) for entry in started if entry not in beside),
                *(Container(name, "command", "", reference) for name, reference in commands_elsewhere(survey)),
            ),
            scripts_beside=tuple(sorted(counts.items())),
            demonstrations=sum(
                bool(file.facts.programs) and is_demonstration(path, survey)
                for path, file in survey.snapshot.files.items()
            ),
            structure=components_of(survey),
            languages=tuple(sorted(survey.languages)),
        )

    def describe(self, facts: ArchitectureFacts) -> ArchitectureProse:
        """Say what the layers mean, and whether they hold."""
        layered = _layered(facts.structure)
        if not layered:
            return ArchitectureProse(containers="", components="The parts do not import each other.")
        height = 1 + max(component.layer for component in layered)
        text = f"{plural(len(layered), 'component')} in {plural(height, 'layer')}: each imports from below."
        count = sum(len(entry.files) for entry in facts.structure.against)
        if count:
            text += (
                f" {plural(count, 'import')} {'goes' if count == 1 else 'go'} the other way, drawn dotted, and named"
            )
            text += " under Cycles."
        else:
            text += f" There are no import cycles{_without(facts.languages)}."
        return ArchitectureProse(containers="", components=text)

    def brief(self, facts: ArchitectureFacts, survey: Survey) -> Brief:
        """Show containers, layers and cycles, and what is written about the packages."""
        structure = facts.structure
        return Brief(
            role="architecture",
            subject=self.name,
            answer=ArchitectureProse,
            facts={
                "containers": [
                    {"name": c.name, "sort": c.sort, "text": c.text, "starts": c.target} for c in facts.containers
                ],
                "components": [
                    {"name": c.name, "layer": c.layer + 1, "imports": c.imports} for c in structure.components
                ],
                "cycles": structure.cycles,
                "imports_against_the_layers": [entry.files for entry in structure.against],
            },
            material=packages_as_material(survey),
            known=lambda: survey.all_names,
            most_output_tokens=5_000,
        )

    def render(self, facts: ArchitectureFacts, prose: ArchitectureProse) -> str:
        """Return the body."""
        chart = self.diagram(facts)
        return markdown.paragraphs(
            markdown.heading(2, "Containers"),
            shown(prose.containers, facts),
            _container_list(facts),
            markdown.heading(2, "Components"),
            shown(prose.components, facts),
            markdown.fence(render(chart), "mermaid") if chart else "",
            _left_out(facts.structure, chart),
            NO_DIAGRAM if facts.no_diagram else "",
            *_layers(facts),
            *_cycle_section(facts),
        )

    def diagram(self, facts: ArchitectureFacts) -> Flowchart | None:
        """Return the layers as a chart, of the best connected components where there are too many for a page.

        Higher layers stand higher. Frames around them would take more room than they tell: the table names them all.
        """
        layered = _layered(facts.structure)
        if not layered or facts.no_diagram:
            return None
        degree = Counter(name for c in layered for target in c.imports for name in (c.name, target))
        ranked = sorted((component.name for component in layered), key=lambda name: (-degree[name], name))
        against = {(entry.source, entry.target) for entry in facts.structure.against}
        return largest(lambda most: _chart(layered, set(ranked[:most]), against))


def _chart(layered: Sequence[Component], drawn: set[str], against: set[tuple[str, str]]) -> Flowchart:
    nodes = [component for component in layered if component.name in drawn]
    forward = {node.name: _forward(node, drawn, against) for node in nodes}
    if sum(map(len, forward.values())) > MOST_PLAIN_EDGES:
        forward = reduced(forward)
    edges = [FlowEdge(source, target) for source, targets in forward.items() for target in targets]
    edges += [FlowEdge(a, b, dotted=True) for a, b in sorted(against) if a in drawn and b in drawn]
    return Flowchart(tuple(FlowNode(node.name, node.name) for node in nodes), tuple(edges))


def _forward(node: Component, drawn: set[str], against: set[tuple[str, str]]) -> list[str]:
    return [target for target in node.imports if target in drawn and (node.name, target) not in against]


def _layered(structure: Components) -> list[Component]:
    """Return the components that import others or are imported."""
    imported = {target for component in structure.components for target in component.imports}
    return [component for component in structure.components if component.imports or component.name in imported]


def _without(languages: Sequence[str]) -> str:
    """Return which imports do not count, where there may be such."""
    moments = {moment for name in languages for moment in language(name).rules.moments}
    said = [phrase for moment, phrase in _WITHOUT.items() if moment in moments]
    return f", imports {' and '.join(said)} left out" if said else ""


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
