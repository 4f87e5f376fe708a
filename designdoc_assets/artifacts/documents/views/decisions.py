"""Decisions that have records."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from designdoc_assets.artifacts.documents.views.places import FilePlace, linked, place_of
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.tables import filled_table
from designdoc_assets.artifacts.sections.text import listing
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.markup import markdown


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision, as a page shows it."""

    place: FilePlace
    title: str
    status: str
    date: str
    relations: tuple[tuple[str, FilePlace], ...]


def decisions_of(page: str, survey: Survey) -> tuple[DecisionLine, ...]:
    """Collect the records of decisions."""
    return tuple(
        DecisionLine(
            place_of(found.path, page, survey),
            found.title,
            found.status,
            found.date,
            tuple((how, place_of(other, page, survey)) for how, other in found.relations),
        )
        for found in survey.snapshot.decisions
    )


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
