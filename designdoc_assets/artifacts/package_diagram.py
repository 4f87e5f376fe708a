"""`package_diagram`: who imports whom, inside a package and across its border, by parsing alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import ClassVar

from designdoc_assets.artifacts.chosen import EVERYTHING, DiagramChoice, chosen, invented, names_offered, offered
from designdoc_assets.artifacts.kind import Grain, Kind, PageFacts
from designdoc_assets.artifacts.material import definitions
from designdoc_assets.artifacts.sections.text import NO_DIAGRAM, listing, named, plural
from designdoc_assets.artifacts.survey import Survey, package_of
from designdoc_assets.pages import markdown
from designdoc_assets.pages.mermaid.diagram import Flowchart, FlowEdge, FlowNode
from designdoc_assets.pages.mermaid.render import render
from designdoc_assets.source.keys import PartitionKey, decode, encode
from designdoc_assets.source.stdlib_names import is_stdlib
from designdoc_assets.writing.brief import Brief

MOST_NODES = 30
"""Boxes in a diagram; files with the most imports are drawn first, and what is left out is said."""
MOST_EDGES = 90


@dataclass(frozen=True, slots=True)
class FileImports:
    """A file of the package and the files of the package that it imports."""

    name: str
    page: str
    imports: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A package across the border, and the files of this one that import it, or that it imports."""

    package: str
    page: str
    through: tuple[str, ...]
    only_for_types: bool


@dataclass(frozen=True, slots=True)
class PackageRelations(PageFacts):
    """The inputs of a package's relations."""

    package: str
    chart: Flowchart | None
    left_out: int
    files: tuple[FileImports, ...]
    depends_on: tuple[Neighbour, ...]
    used_by: tuple[Neighbour, ...]
    libraries: tuple[str, ...]
    unread: tuple[str, ...]
    """Modules of the target that its files import, and that were not read."""


class PackageDiagramKind(Kind[PackageRelations, DiagramChoice]):
    """See the module's docstring."""

    name = "package_diagram"
    grain = Grain.PACKAGES
    description = "A package's relations: diagram, imports among its files, what it depends on and what depends on it."
    sections: ClassVar[Sequence[str]] = ("Relations",)
    roles: ClassVar[Sequence[str]] = ("package_diagram",)
    has_diagram = True

    def facts(self, key: PartitionKey, survey: Survey) -> PackageRelations:
        """Collect the imports of the package's files, and of others that import them."""
        paths = survey.files_of(key)
        inside = frozenset(paths)
        edges = [
            (path, edge.target)
            for path in paths
            for edge in survey.relations.imports(path)
            if edge.internal and edge.target in inside and edge.guard != "type_checking"
        ]
        edges = list(dict.fromkeys(edges))
        chart, left_out = _chart(paths, edges)
        outward = [
            (package_of(edge.target), path, edge.guard)
            for path in paths
            for edge in survey.relations.imports(path)
            if edge.internal and edge.target not in inside
        ]
        inward = [
            (package_of(importer), path, edge.guard)
            for path in paths
            for importer in survey.relations.importers(path)
            for edge in survey.relations.imports(importer)
            if importer not in inside and edge.target == path
        ]
        outside = [edge for path in paths for edge in survey.relations.imports(path) if not edge.internal]
        third_party = {edge.target for edge in outside if not (edge.is_unread or is_stdlib(edge.target))}
        return PackageRelations(
            page=survey.page(Grain.PACKAGES, key),
            links={},
            package=decode(key),
            chart=chart,
            left_out=left_out,
            files=tuple(_file_imports(edges, survey)),
            depends_on=tuple(_neighbours(outward, survey)),
            used_by=tuple(_neighbours(inward, survey)),
            libraries=tuple(sorted({name.partition(".")[0] for name in third_party})),
            unread=tuple(sorted({edge.target for edge in outside if edge.is_unread})),
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
            facts=offered(chart),
            material=definitions("What its files define", paths, survey),
            known=lambda: names_offered(chart) | survey.all_names,
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
            [named(entry.name, entry.page, facts), listing((named(n, p, facts) for n, p in entry.imports), limit=20)]
            for entry in facts.files
        ]
        chart = self.diagram(facts, prose)
        return markdown.paragraphs(
            markdown.heading(2, "Relations"),
            markdown.fence(render(chart), "mermaid") if chart else "",
            _left_out(facts, chart),
            NO_DIAGRAM if facts.no_diagram else "",
            markdown.table(["File", "Imports"], rows) if rows else "",
            "\\\n".join(lines),
            "" if rows or lines else "No imports between its files and other documented files were found.",
        )

    def diagram(self, facts: PackageRelations, prose: DiagramChoice) -> Flowchart | None:
        """Return the diagram, if its files import each other."""
        return chosen(facts.chart, prose) if facts.chart and not facts.no_diagram else None

    def invented(self, facts: PackageRelations, prose: DiagramChoice) -> Sequence[str]:
        """Return chosen nodes and edges that do not exist."""
        return invented(facts.chart, prose) if facts.chart else ()


def _left_out(facts: PackageRelations, chart: Flowchart | None) -> str:
    count = facts.left_out + len(facts.chart.nodes) - len(chart.nodes) if facts.chart and chart else 0
    return f"{plural(count, 'more file')} not drawn." if count else ""


def _chart(paths: Iterable[str], edges: Sequence[tuple[str, str]]) -> tuple[Flowchart | None, int]:
    degree = {path: sum(path in edge for edge in edges) for path in paths}
    connected = [path for path, count in sorted(degree.items(), key=lambda item: (-item[1], item[0])) if count]
    drawn = set(connected[:MOST_NODES])
    shown = [edge for edge in edges if drawn.issuperset(edge)][:MOST_EDGES]
    if not shown:
        return None, 0
    nodes = tuple(FlowNode(path, PurePosixPath(path).name) for path in sorted(drawn))
    return Flowchart(nodes=nodes, edges=tuple(FlowEdge(a, b) for a, b in shown)), len(connected) - len(drawn)


def _file_imports(edges: Iterable[tuple[str, str]], survey: Survey) -> Iterable[FileImports]:
    by_file: dict[str, list[str]] = {}
    for path, target in edges:
        by_file.setdefault(path, []).append(target)
    for path, targets in by_file.items():
        imports = tuple((PurePosixPath(t).name, survey.address(Grain.FILES, encode(t))) for t in targets)
        yield FileImports(PurePosixPath(path).name, survey.address(Grain.FILES, encode(path)), imports)


def _neighbours(edges: Iterable[tuple[str, str, str]], survey: Survey) -> Iterable[Neighbour]:
    through: dict[str, dict[str, None]] = {}
    at_run_time = set()
    for package, path, guard in edges:
        through.setdefault(package, {})[PurePosixPath(path).name] = None
        if guard != "type_checking":
            at_run_time.add(package)
    packages = frozenset(survey.keys(Grain.PACKAGES))
    for package, names in sorted(through.items()):
        key = encode(package)
        page = survey.address(Grain.PACKAGES, key) if key in packages else ""
        yield Neighbour(package, page, tuple(names), package not in at_run_time)


def _lines(title: str, verb: str, neighbours: Iterable[Neighbour], facts: PackageRelations) -> Iterable[str]:
    shown = [
        f"{named(n.package, n.page or None, facts)} ({verb} {listing(map(markdown.code, n.through), limit=4)}"
        f"{', for types only' if n.only_for_types else ''})"
        for n in neighbours
    ]
    if shown:
        yield f"**{title}** {listing(shown, limit=30)}."


KIND = PackageDiagramKind()
