"""Tables of a database: how they refer to each other as a picture, and the columns of each."""

from collections.abc import Iterator, Mapping, Sequence

from designdoc_assets.analysis.stored import Stored, StoredTable
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.tables import filled_table
from designdoc_assets.artifacts.sections.text import cell, listing, named
from designdoc_assets.languages.tables import Column
from designdoc_assets.markup import markdown
from designdoc_assets.markup.mermaid.diagram import Counts, EntityDiagram, Reference
from designdoc_assets.markup.mermaid.render import render
from designdoc_assets.markup.mermaid.width import MOST_ENTITIES_PX, MOST_NODES, entities_px

_MOST_FILES = 6
_LONGEST = 60
"""Characters of a default."""


def table_sections(stored: Stored, files: Mapping[str, str], facts: PageFacts) -> Iterator[str]:
    """Yield the section, with its heading.

    Args:
        stored: What is shown.
        files: By path, how files are shown that have no page.
        facts: Those of the page.
    """
    tables = stored.tables
    unknown = list(_unknown(stored, files))
    if tables or unknown:
        yield markdown.heading(2, "Tables")
    picture = None if facts.no_diagram else entity_diagram(tables)
    if picture is not None:
        yield markdown.fence(render(picture), "mermaid")
        left_out = len(_referring(tables)) - len(picture.tables)
        if left_out > 0:
            yield f"{left_out} more tables that refer to others, or are referred to, are not drawn."
    yield from unknown
    for table in tables:
        yield markdown.heading(3, markdown.code(table.name))
        yield _declared(table, files, facts)
        rows = [_row(column, facts) for column in table.columns]
        yield filled_table(["Column", "Type", "Default", ""], rows) if rows else ""


def _declared(table: StoredTable, files: Mapping[str, str], facts: PageFacts) -> str:
    by, *also = (
        files.get(each.name) or named(each.name, each.page, facts) for each in (table.declared_by, *table.also)
    )
    more = f" Also by {listing(also, limit=_MOST_FILES)}." if also else ""
    about = markdown.escape(" ".join(table.about.split())).rstrip(".")
    return f"{f'{about}. ' if about else ''}Declared by {by}.{more}"


def _unknown(stored: Stored, files: Mapping[str, str]) -> Iterator[str]:
    if stored.not_understood:
        where = (f"{files.get(path) or markdown.code(path)} ({count})" for path, count in stored.not_understood)
        yield f"Statements about tables that are not understood, and so not shown: {listing(where, limit=_MOST_FILES)}."
    for path, reason in stored.unread[:_MOST_FILES]:
        yield f"{files.get(path) or markdown.code(path)} is not read: {reason}."


def entity_diagram(tables: Sequence[StoredTable]) -> EntityDiagram | None:
    """Return the tables that refer to each other, as many as a page has room for; None where none does."""
    names = _referring(tables)
    for most in range(min(MOST_NODES, len(names)), 1, -1):
        drawn = set(names[:most])
        references = tuple(each for each in _references(tables) if {each.source, each.target} <= drawn)
        if not references:
            return None
        ends = [name for name in names if any(name in {each.source, each.target} for each in references)]
        picture = EntityDiagram(tuple(ends), references)
        if entities_px(picture) <= MOST_ENTITIES_PX or most == 2:
            return picture
    return None


def _referring(tables: Sequence[StoredTable]) -> list[str]:
    """Return the tables that refer to others, or are referred to, those with most of both first."""
    counts: dict[str, int] = {}
    for each in _references(tables):
        for name in (each.source, each.target):
            counts[name] = counts.get(name, 0) + 1
    return sorted(counts, key=lambda name: (-counts[name], name))


def _references(tables: Sequence[StoredTable]) -> list[Reference]:
    known = {table.name for table in tables}
    found = [
        Reference(table.name, column.refers, column.name, _counts(column))
        for table in tables
        for column in table.columns
        if column.refers in known
    ]
    return list(dict.fromkeys(found))


def _counts(column: Column) -> Counts:
    if column.refers_to_many:
        return Counts.MANY_TO_MANY
    if column.is_unique:
        return Counts.ONE_TO_PERHAPS_ONE if column.is_optional else Counts.ONE_TO_ONE
    return Counts.MANY_TO_PERHAPS_ONE if column.is_optional else Counts.MANY_TO_ONE


def _row(column: Column, facts: PageFacts) -> list[str]:
    about = cell(column.about, facts)
    many = "any number of " if column.refers_to_many else ""
    said = [
        f"{about.rstrip('.')}." if about else "",
        "Primary key." if column.is_key else "",
        f"Refers to {many}{markdown.code(column.refers, in_table=True)}." if column.refers else "",
        "May be empty." if column.is_optional else "",
    ]
    type_ = markdown.code(column.type, in_table=True) if column.type else ""
    default = " ".join(column.default.split())
    default = default if len(default) <= _LONGEST else f"{default[: _LONGEST - 1]}…"
    written = markdown.code(default, in_table=True) if default else ""
    return [markdown.code(column.name, in_table=True), type_, written, " ".join(filter(None, said))]
