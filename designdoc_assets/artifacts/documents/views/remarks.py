"""What the code says of itself: why it is as it is, by component, and what is to be done about it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from designdoc_assets.analysis.components import Components
from designdoc_assets.analysis.remarks import Stated, open_points, reasons
from designdoc_assets.artifacts.documents.views.places import FilePlace, linked
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.tables import filled_table
from designdoc_assets.artifacts.sections.text import cell, listing, named
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.markup import markdown

_QUOTED = re.compile(r"(?<!`)`([^`\s](?:[^`]*[^`\s])?)`(?!`)")
_MOST_REASONS = 12
"""Reasons of a component that are quoted: for those of the others, its files are named."""
_MOST_FILES = 12
_SORTS = ("FIXME", "XXX", "HACK", "workaround", "TODO", "deprecated")
"""The order of the table: what is said to be wrong comes before what is missing."""


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """A remark, as a page shows it."""

    sort: str
    text: str
    is_markdown: bool
    """Whether the text is that of a doc; else it is plain."""
    name: str
    page: str
    source: FilePlace
    """The file, where the code can be read."""


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """The reasons that stand in one component."""

    component: str
    page: str
    reasons: tuple[RemarkLine, ...]


def open_points_of(page: str, survey: Survey) -> tuple[RemarkLine, ...]:
    """Collect what the code says is to be done, sorted by what it says so with, then by file."""
    found = (_line(stated, page, survey) for stated in open_points(survey))
    return tuple(sorted(found, key=lambda line: _SORTS.index(line.sort)))


def reasons_of(page: str, structure: Components, survey: Survey) -> tuple[ReasonGroup, ...]:
    """Collect the reasons that comments state, by component; those of files in none, by file."""
    groups: dict[str, list[RemarkLine]] = {component.name: [] for component in structure.components}
    pages = {component.name: component.page for component in structure.components}
    for stated in reasons(survey):
        path = stated.path
        inside = [name for name in pages if path == name or path.startswith(f"{name}/")]
        groups.setdefault(max(inside, key=len, default=path), []).append(_line(stated, page, survey))
    return tuple(ReasonGroup(name, pages.get(name, ""), tuple(lines)) for name, lines in groups.items() if lines)


def _line(stated: Stated, page: str, survey: Survey) -> RemarkLine:
    symbol = stated.symbol
    return RemarkLine(
        sort=stated.sort,
        text=stated.text,
        is_markdown=stated.is_markdown,
        name=symbol.qualname or symbol.path,
        page=survey.address_of(symbol) or "",
        source=FilePlace(stated.path, url=survey.layout.sources.url(page, stated.path) or ""),
    )


def reason_blocks(groups: Sequence[ReasonGroup], facts: PageFacts) -> Iterator[str]:
    """Return what comments say, a list for each component."""
    for group in groups:
        yield f"{named(group.component, group.page, facts)}:"
        quoted, rest = group.reasons[:_MOST_REASONS], group.reasons[_MOST_REASONS:]
        yield markdown.bullets([*(_reason(line, facts) for line in quoted), *_others(rest, facts)])


def _reason(line: RemarkLine, facts: PageFacts) -> str:
    return f"{named(line.name, line.page, facts)}: {_written(line.text)}"


def _others(rest: Sequence[RemarkLine], facts: PageFacts) -> Iterator[str]:
    if rest:
        files = {line.source.path: line.source for line in rest}
        where = listing((linked(place, facts) for place in files.values()), limit=_MOST_FILES)
        yield f"{len(rest):,} more, in {where}."


def open_point_table(lines: Iterable[RemarkLine], facts: PageFacts) -> str:
    """Return all remarks as a table."""
    rows = [
        [
            line.sort,
            cell(line.text, facts) if line.is_markdown else _written(line.text, in_table=True),
            named(line.name, line.page, facts),
            linked(line.source, facts),
        ]
        for line in lines
    ]
    return filled_table(["", "What it says", "In", "File"], rows)


def _written(text: str, *, in_table: bool = False) -> str:
    """Return a plain text as Markdown that shows it; what it has between backticks as code."""
    pieces = _QUOTED.split(" ".join(text.split()))
    return "".join(
        markdown.code(piece, in_table=in_table) if at % 2 else markdown.escape_within(piece)
        for at, piece in enumerate(pieces)
    )
