"""`class_diagram`: how a class relates to the rest, by parsing alone: diagram, what it inherits, who uses and tests it.

What changes with a class's users is here and not in `class_doc`, so that a new caller costs no model call.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from designdoc_assets.artifacts.analysis.distinct import distinct_names
from designdoc_assets.artifacts.analysis.members import is_public, member_names
from designdoc_assets.artifacts.analysis.neighbourhood import neighbourhood
from designdoc_assets.artifacts.chosen import EVERYTHING, DiagramChoice, chosen, invented, names_offered, offered
from designdoc_assets.artifacts.kind import Grain, Kind, PageFacts
from designdoc_assets.artifacts.material import source_of_class
from designdoc_assets.artifacts.sections.text import NO_DIAGRAM, listing, named
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.pages import markdown
from designdoc_assets.pages.mermaid.diagram import ClassDiagram
from designdoc_assets.pages.mermaid.render import render
from designdoc_assets.source.keys import PartitionKey, encode
from designdoc_assets.source.relations import Relation
from designdoc_assets.source.resolution import Symbol, as_class
from designdoc_assets.writing.brief import Brief


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

    partition: str
    diagram: ClassDiagram
    left_out: int
    inherited: tuple[Inherited, ...]
    subclasses: tuple[User, ...]
    users: tuple[User, ...]
    tests: tuple[Tests, ...]


class ClassDiagramKind(Kind[ClassRelations, DiagramChoice]):
    """See the module's docstring."""

    name = "class_diagram"
    grain = Grain.CLASSES
    description = "A class's relations: diagram, what it inherits, who uses it, which tests exercise it."
    sections: ClassVar[Sequence[str]] = ("Relations",)
    roles: ClassVar[Sequence[str]] = ("class_diagram",)
    has_diagram = True

    def facts(self, key: PartitionKey, survey: Survey) -> ClassRelations:
        """Collect a class's neighbours in both directions."""
        symbol, _ = survey.class_of(key)
        subclasses = list(dict.fromkeys(survey.relations.subclasses(symbol)))
        diagram, left_out = neighbourhood(symbol, survey.relations)
        return ClassRelations(
            page=survey.page(Grain.CLASSES, key),
            links={},
            partition=key,
            diagram=diagram,
            left_out=left_out,
            inherited=tuple(_inherited(symbol, survey)),
            subclasses=tuple(_named(subclasses, survey)),
            users=tuple(_users(symbol, subclasses, survey)),
            tests=tuple(_tests(survey.relations.testers(symbol))),
        )

    def prose(self, key: PartitionKey) -> type[DiagramChoice]:
        """Return the type of its prose."""
        return DiagramChoice

    def describe(self, facts: ClassRelations) -> DiagramChoice:
        """Choose everything: what the diagram shows is a fact."""
        return EVERYTHING

    def brief(self, facts: ClassRelations, survey: Survey) -> Brief | None:
        """Show the nodes and edges that there are, and the class's source, if the model is to choose."""
        key = PartitionKey(facts.partition)
        _, cls = survey.class_of(key)
        if not survey.model_diagrams or not facts.diagram.edges:
            return None
        choices = offered(facts.diagram)
        return Brief(
            role=self.name,
            subject=key,
            answer=DiagramChoice,
            facts=choices,
            material=source_of_class(key, cls.digest, survey),
            known=lambda: names_offered(facts.diagram),
        )

    def render(self, facts: ClassRelations, prose: DiagramChoice) -> str:
        """Return the region's body."""
        lines = [*_inherited_lines(facts), *_user_lines(facts)]
        diagram = self.diagram(facts, prose)
        return markdown.paragraphs(
            markdown.heading(2, "Relations"),
            markdown.fence(render(diagram), "mermaid") if diagram else "",
            _left_out(facts, diagram),
            NO_DIAGRAM if facts.no_diagram else "",
            "\\\n".join(lines),
            "" if facts.diagram.edges or lines else "Nothing in this repository inherits, uses or tests it.",
        )

    def diagram(self, facts: ClassRelations, prose: DiagramChoice) -> ClassDiagram | None:
        """Return the diagram, if anything is in it."""
        return chosen(facts.diagram, prose) if facts.diagram.edges and not facts.no_diagram else None

    def invented(self, facts: ClassRelations, prose: DiagramChoice) -> Sequence[str]:
        """Return chosen nodes and edges that do not exist."""
        return invented(facts.diagram, prose)


def _left_out(facts: ClassRelations, diagram: ClassDiagram | None) -> str:
    count = facts.left_out + len(facts.diagram.nodes) - len(diagram.nodes) if diagram else 0
    return f"{count} more {'is' if count == 1 else 'are'} not drawn." if count else ""


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
