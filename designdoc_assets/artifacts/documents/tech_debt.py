"""TECH_DEBT: the declared dependencies, how they are pinned and used, and the modules that are imported undeclared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from designdoc_assets.analysis.dependency_usage import DependencyStatus, Need
from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.canonical import NOT_SHOWN, SHOWN_IF_ANY
from designdoc_assets.artifacts.documents.base import Document, DocumentFacts, Overview
from designdoc_assets.artifacts.documents.views.remarks import RemarkLine, open_point_table, open_points_of
from designdoc_assets.artifacts.observed import NOTHING
from designdoc_assets.artifacts.sections.importers import Importer, importers_of
from designdoc_assets.artifacts.sections.text import listing, named, plural, shown
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.ecosystems.registry import ecosystem
from designdoc_assets.languages.keys import PartitionKey, decode, encode
from designdoc_assets.languages.registry import language, words_of
from designdoc_assets.markup import markdown
from designdoc_assets.program.resolution import Symbol, function_symbol, method_symbol, module_symbol

_OPINION = (
    "What the model that wrote these docs took for faults: its opinion. Each is judged again when its code changes."
)
_NOTHING = "No manifest declares a dependency."


@dataclass(frozen=True, slots=True)
class DependencyLine:
    """A declared dependency, as the table shows it."""

    name: str
    page: str
    pins: tuple[str, ...]
    manifests: tuple[str, ...]
    locked: tuple[str, ...]
    status: DependencyStatus
    is_runtime: bool
    """Whether it is declared for every installation, and not for an extra or for development."""
    importers: tuple[Importer, ...]
    named_in: tuple[Importer, ...]


@dataclass(frozen=True, slots=True)
class Undeclared:
    """A third-party module that is imported, and that no manifest declares."""

    module: str
    importers: tuple[Importer, ...]
    need: Need
    ecosystem: str = field(metadata=NOT_SHOWN)


@dataclass(frozen=True, slots=True)
class SeenFault:
    """What a model took for a fault of the code, and of what."""

    name: str
    page: str
    text: str


@dataclass(frozen=True, slots=True)
class DebtFacts(DocumentFacts):
    """The inputs of TECH_DEBT."""

    dependencies: tuple[DependencyLine, ...]
    undeclared: tuple[Undeclared, ...]
    problems: tuple[tuple[str, str], ...]
    unsearched: tuple[str, ...]
    remarks: tuple[RemarkLine, ...]
    faults: tuple[SeenFault, ...] = field(default=(), metadata=SHOWN_IF_ANY)
    undeclaring: tuple[str, ...] = field(default=(), metadata=NOT_SHOWN)
    """The languages whose manifests are not read, so that nothing is known of their dependencies."""


class TechDebt(Document[DebtFacts, Overview]):
    """The document TECH_DEBT."""

    name = "TECH_DEBT"
    sections: ClassVar = ("Dependencies",)

    def facts(self, page: str, survey: Survey) -> DebtFacts:
        """Collect every declared dependency, and every undeclared import."""
        return DebtFacts(
            page=page,
            links={},
            document=self.name,
            dependencies=tuple(_dependencies(survey)),
            undeclared=tuple(
                Undeclared(found.name, importers_of(found.files, survey), found.need, found.ecosystem)
                for found in survey.usage.undeclared()
            ),
            undeclaring=tuple(sorted(name for name in survey.languages if not language(name).ecosystem)),
            problems=tuple((problem.path, problem.reason) for problem in survey.snapshot.manifests.problems),
            faults=tuple(_faults(survey)),
            unsearched=survey.snapshot.elsewhere.unsearched,
            remarks=open_points_of(page, survey),
        )

    def describe(self, facts: DebtFacts) -> Overview:
        """Count what needs attention."""
        if not facts.dependencies:
            unread = " and ".join(words_of(name).title for name in facts.undeclaring)
            more = f" What {unread} code depends on is declared in files that are not read for this." if unread else ""
            return Overview(overview=f"No manifest that is read declares a dependency.{more}" if more else _NOTHING)
        unused = sum(line.status is DependencyStatus.UNUSED for line in facts.dependencies)
        loose = sum(not any(line.pins) and not line.locked for line in facts.dependencies)
        parts = [plural(len(facts.dependencies), "declared dependency")]
        parts += [f"{unused} named nowhere else"] if unused else []
        parts += [f"{loose} without any version bound"] if loose else []
        parts += (
            [f"{plural(len(facts.undeclared), _imported(facts))} imported but not declared"] if facts.undeclared else []
        )
        return Overview(overview=f"{', '.join(parts)}.")

    def render(self, facts: DebtFacts, prose: Overview) -> str:
        """Return the body."""
        unused = [line for line in facts.dependencies if line.status is DependencyStatus.UNUSED]
        only_tests = [
            line for line in facts.dependencies if line.status is DependencyStatus.TESTS_ONLY and line.is_runtime
        ]
        return markdown.paragraphs(
            markdown.heading(2, "Dependencies"),
            prose.overview,
            _ledger(facts),
            *_part("Declared and named nowhere else", [_unused(line, facts) for line in unused], _scope(facts)),
            *_part("Declared for run time, imported by tests only", [_unused(line, facts) for line in only_tests]),
            *_part(
                "Imported but not declared",
                [_undeclared(entry, facts) for entry in facts.undeclared],
                " ".join(ecosystem(name).words.undeclared for name in _ecosystems(facts)),
            ),
            *_part("Manifests with problems", [_problem(*problem) for problem in facts.problems]),
            *_remarks(facts),
            *_part("Faults seen", [_fault(fault, facts) for fault in facts.faults], _OPINION),
        )


def _remarks(facts: DebtFacts) -> Sequence[str]:
    table = open_point_table(facts.remarks, facts)
    return [markdown.heading(2, "What the code says of itself"), table] if table else []


def _ecosystems(facts: DebtFacts) -> Sequence[str]:
    """Return the ecosystems of the undeclared modules, in order."""
    return list(dict.fromkeys(entry.ecosystem for entry in facts.undeclared))


def _imported(facts: DebtFacts) -> str:
    """Return the noun for the undeclared modules, such as "module" or "package"."""
    words = {ecosystem(name).words.imported for name in _ecosystems(facts)}
    return words.pop() if len(words) == 1 else "module"


def _dependencies(survey: Survey) -> Iterable[DependencyLine]:
    for dependency in survey.snapshot.manifests.dependencies:
        declarations = dependency.declarations
        use = survey.usage.of(dependency)
        yield DependencyLine(
            name=dependency.name,
            page=survey.address(Grain.DEPENDENCIES, encode(f"{dependency.ecosystem}:{dependency.name}")),
            pins=tuple(dict.fromkeys(d.specifier or d.direct for d in declarations)),
            manifests=tuple(
                dict.fromkeys(f"{d.manifest} [{d.group}]" if d.group else d.manifest for d in declarations)
            ),
            locked=tuple(dict.fromkeys(version for _, version in dependency.locked)),
            status=use.status,
            is_runtime=ecosystem(dependency.ecosystem).tells_test_dependencies
            and any(not d.group for d in declarations),
            importers=importers_of(use.files, survey),
            named_in=importers_of(use.named_in, survey),
        )


def _ledger(facts: DebtFacts) -> str:
    rows = []
    for line in facts.dependencies:
        pins = ", ".join(markdown.code(pin, in_table=True) for pin in line.pins if pin) or "any"
        locked = ", ".join(markdown.code(version, in_table=True) for version in line.locked)
        manifests = listing((markdown.code(manifest, in_table=True) for manifest in line.manifests), limit=4)
        named_in = f"{line.status} in {_where(line.named_in, facts)}" if line.status is DependencyStatus.NAMED else ""
        imported = _where(line.importers, facts) or named_in or str(line.status)
        rows.append([named(line.name, line.page, facts), pins, locked, manifests, imported])
    if not rows:
        return ""
    headers = ["Dependency", "Pin", "Locked", "Declared in", "Imported by"]
    columns = [i for i in range(len(headers)) if i != 2 or any(row[2] for row in rows)]
    return markdown.table([headers[i] for i in columns], [[row[i] for i in columns] for row in rows])


def _where(importers: Sequence[Importer], facts: DebtFacts) -> str:
    return listing((named(entry.path, entry.page, facts) for entry in importers), limit=4)


def _unused(line: DependencyLine, facts: DebtFacts) -> str:
    declared = listing(map(markdown.code, line.manifests), limit=4)
    return f"{named(line.name, line.page, facts)}, declared in {declared}."


def _undeclared(entry: Undeclared, facts: DebtFacts) -> str:
    need = f" ({entry.need})" if entry.need else ""
    return f"{markdown.code(entry.module)}, imported by {_where(entry.importers, facts)}{need}."


def _faults(survey: Survey) -> Iterable[SeenFault]:
    for grain, kind in ((Grain.FILES, "file_summary"), (Grain.CLASSES, "class_doc")):
        for key in survey.keys(grain):
            prose = survey.approved(Artifact(kind, key))
            for fault in getattr(prose, "observed", NOTHING).faults:
                name, symbol = _member(grain, key, fault.where, survey)
                yield SeenFault(name, survey.address_of(symbol) or survey.address(grain, key), fault.text)


def _member(grain: Grain, key: PartitionKey, where: str, survey: Survey) -> tuple[str, Symbol]:
    """Return what a fault is in: a member of a class or file where there is one of that name, else the whole."""
    where = where.strip("`").removesuffix("()").rpartition(".")[2]
    if grain is Grain.CLASSES:
        symbol, cls = survey.class_of(key)
        method = next((method for method in cls.methods if method.name == where), None)
        return (f"{cls.qualname}.{where}", method_symbol(symbol, method)) if method else (cls.qualname, symbol)
    path = decode(key)
    function = next((each for each in survey.file(key).facts.functions if each.name == where), None)
    return (where, function_symbol(path, function)) if function else (path, module_symbol(path))


def _fault(fault: SeenFault, facts: DebtFacts) -> str:
    return f"{named(fault.name, fault.page, facts)}: {' '.join(shown(fault.text, facts).split())}"


def _problem(path: str, reason: str) -> str:
    return f"{markdown.code(path)} {markdown.escape(reason)}."


def _scope(facts: DebtFacts) -> str:
    """Return what was searched for uses, and why a dependency without any may be needed all the same."""
    scope = "No code, and no configuration outside of test folders, holds their names, or those of their modules."
    if facts.unsearched:
        scope += f" Not searched: {listing(map(markdown.code, facts.unsearched), limit=4)}."
    if facts.undeclared:
        scope += " They may hold a module of another name: see *Imported but not declared*."
    return scope


def _part(title: str, lines: Sequence[str], lead: str = "") -> list[str]:
    return [markdown.heading(2, title), *([lead] if lead else []), markdown.bullets(lines)] if lines else []
