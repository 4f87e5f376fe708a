"""Context: who uses the target, and which systems outside it speaks to, each with what proves it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from designdoc_assets.analysis.known_systems import STORES
from designdoc_assets.analysis.systems import By, Evidence, systems_of, users_of
from designdoc_assets.artifacts.documents.views.places import FilePlaces, all_linked, places_of
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.text import listing
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.markup import markdown
from designdoc_assets.markup.mermaid.diagram import Flowchart, FlowEdge, FlowNode
from designdoc_assets.markup.mermaid.width import largest

_MOST_COMMANDS = 6
_MOST_NAMED = 4
_SAID = {
    By.IMPORT: "{} imported by {}",
    By.DECLARED: "{} declared in {}",
    By.ADDRESS: "addresses {} in {}",
    By.IMAGE: "image {} in {}",
    By.VARIABLE: "its address in {} of {}",
    By.STARTED: "started with {} in {}",
}


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """What proves that a system is used, as a page shows it."""

    by: str
    what: tuple[str, ...]
    where: FilePlaces


@dataclass(frozen=True, slots=True)
class SystemLine:
    """A system outside."""

    name: str
    sort: str
    evidence: tuple[EvidenceLine, ...]


@dataclass(frozen=True, slots=True)
class UserLine:
    """A kind of users: what they do, by what, and the files that prove it."""

    name: str
    does: str
    by: tuple[str, ...]
    more: int
    where: FilePlaces


@dataclass(frozen=True, slots=True)
class Context:
    """What there is around the target."""

    subject: str
    users: tuple[UserLine, ...]
    systems: tuple[SystemLine, ...]

    def __bool__(self) -> bool:
        return bool(self.systems) or bool(self.users)


def context_of(page: str, survey: Survey) -> Context:
    """Find what there is around the target."""
    systems = tuple(
        SystemLine(system.name, system.sort, tuple(_lines(system.evidence, page, survey)))
        for system in systems_of(survey)
    )
    return Context(survey.snapshot.name or "This repository", tuple(_users(page, survey)), systems)


def _lines(evidence: Sequence[Evidence], page: str, survey: Survey) -> Iterator[EvidenceLine]:
    """Yield the evidence, what is proved in the same way by the same files together."""
    together: dict[tuple[By, tuple[str, ...]], list[str]] = {}
    for each in evidence:
        together.setdefault((each.by, each.where), []).append(each.what)
    for (by, where), what in together.items():
        yield EvidenceLine(by, tuple(what), places_of(where, page, survey))


def _users(page: str, survey: Survey) -> Iterator[UserLine]:
    users = users_of(survey)
    nowhere = FilePlaces((), 0)
    if users.commands:
        rest = max(len(users.commands) - _MOST_COMMANDS, 0)
        yield UserLine("People at a command line", "runs", users.commands[:_MOST_COMMANDS], rest, nowhere)
    library, files = users.server
    if library:
        yield UserLine("HTTP clients", "requests", (library,), 0, places_of(files, page, survey))
    if users.is_imported:
        yield UserLine("Programs that import it", "imports", (), 0, nowhere)


def context_blocks(context: Context, facts: PageFacts) -> Iterator[str]:
    """Return the users as a list, and the systems as a table."""
    yield markdown.bullets(_user(user, facts) for user in context.users)
    rows = [
        [markdown.escape(system.name), system.sort, "; ".join(_evidence(each, facts) for each in system.evidence)]
        for system in context.systems
    ]
    yield markdown.table(["System outside", "Kind", "What says so"], rows)


def context_chart(context: Context) -> Flowchart | None:
    """Return users, target and systems as a chart; None where there is nothing around the target."""
    return largest(lambda most: _chart(context, most)) if context else None


def _chart(context: Context, most: int) -> Flowchart:
    subject = FlowNode("subject", context.subject)
    users = [FlowNode(f"user {user.name}", user.name, "round") for user in context.users]
    systems = context.systems[: max(most - 1 - len(users), 1)]
    nodes = [FlowNode(s.name, s.name, "database" if s.sort in STORES else "box") for s in systems]
    uses = [FlowEdge(f"user {user.name}", "subject", user.does) for user in context.users]
    speaks = [FlowEdge("subject", system.name, _by(system)) for system in systems]
    return Flowchart((*users, subject, *nodes), (*uses, *speaks))


def _by(system: SystemLine) -> str:
    """Return the library that speaks to a system, where one is known."""
    libraries = (each.what[0] for each in system.evidence if each.by in {By.IMPORT, By.DECLARED})
    return next(libraries, "")


def _user(user: UserLine, facts: PageFacts) -> str:
    by = listing(map(markdown.code, user.by)) + (f" and {user.more} more" if user.more else "")
    where = all_linked(user.where, facts)
    if user.does == "requests":
        return f"{user.name}: {by} in {where}."
    return f"{user.name}: {by}." if by else f"{user.name}."


def _evidence(evidence: EvidenceLine, facts: PageFacts) -> str:
    what = listing((markdown.code(each, in_table=True) for each in evidence.what), limit=_MOST_NAMED)
    return _SAID[By(evidence.by)].format(what, all_linked(evidence.where, facts))


def not_drawn(context: Context, chart: Flowchart | None) -> str:
    """Return how many systems of the table the picture leaves out."""
    drawn = {node.key for node in chart.nodes} if chart else set()
    rest = sum(system.name not in drawn for system in context.systems) if chart else 0
    return f"Not drawn: {rest} of the systems, those with least evidence." if rest else ""
