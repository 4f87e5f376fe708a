"""`class_diagram`: how a class relates to the rest, by parsing alone: diagram, what it inherits, who uses and tests it.

What changes with a class's users is here and not in `class_doc`, so that a new caller costs no model call.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from designdoc_assets.artifacts.analysis.distinct import distinct_names
from designdoc_assets.artifacts.analysis.members import is_public, member_names
from designdoc_assets.artifacts.analysis.neighbourhood import neighbourhood
from designdoc_assets.artifacts.kind import Grain, Kind, NoProse, PageFacts
from designdoc_assets.artifacts.sections.text import NO_DIAGRAM, listing, named
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.pages import markdown
from designdoc_assets.pages.mermaid.diagram import ClassDiagram
from designdoc_assets.pages.mermaid.render import render
from designdoc_assets.source.keys import PartitionKey, encode
from designdoc_assets.source.relations import Relation
from designdoc_assets.source.resolution import Symbol, as_class


@dataclass(frozen=True, slots=True)
class Inherited:
    """Public members that come from a base class."""

    base: str
    page: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class User:
    """A class or a file that uses the class."""

    name: str
    page: str


@dataclass(frozen=True, slots=True)
class Tests:
    """A test file, and the tests in it that use the class."""

    path: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassRelations(PageFacts):
    """The inputs of a class's relations."""

    diagram: ClassDiagram
    left_out: int
    inherited: tuple[Inherited, ...]
    subclasses: tuple[User, ...]
    users: tuple[User, ...]
    tests: tuple[Tests, ...]


class ClassDiagramKind(Kind[ClassRelations, NoProse]):
    """See the module's docstring."""

    name = "class_diagram"
    grain = Grain.CLASSES
    description = "A class's relations: diagram, what it inherits, who uses it, which tests exercise it."
    sections: ClassVar[Sequence[str]] = ("Relations",)
    has_diagram = True

    def facts(self, key: PartitionKey, survey: Survey) -> ClassRelations:
        """Collect a class's neighbours in both directions."""
        symbol, _ = survey.class_of(key)
        subclasses = list(dict.fromkeys(survey.relations.subclasses(symbol)))
        diagram, left_out = neighbourhood(symbol, survey.relations)
        return ClassRelations(
            page=survey.page(Grain.CLASSES, key),
            links={},
            diagram=diagram,
            left_out=left_out,
            inherited=tuple(_inherited(symbol, survey)),
            subclasses=tuple(_named(subclasses, survey)),
            users=tuple(_users(symbol, subclasses, survey)),
            tests=tuple(_tests(survey.relations.testers(symbol))),
        )

    def describe(self, facts: ClassRelations) -> NoProse:
        """Write nothing: everything is a fact."""
        return NoProse()

    def render(self, facts: ClassRelations, prose: NoProse) -> str:
        """Return the region's body."""
        lines = [*_inherited_lines(facts), *_user_lines(facts)]
        diagram = self.diagram(facts)
        return markdown.paragraphs(
            markdown.heading(2, "Relations"),
            markdown.fence(render(diagram), "mermaid") if diagram else "",
            f"{facts.left_out} more {'is' if facts.left_out == 1 else 'are'} not drawn."
            if facts.left_out and diagram
            else "",
            NO_DIAGRAM if facts.no_diagram else "",
            "\\\n".join(lines),
            "" if facts.diagram.edges or lines else "Nothing in this repository inherits, uses or tests it.",
        )

    def diagram(self, facts: ClassRelations) -> ClassDiagram | None:
        """Return the diagram, if anything is in it."""
        return facts.diagram if facts.diagram.edges and not facts.no_diagram else None


def _inherited(symbol: Symbol, survey: Survey) -> Iterable[Inherited]:
    own = survey.relations.resolver.class_at(symbol)
    seen = set(member_names(own))
    for base in survey.relations.resolver.ancestors(symbol):
        if not isinstance(base, Symbol) or base.kind != "class":
            continue
        facts = survey.relations.resolver.class_at(base)
        names = [name for name in member_names(facts) if is_public(name) and name not in seen]
        seen.update(names)
        if names:
            yield Inherited(base.qualname, survey.page_of(base) or "", tuple(names))


def _named(classes: Iterable[Symbol], survey: Survey) -> Iterable[User]:
    for symbol, name in distinct_names(classes).items():
        yield User(name, survey.page_of(symbol) or "")


def _users(symbol: Symbol, subclasses: Collection[Symbol], survey: Survey) -> Iterable[User]:
    """Yield the classes that use a class, its subclasses left out, and the files whose functions do."""
    classes: dict[Symbol, None] = {}
    files: dict[str, None] = {}
    for relation in survey.relations.users(symbol):
        owner = as_class(relation.source)
        if owner is not None and owner not in subclasses:
            classes[owner] = None
        elif owner is None and relation.source.path != symbol.path:
            files[relation.source.path] = None
    yield from _named(classes, survey)
    for path in files:
        yield User(path, survey.page(Grain.FILES, encode(path)))


def _tests(testers: Iterable[Relation]) -> Iterable[Tests]:
    by_file: dict[str, dict[str, None]] = {}
    for relation in testers:
        names = by_file.setdefault(relation.source.path, {})
        if relation.source.qualname.rpartition(".")[2].startswith("test"):
            names[relation.source.qualname] = None
    for path, names in sorted(by_file.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        yield Tests(path, tuple(names))


def _inherited_lines(facts: ClassRelations) -> Iterable[str]:
    for entry in facts.inherited:
        members = listing(map(markdown.code, entry.members), limit=30)
        yield f"**Inherited** from {named(entry.base, entry.page or None, facts)}: {members}."


def _user_lines(facts: ClassRelations) -> Iterable[str]:
    for title, users in (("Subclasses", facts.subclasses), ("Used by", facts.users)):
        if users:
            yield f"**{title}**: {listing((named(u.name, u.page or None, facts) for u in users), limit=30)}."
    if facts.tests:
        parts = []
        for entry in facts.tests[:8]:
            names = listing(map(markdown.code, entry.names), limit=8)
            parts.append(markdown.code(entry.path) + (f": {names}" if names else ""))
        rest = len(facts.tests) - len(parts)
        yield f"**Tested by** {'; '.join(parts)}" + (f"; and {rest} more files." if rest else ".")


KIND = ClassDiagramKind()
