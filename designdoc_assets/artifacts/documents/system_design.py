"""SYSTEM_DESIGN: what the target is, its packages, its key flows, and where it is meant to be extended."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from designdoc_assets.artifacts.classification import sort_of
from designdoc_assets.artifacts.documents.base import Document, DocumentFacts, DocumentProse
from designdoc_assets.artifacts.flows import Flow, flows
from designdoc_assets.artifacts.kind import Grain
from designdoc_assets.artifacts.members import is_public, member_names
from designdoc_assets.artifacts.sections.text import listing, named, plural, shown
from designdoc_assets.artifacts.survey import Survey, class_symbol
from designdoc_assets.pages import markdown
from designdoc_assets.pages.prose import sentence
from designdoc_assets.source.keys import decode
from designdoc_assets.source.resolution import Symbol


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with a page."""

    name: str
    page: str


@dataclass(frozen=True, slots=True)
class PackageLine:
    """A package, as the table of packages shows it."""

    name: str
    page: str
    overview: str


@dataclass(frozen=True, slots=True)
class Extension:
    """A class that is there to be implemented, what it asks for, and who does."""

    name: str
    page: str
    sort: str
    asks: tuple[str, ...]
    implementations: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class EntryPointGroup:
    """A group of plug-ins that a distribution of the target registers."""

    group: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SystemFacts(DocumentFacts):
    """The inputs of SYSTEM_DESIGN."""

    name: str
    description: str
    counts: tuple[tuple[str, int], ...]
    languages: tuple[str, ...]
    packages: tuple[PackageLine, ...]
    flows: tuple[Flow, ...]
    extensions: tuple[Extension, ...]
    groups: tuple[EntryPointGroup, ...]


class SystemDesign(Document[SystemFacts]):
    """See the module's docstring."""

    name = "SYSTEM_DESIGN"
    sections: ClassVar = ("Overview", "Packages", "Key flows", "Extension points")

    def facts(self, page: str, survey: Survey) -> SystemFacts:
        """Collect the overviews of all packages, call chains, and extension points."""
        files = survey.snapshot.files.values()
        functions = sum(is_public(function.name) for file in files for function in file.facts.functions)
        distributions = survey.snapshot.manifests.distributions
        return SystemFacts(
            page=page,
            links={},
            document=self.name,
            name=survey.snapshot.name,
            description=next((d.description for d in distributions if d.description), ""),
            counts=(
                ("package", len(survey.keys(Grain.PACKAGES))),
                ("file", len(survey.keys(Grain.FILES))),
                ("class", len(survey.keys(Grain.CLASSES))),
                ("public function", functions),
            ),
            languages=tuple(sorted({file.facts.language for file in files})),
            packages=tuple(_packages(survey)),
            flows=tuple(flows(survey)),
            extensions=tuple(_extensions(survey)),
            groups=tuple(
                EntryPointGroup(group, entries) for d in distributions for group, entries in d.entry_points if entries
            ),
        )

    def describe(self, facts: SystemFacts) -> DocumentProse:
        """Quote the distribution's description, and count."""
        counts = ", ".join(plural(count, noun) for noun, count in facts.counts if count)
        what = f"{markdown.code(facts.name)}: {markdown.escape(facts.description.strip())}" if facts.description else ""
        size = f"The documented source is {counts} of {' and '.join(word.capitalize() for word in facts.languages)}."
        return DocumentProse(overview=markdown.paragraphs(what, size))

    def known_names(self, facts: SystemFacts) -> frozenset[str]:
        """Return the target's own name."""
        return frozenset({facts.name})

    def render(self, facts: SystemFacts, prose: DocumentProse) -> str:
        """Return the body."""
        packages = [[named(p.name, p.page, facts), " ".join(shown(p.overview, facts).split())] for p in facts.packages]
        return markdown.paragraphs(
            markdown.heading(2, "Overview"),
            shown(prose.overview, facts),
            markdown.heading(2, "Packages"),
            markdown.table(["Package", ""], packages),
            markdown.heading(2, "Key flows"),
            _flows(facts),
            markdown.heading(2, "Extension points"),
            _extension_points(facts),
        )


def _packages(survey: Survey) -> Iterable[PackageLine]:
    for key in survey.keys(Grain.PACKAGES):
        overview = sentence(survey.purpose("package_readme", key))
        yield PackageLine(decode(key), survey.page(Grain.PACKAGES, key), overview)


def _extensions(survey: Survey) -> Iterable[Extension]:
    found = []
    for path, file in survey.snapshot.files.items():
        for cls in file.facts.classes:
            symbol = class_symbol(path, cls)
            sort = sort_of(symbol, cls, survey.relations)
            if sort not in {"abstract class", "protocol"} or cls.in_function or not is_public(cls.name):
                continue
            names = member_names(cls) if sort == "protocol" else [m.name for m in cls.methods if m.is_abstract]
            asks = tuple(dict.fromkeys(name for name in names if is_public(name)))
            subclasses = [s for s in _descendants(symbol, survey) if s.path in survey.snapshot.files]
            implementations = tuple(Named(s.qualname, survey.page_of(s) or "") for s in subclasses)
            page = survey.page_of(symbol) or ""
            found.append(Extension(symbol.qualname, page, sort, asks, implementations))
    return sorted(found, key=lambda extension: (-len(extension.implementations), extension.name, extension.page))


def _descendants(symbol: Symbol, survey: Survey) -> list[Symbol]:
    found: dict[Symbol, None] = {}
    queue = [symbol]
    while queue:
        for sub in survey.relations.subclasses(queue.pop(0)):
            if sub not in found and sub != symbol:
                found[sub] = None
                queue.append(sub)
    return list(found)


def _flows(facts: SystemFacts) -> str:
    if not facts.flows:
        return "No call chains were found: nothing here starts a program or is exported and calls further code."
    lines = []
    for flow in facts.flows:
        steps = " → ".join(named(step.name, step.page or None, facts) for step in flow.steps)
        lines.append(f"{flow.start}: {steps}.")
    return markdown.paragraphs("The longest chain of calls from each entry point.", markdown.bullets(lines))


def _extension_points(facts: SystemFacts) -> str:
    lines = []
    for extension in facts.extensions:
        asks = f" asks for {listing(map(markdown.code, extension.asks), limit=8)};" if extension.asks else ""
        done = listing((named(i.name, i.page or None, facts) for i in extension.implementations), limit=12)
        by = f" implemented by {done}." if done else " no implementation here."
        lines.append(f"{named(extension.name, extension.page or None, facts)} *({extension.sort})*:{asks}{by}")
    groups = [f"Entry points {markdown.code(g.group)}: {_entries(g)}." for g in facts.groups]
    if not lines and not groups:
        return "None declared: no abstract classes, protocols or entry-point groups."
    return markdown.bullets([*lines, *groups])


def _entries(group: EntryPointGroup) -> str:
    return listing((f"{markdown.code(name)} ({markdown.code(target)})" for name, target in group.entries), limit=20)
