"""SYSTEM_DESIGN: what the target is, its packages, its key flows, and where it is meant to be extended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from designdoc_assets.analysis.call_chains import Step
from designdoc_assets.analysis.configuration import Configuration, configuration_of
from designdoc_assets.analysis.extension_points import Extension, PluginGroup, extensions, plugin_groups
from designdoc_assets.analysis.flows import Flow, flows
from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.interfaces import Interfaces, interfaces
from designdoc_assets.analysis.member_sorts import is_offered
from designdoc_assets.analysis.places import Beside
from designdoc_assets.analysis.starts import starts_of
from designdoc_assets.analysis.stored import Stored, stored
from designdoc_assets.artifacts.artifact import Prose
from designdoc_assets.artifacts.context.whole import around_system
from designdoc_assets.artifacts.documents.base import Document, DocumentFacts, names_of_packages, packages_as_material
from designdoc_assets.artifacts.documents.beside import beside_line
from designdoc_assets.artifacts.documents.views.goals import Goals, goal_blocks, goals_of
from designdoc_assets.artifacts.documents.views.places import FilePlace, linked, place_of
from designdoc_assets.artifacts.sections.configuration import configuration_sections
from designdoc_assets.artifacts.sections.flows import flow_diagrams, flow_section
from designdoc_assets.artifacts.sections.interfaces import interface_sections
from designdoc_assets.artifacts.sections.stored import entity_diagram, table_sections
from designdoc_assets.artifacts.sections.tables import word_table
from designdoc_assets.artifacts.sections.text import all_named, listing, named, plural, shown
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import PartitionKey, decode, encode
from designdoc_assets.languages.registry import noun_for, words_of
from designdoc_assets.markup import markdown
from designdoc_assets.markup.mermaid.diagram import Diagram
from designdoc_assets.markup.prose import sentence
from designdoc_assets.writing.brief import Brief

MOST_PACKAGES = 60
"""Rows of the table of packages; with more, those that lie deepest are counted with what they lie in."""
MOST_EXTENSIONS = 25


@dataclass(frozen=True, slots=True)
class PackageLine:
    """A package, or a folder of packages, as the table shows it, and how many in it have no line of their own."""

    name: str
    page: str
    overview: str
    files: int
    inside: int


@dataclass(frozen=True, slots=True)
class SystemFacts(DocumentFacts):
    """The inputs of SYSTEM_DESIGN."""

    name: str
    description: str
    goals: Goals
    counts: tuple[tuple[str, int], ...]
    languages: tuple[str, ...]
    packages: tuple[PackageLine, ...]
    beside: Beside
    flows: tuple[Flow, ...]
    extensions: tuple[Extension, ...]
    groups: tuple[PluginGroup, ...]
    interfaces: Interfaces
    configuration: Configuration
    stored: Stored
    schema_files: tuple[FilePlace, ...]
    """Those that tables are declared in."""


class SystemProse(Prose):
    """What is written about the system; `flows` and `extension_points` stand before what parsing found of these."""

    earlier_schema: ClassVar[str] = "d27a4871d9ac2dae"
    overview: str
    flows: str
    extension_points: str
    ideas: str = ""
    invariants: str = ""
    security: str = ""
    formats: str = ""
    beginning: str = ""


class SystemDesign(Document[SystemFacts, SystemProse]):
    """The document SYSTEM_DESIGN."""

    name = "SYSTEM_DESIGN"
    prose: ClassVar = SystemProse
    sections: ClassVar = ("Overview", "Packages")

    def facts(self, page: str, survey: Survey) -> SystemFacts:
        """Collect the overviews of all packages, call chains, and extension points."""
        files = survey.snapshot.files.values()
        starts = starts_of(survey)
        functions = sum(is_offered(function) for file in files for function in file.facts.functions)
        distributions = filter(survey.places.is_product, survey.snapshot.manifests.distributions)
        tables = stored(survey)
        return SystemFacts(
            page=page,
            links={},
            document=self.name,
            name=survey.snapshot.name,
            description=next((d.description for d in distributions if d.description), ""),
            goals=goals_of(page, survey),
            counts=(
                ("package", len(survey.keys(Grain.PACKAGES))),
                ("file", len(survey.keys(Grain.FILES))),
                (noun_for(survey.languages), survey.class_count),
                ("public function", functions),
            ),
            languages=tuple(sorted({file.facts.language for file in files})),
            packages=tuple(_packages(survey)),
            beside=survey.places.beside,
            flows=tuple(flows(starts, survey)),
            extensions=tuple(extensions(survey)),
            groups=tuple(plugin_groups(survey)),
            interfaces=interfaces(starts, survey),
            configuration=configuration_of(survey),
            stored=tables,
            schema_files=tuple(place_of(path, page, survey) for path in tables.files),
        )

    def describe(self, facts: SystemFacts) -> SystemProse:
        """Quote the distribution's description, and count."""
        counts = ", ".join(plural(count, noun) for noun, count in facts.counts if count)
        what = f"{markdown.code(facts.name)}: {markdown.escape(facts.description.strip())}" if facts.description else ""
        size = f"The documented source is {counts} of {' and '.join(words_of(name).title for name in facts.languages)}."
        return SystemProse(overview=markdown.paragraphs(what, size), flows="", extension_points="")

    def brief(self, facts: SystemFacts, survey: Survey) -> Brief:
        """Show what is written about the packages, the call chains, and the extension points; no counts, no links."""
        return Brief(
            role="system_design",
            subject=self.name,
            answer=SystemProse,
            facts={
                "name": facts.name,
                "description": facts.description,
                "call_chains": [f"{flow.sort} {flow.name}: {_chain(flow.first)}" for flow in facts.flows],
                "extension_points": [
                    {"name": e.name, "sort": e.sort, "asks_for": e.asks, "done_by": [i.name for i in e.implementations]}
                    for e in facts.extensions
                ],
                "entry_point_groups": {group.group: [name for name, _ in group.entries] for group in facts.groups},
            },
            material=packages_as_material(survey),
            parts=[*names_of_packages(survey), *(each.name for each in facts.extensions)],
            most_output_tokens=6_000,
            context=lambda: around_system(facts.interfaces, facts.configuration, facts.stored.tables, survey),
        )

    def diagrams(self, facts: SystemFacts) -> Sequence[Diagram]:
        """Return the sequences of the flows, and the picture of the tables."""
        tables = None if facts.no_diagram else entity_diagram(facts.stored.tables)
        return [*flow_diagrams(facts.flows, facts), *([tables] if tables else [])]

    def render(self, facts: SystemFacts, prose: SystemProse) -> str:
        """Return the body."""
        return markdown.paragraphs(
            markdown.heading(2, "Overview"),
            shown(prose.overview, facts),
            *_part("Goals and features", *goal_blocks(facts.goals, facts)),
            *_part("Ideas", shown(prose.ideas, facts)),
            markdown.heading(2, "Packages"),
            word_table(["Package", "Files", ""], [_package_row(line, facts) for line in facts.packages]),
            beside_line(facts.beside),
            *_part("Key flows", shown(prose.flows, facts), flow_section(facts.flows, facts)),
            *_part("Invariants", shown(prose.invariants, facts)),
            *_part("Security", shown(prose.security, facts)),
            *_part("Formats", shown(prose.formats, facts)),
            *_part("Extension points", shown(prose.extension_points, facts), _extension_points(facts)),
            *interface_sections(facts.interfaces, facts),
            *configuration_sections(facts.configuration, facts),
            *table_sections(facts.stored, {place.path: linked(place, facts) for place in facts.schema_files}, facts),
            *_part("Where to begin reading", shown(prose.beginning, facts)),
        )


def _part(title: str, *blocks: str) -> list[str]:
    body = markdown.paragraphs(*blocks)
    return [markdown.heading(2, title), body] if body else []


def _chain(step: Step) -> str:
    return f"{step.name} -> ({', '.join(map(_chain, step.calls))})" if step.calls else step.name


def _packages(survey: Survey) -> Iterable[PackageLine]:
    """Yield the packages of the product; those that files of it lie in."""
    keys = [key for key in survey.keys(Grain.PACKAGES) if _is_main(key, survey)]
    names = [decode(key) for key in keys]
    deepest = max(name.count("/") for name in names)
    while sum(name.count("/") <= deepest for name in names) > MOST_PACKAGES and deepest > 0:
        deepest -= 1
    listed = [name for name in names if name.count("/") <= deepest]
    for key, name in zip(keys, names, strict=True):
        if name in listed:
            inside = [other for other in names if other not in listed and other.startswith(f"{name}/")]
            deeper = [other for other in listed if other.startswith(f"{name}/")]
            own = [other for other in inside if not any(other.startswith(f"{sub}/") for sub in deeper)]
            overview = sentence(survey.purpose("package_readme", key))
            page = survey.address(Grain.PACKAGES, key)
            yield PackageLine(name, page, overview, _files([name, *own], survey), len(own))
    above: dict[str, list[str]] = {}
    for name in names:
        if not _is_within(name, listed):
            above.setdefault("/".join(name.split("/")[: deepest + 1]), []).append(name)
    for folder, inside in above.items():
        yield PackageLine(folder, "", "", _files(inside, survey), len(inside))


def _files(packages: Iterable[str], survey: Survey) -> int:
    return sum(len(survey.files_of(encode(package))) for package in packages)


def _is_within(name: str, listed: Sequence[str]) -> bool:
    return any(name == other or name.startswith(f"{other}/") for other in listed)


def _is_main(key: PartitionKey, survey: Survey) -> bool:
    return any(survey.places.is_main(path) for path in survey.files_of(key))


def _package_row(line: PackageLine, facts: SystemFacts) -> list[str]:
    inside = f"With {plural(line.inside, 'package')} inside." if line.inside else ""
    overview = " ".join(shown(line.overview, facts).split())
    said = " ".join(part for part in (overview, inside) if part)
    return [named(line.name, line.page, facts), f"{line.files:,}", said]


def _extension_points(facts: SystemFacts) -> str:
    lines = []
    for extension in facts.extensions[:MOST_EXTENSIONS]:
        done, alike = (all_named(classes, facts) for classes in (extension.implementations, extension.have_its_members))
        parts = [
            f"asks for {listing(map(markdown.code, extension.asks), limit=8)}" if extension.asks else "",
            f"implemented by {done}" if done else "",
            f"members of these names in {alike}" if alike else "",
        ]
        said = "; ".join(filter(None, parts))
        name = named(extension.name, extension.page, facts)
        lines.append(f"{name} *({extension.sort})*{': ' if said else ''}{said}.")
    rest = facts.extensions[MOST_EXTENSIONS:]
    if rest:
        names = listing((named(entry.name, entry.page, facts) for entry in rest), limit=40)
        lines.append(f"Others: {names}.")
    lines += [f"Entry points {markdown.code(group.group)}: {_plugins(group, facts)}." for group in facts.groups]
    return markdown.bullets(lines)


def _plugins(group: PluginGroup, facts: SystemFacts) -> str:
    return listing(
        (f"{markdown.code(name)} ({named(what.name, what.page, facts)})" for name, what in group.entries),
        limit=20,
    )
