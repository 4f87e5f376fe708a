"""`class_diagram`: how a class relates to the rest, by parsing alone: diagram, what it inherits, who uses and tests it.

What changes with a class's users is here and not in `class_doc`, so that a new caller costs no model call.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from designdoc_assets.artifacts.classification import sort_of
from designdoc_assets.artifacts.kind import Grain, Kind, NoProse, PageFacts
from designdoc_assets.artifacts.members import is_public
from designdoc_assets.artifacts.sections.text import listing, named
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.pages import markdown
from designdoc_assets.pages.mermaid.diagram import ClassDiagram, ClassEdge, ClassNode
from designdoc_assets.pages.mermaid.render import render
from designdoc_assets.source.keys import PartitionKey, encode
from designdoc_assets.source.relations import Relation
from designdoc_assets.source.resolution import External, Symbol, as_class

MOST_NEIGHBOURS = 14
"""Classes around the one in the middle; a larger diagram is not read. What is left out is said, and listed in text."""

_SORTS_SHOWN = {
    "abstract class": "abstract",
    "protocol": "protocol",
    "enumeration": "enumeration",
    "dataclass": "dataclass",
    "exception": "exception",
}
_OUTGOING = ("inherits", "holds", "makes", "raises")


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
        subclasses = survey.relations.subclasses(symbol)
        users = [r for r in survey.relations.users(symbol) if r.kind != "inherits"]
        diagram, left_out = _diagram(symbol, subclasses, users, survey)
        return ClassRelations(
            page=survey.page(Grain.CLASSES, key),
            links={},
            diagram=diagram,
            left_out=left_out,
            inherited=tuple(_inherited(symbol, survey)),
            subclasses=tuple(User(sub.qualname, survey.page_of(sub) or "") for sub in dict.fromkeys(subclasses)),
            users=tuple(_users(symbol, users, survey)),
            tests=tuple(_tests(survey.relations.testers(symbol))),
        )

    def describe(self, facts: ClassRelations) -> NoProse:
        """Write nothing: everything is a fact."""
        return NoProse()

    def render(self, facts: ClassRelations, prose: NoProse) -> str:
        """Return the region's body."""
        lines = [*_inherited_lines(facts), *_user_lines(facts)]
        has_diagram = bool(facts.diagram.edges)
        return markdown.paragraphs(
            markdown.heading(2, "Relations"),
            markdown.fence(render(facts.diagram), "mermaid") if has_diagram else "",
            f"{facts.left_out} more are not drawn." if facts.left_out else "",
            "\\\n".join(lines),
            "" if has_diagram or lines else "Nothing in this repository inherits, uses or tests it.",
        )

    def diagram(self, facts: ClassRelations) -> ClassDiagram | None:
        """Return the diagram, if anything is in it."""
        return facts.diagram if facts.diagram.edges else None


def _diagram(
    symbol: Symbol, subclasses: Iterable[Symbol], users: Iterable[Relation], survey: Survey
) -> tuple[ClassDiagram, int]:
    edges: dict[tuple[Symbol, Symbol], ClassEdge] = {}
    nodes: dict[Symbol | External, None] = {symbol: None}
    left_out: set[Symbol | External] = set()
    for source, target, relation, label in _edges(symbol, subclasses, users, survey):
        other = target if source == symbol else source
        if other not in nodes and len(nodes) > MOST_NEIGHBOURS:
            left_out.add(other)
            continue
        nodes[other] = None
        edges.setdefault((source, target), ClassEdge(_key(source), _key(target), relation, label))
    shown = tuple(ClassNode(_key(node), _label(node, nodes), _annotation(node, survey)) for node in nodes)
    return ClassDiagram(nodes=shown, edges=tuple(edges.values())), len(left_out)


def _edges(symbol, subclasses, users, survey):
    for relation in sorted(
        survey.relations.from_class(symbol), key=lambda r: _OUTGOING.index(r.kind) if r.kind in _OUTGOING else 9
    ):
        if relation.kind == "inherits":
            yield symbol, relation.target, "inherits", ""
        target = as_class(relation.target) if isinstance(relation.target, Symbol) else None
        if target is None or target == symbol:
            continue
        if relation.kind == "holds":
            yield symbol, target, "composes", relation.label
        elif relation.kind in {"makes", "raises"}:
            yield symbol, target, "uses", relation.kind
    for sub in subclasses:
        yield sub, symbol, "inherits", ""
    for relation in users:
        source = as_class(relation.source)
        if source is not None:
            held = relation.kind == "holds"
            yield source, symbol, "composes" if held else "uses", relation.label if held else relation.kind


def _key(node: Symbol | External) -> str:
    return node.name if isinstance(node, External) else str(node.class_key)


def _label(node: Symbol | External, nodes: Iterable[Symbol | External]) -> str:
    """Return a node's name; with its file where another node has the same."""
    if isinstance(node, External):
        return node.name
    same = [other for other in nodes if isinstance(other, Symbol) and other.qualname == node.qualname]
    return node.qualname if len(same) == 1 else f"{node.qualname} ({node.path})"


def _annotation(node: Symbol | External, survey: Survey) -> str:
    if isinstance(node, External):
        return ""
    cls = survey.relations.resolver.class_at(node)
    return _SORTS_SHOWN.get(sort_of(node, cls, survey.relations), "")


def _inherited(symbol: Symbol, survey: Survey) -> Iterable[Inherited]:
    own = survey.relations.resolver.class_at(symbol)
    seen = {member.name for member in (*own.methods, *own.attributes)}
    for base in survey.relations.resolver.ancestors(symbol):
        if not isinstance(base, Symbol) or base.kind != "class":
            continue
        facts = survey.relations.resolver.class_at(base)
        names = [m.name for m in (*facts.methods, *facts.attributes) if is_public(m.name) and m.name not in seen]
        seen.update(names)
        if names:
            yield Inherited(base.qualname, survey.page_of(base) or "", tuple(dict.fromkeys(names)))


def _users(symbol: Symbol, users: Iterable[Relation], survey: Survey) -> Iterable[User]:
    seen: set[User] = set()
    for relation in users:
        owner = as_class(relation.source)
        if owner is not None:
            user = User(owner.qualname, survey.page_of(owner) or "")
        elif relation.source.path == symbol.path:
            continue
        else:
            page = survey.page(Grain.FILES, encode(relation.source.path))
            user = User(relation.source.path, page)
        if user not in seen:
            seen.add(user)
            yield user


def _tests(testers: Iterable[Relation]) -> Iterable[Tests]:
    by_file: dict[str, dict[str, None]] = {}
    for relation in testers:
        names = by_file.setdefault(relation.source.path, {})
        if relation.source.qualname.rpartition(".")[2].startswith("test"):
            names[relation.source.qualname] = None
    for path, names in sorted(by_file.items()):
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
