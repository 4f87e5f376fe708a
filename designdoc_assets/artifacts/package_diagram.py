"""`package_diagram`: who imports whom, inside a package and across its border, by parsing alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import ClassVar

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.target import package_of
from designdoc_assets.artifacts.chosen import EVERYTHING, DiagramChoice, choices_of, chosen, invented
from designdoc_assets.artifacts.kind import Kind
from designdoc_assets.artifacts.material import definitions
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.import_charts import import_charts
from designdoc_assets.artifacts.sections.text import NO_DIAGRAM, listing, named
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import PartitionKey, decode, encode
from designdoc_assets.languages.registry import imports_whole_units, words_in
from designdoc_assets.markup import markdown
from designdoc_assets.markup.mermaid.diagram import Flowchart
from designdoc_assets.markup.mermaid.render import render
from designdoc_assets.program.resolution import Symbol
from designdoc_assets.writing.brief import Brief

_MOST_LEFT_OUT = 60
_DOTTED = "Dotted arrows: imports inside of functions, or for types only."
_REDUCED = "{} is not drawn where longer ways of arrows lead to the same."
_WHEN = {"late": "inside of functions", "types": "for types only"}


@dataclass(frozen=True, slots=True)
class FileImports:
    """A file of the package, and those that it imports of it: their names, their pages, and when each is imported."""

    name: str
    page: str
    imports: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a large package: its title in the diagram, its files, and a diagram of the imports among them."""

    name: str
    files: tuple[tuple[str, str], ...]
    chart: Flowchart | None


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another package, and the files of this one that import it, or that it imports."""

    package: str
    page: str
    through: tuple[str, ...]
    """None of a package that is imported as a whole."""
    only_for_types: bool


@dataclass(frozen=True, slots=True)
class PackageRelations(PageFacts):
    """The inputs of a package's relations."""

    package: str
    chart: Flowchart | None
    parts: tuple[Part, ...]
    left_out: tuple[tuple[str, str], ...]
    """The files that no diagram shows, with their pages."""
    is_reduced: bool
    verb: str
    """What its files do with each other, where that is more than to import."""
    files: tuple[FileImports, ...]
    depends_on: tuple[Neighbour, ...]
    used_by: tuple[Neighbour, ...]
    libraries: tuple[str, ...]
    unread: tuple[str, ...]
    """Modules of the target that its files import, and that were not read."""


class PackageDiagramKind(Kind[PackageRelations, DiagramChoice]):
    """Kind `package_diagram`: the imports in a package, drawn, and its neighbours."""

    name = "package_diagram"
    version = 4
    grain = Grain.PACKAGES
    description = "A package's relations: diagram, imports among its files, what it depends on and what depends on it."
    sections: ClassVar[Sequence[str]] = ("Relations",)
    roles: ClassVar[Sequence[str]] = ("package_diagram",)
    has_diagram = True

    def facts(self, key: PartitionKey, survey: Survey) -> PackageRelations:
        """Collect the imports of the package's files, and of others that import them."""
        paths = survey.files_of(key)
        inside = frozenset(paths)
        edges = _imports(paths, survey)
        charts = import_charts({edge: not when for edge, when in edges.items()})
        outward = [
            (package_of(edge.target), path, edge.when)
            for path in paths
            for edge in survey.relations.imports(path)
            if edge.internal and edge.target not in inside
        ]
        inward = [
            (package_of(importer), "" if imports_whole_units(path) else path, edge.when)
            for path in paths
            for importer in survey.relations.importers(path)
            for edge in survey.relations.imports(importer)
            if importer not in inside and edge.target == path
        ]
        edges_out = [edge for path in paths for edge in survey.relations.imports(path)]
        outside = [edge.outside for edge in edges_out if edge.outside]
        return PackageRelations(
            page=survey.page(Grain.PACKAGES, key),
            links={},
            package=decode(key),
            chart=charts.main,
            parts=tuple(Part(part.name, _pages(part.files, survey), part.chart) for part in charts.parts),
            left_out=_pages(charts.left_out, survey),
            is_reduced=charts.is_reduced,
            verb=next((words_in(path).uses_beside for path, _ in edges if words_in(path).uses_beside), ""),
            files=tuple(_file_imports(edges, survey)),
            depends_on=tuple(_neighbours(outward, survey)),
            used_by=tuple(_neighbours(inward, survey)),
            libraries=tuple(sorted({each.library for each in outside if each.kind == "third party"})),
            unread=tuple(sorted({each.name for each in outside if each.kind == "unread"})),
        )

    def prose(self, key: PartitionKey) -> type[DiagramChoice]:
        """Return the type of its prose."""
        return DiagramChoice

    def describe(self, facts: PackageRelations) -> DiagramChoice:
        """Choose everything: what the diagram shows is a fact."""
        return EVERYTHING

    def brief(self, facts: PackageRelations, survey: Survey) -> Brief | None:
        """Show the nodes and edges that there are, and what each file defines, if the model is to choose."""
        if not survey.model_diagrams or facts.chart is None:
            return None
        chart = facts.chart
        paths = survey.files_of(encode(facts.package))
        return Brief(
            role=self.name,
            subject=encode(facts.package),
            answer=DiagramChoice,
            facts=choices_of(chart),
            material=definitions("What its files define", paths, survey),
        )

    def render(self, facts: PackageRelations, prose: DiagramChoice) -> str:
        """Return the region's body."""
        lines = [
            *_lines("Depends on", "imported by", facts.depends_on, facts),
            *_lines("Used by", "which imports", facts.used_by, facts),
        ]
        if facts.libraries:
            lines.append(f"**Third party**: {listing(map(markdown.code, facts.libraries), limit=40)}.")
        if facts.unread:
            lines.append(f"**Of this repository, not read**: {listing(map(markdown.code, facts.unread), limit=40)}.")
        rows = [
            [named(entry.name, entry.page, facts), listing(_targets(entry, facts), limit=20)] for entry in facts.files
        ]
        chart = self.diagram(facts, prose)
        return markdown.paragraphs(
            markdown.heading(2, "Relations"),
            markdown.fence(render(chart), "mermaid") if chart else "",
            _notes(facts, chart) if chart else "",
            *(_part(part, facts) for part in (facts.parts if chart else ())),
            NO_DIAGRAM if facts.no_diagram else "",
            markdown.table(["File", facts.verb or "Imports"], rows) if rows else "",
            "\\\n".join(lines),
            "" if rows or lines else "No imports between its files and other documented files were found.",
        )

    def diagram(self, facts: PackageRelations, prose: DiagramChoice) -> Flowchart | None:
        """Return the diagram, if its files import each other."""
        return chosen(facts.chart, prose) if facts.chart and not facts.no_diagram else None

    def diagrams(self, facts: PackageRelations, prose: DiagramChoice) -> Sequence[Flowchart]:
        """Return the diagram, and those of its parts."""
        chart = self.diagram(facts, prose)
        return [each for each in (chart, *(part.chart for part in facts.parts)) if each] if chart else ()

    def invented(self, facts: PackageRelations, prose: DiagramChoice) -> Sequence[str]:
        """Return chosen nodes and edges that do not exist."""
        return invented(facts.chart, prose) if facts.chart else ()


def _imports(paths: Sequence[str], survey: Survey) -> dict[tuple[str, str], str]:
    """Return which files of a package import which, and when; empty for an import when the file itself is imported.

    Uses between files that see each other without an import count, too.
    """
    moments: dict[tuple[str, str], set[str]] = {}
    for path in paths:
        for edge in survey.relations.imports(path):
            if edge.internal and edge.target in paths:
                moments.setdefault((path, edge.target), set()).add(edge.when)
        for relation in survey.relations.from_file(path) if words_in(path).uses_beside else ():
            target = relation.target
            if isinstance(target, Symbol) and target.path in paths and target.path != path:
                moments.setdefault((path, target.path), set()).add("always")
    ranked = ("late", "types")
    return {
        edge: next((when for when in ranked if when in found), "") if found.issubset(ranked) else ""
        for edge, found in moments.items()
    }


def _pages(paths: Iterable[str], survey: Survey) -> tuple[tuple[str, str], ...]:
    return tuple((PurePosixPath(path).name, survey.page(Grain.FILES, encode(path))) for path in paths)


def _notes(facts: PackageRelations, chart: Flowchart) -> str:
    """Return notes on the diagrams: what they leave out, and what their lines mean."""
    drawn = {node.key for node in chart.nodes}
    not_chosen = [markdown.code(node.label) for node in (facts.chart or chart).nodes if node.key not in drawn]
    left_out = [*(named(name, page, facts) for name, page in facts.left_out), *not_chosen]
    charts = [chart, *(part.chart for part in facts.parts if part.chart)]
    lines = [
        _DOTTED if any(edge.dotted for each in charts for edge in each.edges) else "",
        _REDUCED.format("A use" if facts.verb else "An import") if facts.is_reduced else "",
        f"Not drawn: {listing(left_out, limit=_MOST_LEFT_OUT)}." if left_out else "",
    ]
    return " ".join(filter(None, lines))


def _part(part: Part, facts: PackageRelations) -> str:
    names = ", ".join(named(name, page, facts) for name, page in part.files)
    chart = markdown.fence(render(part.chart), "mermaid") if part.chart else ""
    return markdown.paragraphs(f"{markdown.code(part.name)}: {names}.", chart)


def _file_imports(edges: Mapping[tuple[str, str], str], survey: Survey) -> Iterable[FileImports]:
    by_file: dict[str, list[tuple[str, str, str]]] = {}
    for (path, target), when in edges.items():
        entry = (PurePosixPath(target).name, survey.page(Grain.FILES, encode(target)), when)
        by_file.setdefault(path, []).append(entry)
    for path, imports in by_file.items():
        yield FileImports(PurePosixPath(path).name, survey.page(Grain.FILES, encode(path)), tuple(imports))


def _targets(entry: FileImports, facts: PackageRelations) -> Iterable[str]:
    for name, page, when in entry.imports:
        yield named(name, page, facts) + (f" ({_WHEN[when]})" if when else "")


def _neighbours(edges: Iterable[tuple[str, str, str]], survey: Survey) -> Iterable[Neighbour]:
    through: dict[str, dict[str, None]] = {}
    at_run_time = set()
    for package, path, when in edges:
        files = through.setdefault(package, {})
        if path:
            files[PurePosixPath(path).name] = None
        if when != "types":
            at_run_time.add(package)
    packages = frozenset(survey.keys(Grain.PACKAGES))
    for package, names in sorted(through.items()):
        key = encode(package)
        page = survey.address(Grain.PACKAGES, key) if key in packages else ""
        yield Neighbour(package, page, tuple(names), package not in at_run_time)


def _lines(title: str, verb: str, neighbours: Iterable[Neighbour], facts: PackageRelations) -> Iterable[str]:
    shown = []
    for neighbour in neighbours:
        through = f"{verb} {listing(map(markdown.code, neighbour.through), limit=4)}" if neighbour.through else ""
        said = ", ".join(filter(None, (through, "for types only" if neighbour.only_for_types else "")))
        name = named(neighbour.package, neighbour.page, facts)
        shown.append(f"{name} ({said})" if said else name)
    if shown:
        yield f"**{title}** {listing(shown, limit=30)}."


KIND = PackageDiagramKind()
