"""Decisions that have records, and goals that the README states under a heading that says so."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from designdoc_assets.artifacts.documents.views.places import FilePlace, linked, place_of
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.tables import filled_table
from designdoc_assets.artifacts.sections.text import listing, shown
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.markup import markdown

_GOALS = re.compile(
    r"^#{2,4}[ \t]+((?:design |project )?(?:goals|non-goals|goals (?:and|&) non-goals|objectives|aims))"
    r"[ \t]*:?[ \t]*#*\n"
    r"(.*?)(?=^#{1,6}[ \t]|\Z)",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_MOST_CHARACTERS = 2_000
_IN_A_README = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision, as a page shows it."""

    place: FilePlace
    title: str
    status: str
    date: str
    relations: tuple[tuple[str, FilePlace], ...]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the project says of why it is as it is."""

    goals: tuple[tuple[str, str], ...]
    """(heading, text)."""
    readme: FilePlace | None
    records: tuple[DecisionLine, ...]


def decisions_of(page: str, survey: Survey) -> Decisions:
    """Collect the records of decisions, and the goals that the README states."""
    readme = survey.snapshot.readme
    goals = tuple(_goals(readme.text)) if readme and readme.path.lower().endswith(_IN_A_README) else ()
    return Decisions(
        goals=goals,
        readme=place_of(readme.path, page, survey) if readme and goals else None,
        records=tuple(
            DecisionLine(
                place_of(found.path, page, survey),
                found.title,
                found.status,
                found.date,
                tuple((how, place_of(other, page, survey)) for how, other in found.relations),
            )
            for found in survey.snapshot.decisions
        ),
    )


def _goals(text: str) -> Iterator[tuple[str, str]]:
    for title, said in _GOALS.findall(text):
        if said.strip() and len(said) <= _MOST_CHARACTERS:
            yield title.strip(), said.strip()


def goal_blocks(decisions: Decisions, facts: PageFacts) -> Iterator[str]:
    """Return the goals as the README states them."""
    for title, text in decisions.goals:
        where = f" in {linked(decisions.readme, facts)}" if decisions.readme else ""
        yield f"*{markdown.escape(title)}*{where}:"
        yield shown(text, facts)


def decision_blocks(records: Sequence[DecisionLine], facts: PageFacts) -> Iterator[str]:
    """Return the records as a table."""
    rows = [
        [
            _titled(record, facts),
            markdown.escape(record.status),
            record.date,
            listing((f"{how} {linked(other, facts)}" for how, other in record.relations), limit=6),
        ]
        for record in records
    ]
    yield filled_table(["Decision", "Status", "Date", "Relations"], rows)


def _titled(record: DecisionLine, facts: PageFacts) -> str:
    title = markdown.escape_within(record.title)
    return markdown.link(title, record.place.url) if record.place.url else f"{title} ({linked(record.place, facts)})"
