"""`dependency_report`: one declared dependency: its pins, where they stand, and which code imports it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from designdoc_assets.analysis.dependency_usage import DependencyStatus
from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.artifact import NoProse
from designdoc_assets.artifacts.kind import Kind
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.importers import Importer, importers_of
from designdoc_assets.artifacts.sections.text import listing, named
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.ecosystems.facts import Declaration
from designdoc_assets.languages.keys import PartitionKey, decode
from designdoc_assets.markup import markdown
from designdoc_assets.pages.anchors import code_title

_MOST_FILES = 40
"""Files that are named, of those that import a dependency."""
_NOT_IMPORTED = {
    DependencyStatus.TOOL: "A tool: it is run, or loaded by another package, and need not be imported.",
    DependencyStatus.STUBS: "Type stubs: they are read by type checkers, and never imported.",
    DependencyStatus.OF_OTHERS: "Declared as what other dependencies need; no import of it was found.",
    DependencyStatus.OF_THE_USER: "To be installed by whoever uses the package; no import of it was found.",
    DependencyStatus.AT_RUN_TIME: "Declared for when the program runs, and not for its code to import.",
    DependencyStatus.VERSIONS: "It lists the versions of other dependencies, and holds nothing to import.",
    DependencyStatus.GROUP: "It brings other dependencies; no import of it was found.",
    DependencyStatus.UNKNOWN: "Unknown whether it is imported: its name does not tell which modules it provides.",
}


@dataclass(frozen=True, slots=True)
class DependencyFacts(PageFacts):
    """The inputs of a dependency's page."""

    name: str
    ecosystem: str
    declarations: tuple[Declaration, ...]
    locked: tuple[tuple[str, str], ...]
    status: DependencyStatus
    modules: tuple[str, ...]
    importers: tuple[Importer, ...]
    test_importers: tuple[Importer, ...]
    named_in: tuple[Importer, ...]


class DependencyReport(Kind[DependencyFacts, NoProse]):
    """Kind `dependency_report`: how a dependency is declared, and who uses it."""

    name = "dependency_report"
    version = 4
    grain = Grain.DEPENDENCIES
    description = (
        "Each declared dependency, on a page of its own or on that of its ecosystem: pins and manifests, and the files "
        "that import it."
    )
    sections: ClassVar[Sequence[str]] = ("Declared", "Imported")

    def facts(self, key: PartitionKey, survey: Survey) -> DependencyFacts:
        """Collect the dependency's declarations and its importers."""
        ecosystem, _, name = decode(key).partition(":")
        dependency = next(
            d for d in survey.snapshot.manifests.dependencies if (d.ecosystem, d.name) == (ecosystem, name)
        )
        use = survey.usage.of(dependency)
        return DependencyFacts(
            page=survey.page(Grain.DEPENDENCIES, key),
            anchor=survey.layout.place(Grain.DEPENDENCIES, key).anchor,
            links={},
            name=name,
            ecosystem=ecosystem,
            declarations=dependency.declarations,
            locked=dependency.locked,
            status=use.status,
            modules=use.modules,
            importers=importers_of(use.files, survey),
            test_importers=importers_of(use.tests, survey),
            named_in=importers_of(use.named_in, survey),
        )

    def describe(self, facts: DependencyFacts) -> NoProse:
        """Write nothing: everything is a fact."""
        return NoProse()

    def required_sections(self, facts: DependencyFacts) -> Sequence[str]:
        """Return the headings of a page of its own."""
        return () if facts.anchor else self.sections

    def render(self, facts: DependencyFacts, prose: NoProse) -> str:
        """Return the region's body."""
        rows = [
            [
                markdown.code(declared.manifest, in_table=True),
                markdown.code(declared.specifier or declared.direct, in_table=True) or "any version",
                declared.group and markdown.code(declared.group, in_table=True),
                markdown.code(declared.marker, in_table=True),
            ]
            for declared in facts.declarations
        ]
        headers = ["Manifest", "Version", "Group", "Condition"]
        columns = [i for i in range(4) if i < 2 or any(row[i] for row in rows)]
        locks = [f"Locked to {markdown.code(version)} in {markdown.code(path)}." for path, version in facts.locked]
        return markdown.paragraphs(
            markdown.heading(2, code_title(facts.name) if facts.anchor else "Declared"),
            markdown.table([headers[i] for i in columns], [[row[i] for i in columns] for row in rows]),
            markdown.bullets(locks) if locks else "",
            "" if facts.anchor else markdown.heading(2, "Imported"),
            _imported(facts),
        )


def _imported(facts: DependencyFacts) -> str:
    if facts.status in _NOT_IMPORTED:
        return _NOT_IMPORTED[facts.status]
    lines = []
    for importers, suffix in ((facts.importers, ""), (facts.test_importers, " (tests)")):
        if importers:
            lines.append(f"By {_files(importers, facts)}{suffix}.")
    if not lines and facts.named_in:
        return f"No import was found. It is named in {_files(facts.named_in, facts)}."
    if not lines:
        return "No import was found, and no code that names it, nor configuration outside of test folders."
    lead = "Imported as" if facts.anchor else "As"
    return markdown.paragraphs(f"{lead} {listing(map(markdown.code, facts.modules))}.", markdown.bullets(lines))


def _files(importers: Sequence[Importer], facts: DependencyFacts) -> str:
    return listing((named(importer.path, importer.page, facts) for importer in importers), limit=_MOST_FILES)


KIND = DependencyReport()
