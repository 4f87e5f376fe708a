"""`class_diagram`: how a class relates to the rest, by parsing alone: diagram, what it inherits, who uses and tests it.

What changes with a class's users is here and not in `class_doc`, so that a new caller costs no model call.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

from designdoc_assets.analysis.distinct import distinct_names
from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.linked import Linked, linked_distinctly
from designdoc_assets.analysis.member_sorts import has_section, offered_members
from designdoc_assets.analysis.members import member_names
from designdoc_assets.analysis.uses import Uses, uses_of
from designdoc_assets.artifacts.chosen import EVERYTHING, DiagramChoice, choices_of, chosen, invented
from designdoc_assets.artifacts.kind import Kind
from designdoc_assets.artifacts.material import source_of_class
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.neighbourhood import Node, neighbourhood
from designdoc_assets.artifacts.sections.text import MEMBER_LEVEL, NO_DIAGRAM, listing, named, plural
from designdoc_assets.artifacts.sections.uses import MOST_USERS, use_lines, user_list
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.languages.registry import words_in
from designdoc_assets.markup import markdown
from designdoc_assets.markup.mermaid.diagram import ClassDiagram
from designdoc_assets.markup.mermaid.render import render
from designdoc_assets.pages.anchors import code_title
from designdoc_assets.program.resolution import Symbol, as_class
from designdoc_assets.writing.brief import Brief

_MOST_SUBCLASSES = 30
_MOST_BASES = 20
"""Of which it is said what is inherited from them, the nearest first."""
_MOST_LEFT_OUT = 60
_FEWEST_CLASSES = 2
"""Classes of the target, the class itself among them: without a second one, there is nothing to draw."""
FEWEST_DRAWN = 2
"""A class without a base in the target, on a shared page, gets a diagram only with at least this many outgoing arrows:
its users are listed in the text, and one arrow shows nothing."""
_NEVER_DRAWN = frozenset({"exception", "enumeration"})
"""On a shared page these get no diagram: the diagram of their base shows them."""


@dataclass(frozen=True, slots=True)
class Inherited:
    """Public members that come from a base class."""

    base: str
    page: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassRelations(PageFacts):
    """The inputs of a class's relations."""

    partition: str
    qualname: str
    has_headings: bool
    """Whether sections of methods stand before this one."""
    diagram: ClassDiagram
    left_out: tuple[Linked, ...]
    """Its neighbours for which the diagram has no room."""
    inherited: tuple[Inherited, ...]
    subclasses: tuple[Linked, ...]
    implementing: tuple[Linked, ...]
    """Types that implement it, where its language has another word for that than for `subclasses`."""
    uses: Uses


class ClassDiagramKind(Kind[ClassRelations, DiagramChoice]):
    """Kind `class_diagram`: a class's neighbourhood, drawn and listed."""

    name = "class_diagram"
    version = 5
    grain = Grain.CLASSES
    description = "A class's relations: diagram, what it inherits, who uses it, which tests exercise it."
    sections: ClassVar[Sequence[str]] = ("Relations",)
    roles: ClassVar[Sequence[str]] = ("class_diagram",)
    has_diagram = True

    def facts(self, key: PartitionKey, survey: Survey) -> ClassRelations:
        """Collect a class's neighbours in both directions."""
        symbol, cls = survey.class_of(key)
        subclasses = list(dict.fromkeys(survey.relations.subclasses(symbol)))
        implementing = [heir for heir in subclasses if _implements(heir, symbol, survey)]
        around = neighbourhood(symbol, survey.relations)
        return ClassRelations(
            page=survey.page(Grain.CLASSES, key),
            anchor=survey.layout.place(Grain.CLASSES, key).anchor,
            links={},
            language=survey.snapshot.files[symbol.path].facts.language,
            partition=key,
            qualname=cls.qualname,
            has_headings=any(has_section(method, cls) for method in cls.methods),
            diagram=around.diagram,
            left_out=tuple(_listed(around.left_out, survey)),
            inherited=tuple(islice(_inherited(symbol, survey), _MOST_BASES)),
            subclasses=tuple(linked_distinctly([heir for heir in subclasses if heir not in implementing], survey)),
            implementing=tuple(linked_distinctly(implementing, survey)),
            uses=uses_of(symbol, survey, besides=subclasses),
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
        if not survey.model_diagrams or not _is_drawn(facts):
            return None
        choices = choices_of(facts.diagram)
        return Brief(
            role=self.name,
            subject=key,
            answer=DiagramChoice,
            facts=choices,
            material=source_of_class(key, survey),
        )

    def required_sections(self, facts: ClassRelations) -> Sequence[str]:
        """Return the heading on a page of its own."""
        return () if facts.anchor else self.sections

    def render(self, facts: ClassRelations, prose: DiagramChoice) -> str:
        """Return the region's body; where there is nothing to say among other classes, that is nothing."""
        lines = [*_inherited_lines(facts), *_user_lines(facts)]
        diagram = self.diagram(facts, prose)
        body = markdown.paragraphs(
            markdown.fence(render(diagram), "mermaid") if diagram else "",
            _left_out(facts, diagram) if diagram else "",
            NO_DIAGRAM if facts.no_diagram else "",
            "\\\n".join(lines),
            "" if diagram or lines or facts.anchor else facts.words.unused,
        )
        return markdown.paragraphs(_title(facts), body) if body else ""

    def diagram(self, facts: ClassRelations, prose: DiagramChoice) -> ClassDiagram | None:
        """Return the diagram; None where it would show no second class of the target."""
        return chosen(facts.diagram, prose) if _is_drawn(facts) and not facts.no_diagram else None

    def invented(self, facts: ClassRelations, prose: DiagramChoice) -> Sequence[str]:
        """Return chosen nodes and edges that do not exist."""
        return invented(facts.diagram, prose)


def _title(facts: ClassRelations) -> str:
    if not facts.anchor:
        return markdown.heading(2, "Relations")
    return markdown.heading(MEMBER_LEVEL, f"Relations of {code_title(facts.qualname)}") if facts.has_headings else ""


def _is_drawn(facts: ClassRelations) -> bool:
    # The key of a class of the target is its partition key, which has "::"; that of one from elsewhere is its name.
    if sum("::" in node.key for node in facts.diagram.nodes) < _FEWEST_CLASSES:
        return False
    # On a page of its own, whatever connects it with another class is worth a drawing.
    if not facts.anchor:
        return True
    if next(node.annotation for node in facts.diagram.nodes if node.key == facts.partition) in _NEVER_DRAWN:
        return False
    own = [edge for edge in facts.diagram.edges if edge.source == facts.partition]
    inheritance = [edge for edge in own if edge.relation in {"inherits", "implements"}]
    return any("::" in edge.target for edge in inheritance) or len(own) - len(inheritance) >= FEWEST_DRAWN


def _left_out(facts: ClassRelations, diagram: ClassDiagram) -> str:
    """Return which classes the diagram leaves out: the number of those that are listed below, the names of others."""
    heirs = (*facts.subclasses[:_MOST_SUBCLASSES], *facts.implementing[:_MOST_SUBCLASSES])
    below = {*heirs, *facts.uses.users[:MOST_USERS]}
    here = [named(entry.name, entry.page, facts) for entry in facts.left_out if entry not in below]
    count = len(facts.left_out) - len(here)
    drawn = {node.key for node in diagram.nodes}
    here += [markdown.code(node.label) for node in facts.diagram.nodes if node.key not in drawn]
    # Functions and files are never drawn.
    parts = [f"{plural(count, facts.words.type)} of those below" if count else "", listing(here, limit=_MOST_LEFT_OUT)]
    said = " and ".join(filter(None, parts))
    return f"Not drawn: {said}." if said else ""


def _inherited(symbol: Symbol, survey: Survey) -> Iterable[Inherited]:
    own = survey.relations.resolver.class_at(symbol)
    seen = set(member_names(own))
    for base in survey.relations.resolver.ancestors(symbol):
        if not isinstance(base, Symbol) or base.kind != "class":
            continue
        facts = survey.relations.resolver.class_at(base)
        names = [name for name in offered_members(facts) if name not in seen]
        seen.update(names)
        if names:
            yield Inherited(base.qualname, survey.address_of(base) or "", tuple(names))


def _implements(heir: Symbol, base: Symbol, survey: Survey) -> bool:
    """Whether a type implements another, as its language calls that."""
    if not words_in(base.path).implemented_by:
        return False
    cls, resolver = survey.relations.resolver.class_at(heir), survey.relations.resolver
    said = [entry for entry in cls.heritage if entry.relation == "implements"]
    return any(as_class(resolver.resolve(entry.path or heir.path, entry.name)) == base for entry in said)


def _listed(nodes: Iterable[Node], survey: Survey) -> Iterable[Linked]:
    names = distinct_names(node for node in nodes if isinstance(node, Symbol))
    for node in nodes:
        if isinstance(node, Symbol):
            yield Linked(names[node], survey.address_of(node) or "")
        else:
            yield Linked(node.name, "")


def _inherited_lines(facts: ClassRelations) -> Iterable[str]:
    for entry in facts.inherited:
        members = listing(map(markdown.code, entry.members), limit=30)
        yield f"**{facts.words.taken}** from {named(entry.base, entry.page, facts)}: {members}."


def _user_lines(facts: ClassRelations) -> Iterable[str]:
    if facts.implementing:
        heirs = user_list(facts.implementing, facts, limit=_MOST_SUBCLASSES)
        yield f"**{facts.words.implemented_by}**: {heirs}."
    if facts.subclasses:
        yield f"**{facts.words.heirs}**: {user_list(facts.subclasses, facts, limit=_MOST_SUBCLASSES)}."
    yield from use_lines(facts.uses, facts)


KIND = ClassDiagramKind()
