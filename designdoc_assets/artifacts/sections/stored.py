"""Tables of a database: how they refer to each other as a picture, and the columns of each."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from designdoc_assets.analysis.stored import StoredTable
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.tables import filled_table
from designdoc_assets.artifacts.sections.text import named
from designdoc_assets.languages.tables import Column
from designdoc_assets.markup import markdown
from designdoc_assets.markup.mermaid.diagram import EntityDiagram, Flowchart, FlowEdge, FlowNode, Reference
from designdoc_assets.markup.mermaid.render import render
from designdoc_assets.markup.mermaid.width import MOST_NODES, MOST_PX, width_px


def table_sections(tables: Sequence[StoredTable], facts: PageFacts) -> Iterator[str]:
    """Yield the section, with its heading."""
    if not tables:
        return
    yield markdown.heading(2, "Tables")
    picture = None if facts.no_diagram else entity_diagram(tables)
    if picture is not None:
        yield markdown.fence(render(picture), "mermaid")
        left_out = len(_referring(tables)) - len(picture.tables)
        if left_out > 0:
            yield f"{left_out} more tables that refer to others, or are referred to, are not drawn."
    for table in tables:
        yield markdown.heading(3, markdown.code(table.name))
        yield f"Declared by {named(table.declared_by.name, table.declared_by.page, facts)}."
        rows = [_row(column) for column in table.columns]
        yield filled_table(["Column", "Type", ""], rows) if rows else ""


def entity_diagram(tables: Sequence[StoredTable]) -> EntityDiagram | None:
    """Return the tables that refer to each other, as many as a page has room for; None where none does."""
    names = _referring(tables)
    for most in range(min(MOST_NODES, len(names)), 1, -1):
        drawn = set(names[:most])
        references = tuple(each for each in _references(tables) if {each.source, each.target} <= drawn)
        if not references:
            return None
        ends = [name for name in names if any(name in {each.source, each.target} for each in references)]
        chart = Flowchart(
            tuple(FlowNode(name, name) for name in ends),
            tuple(FlowEdge(each.source, each.target, each.column) for each in references),
        )
        if width_px(replace(chart, direction="TB")) <= MOST_PX or most == 2:
            return EntityDiagram(tuple(ends), references)
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
        Reference(table.name, column.refers, column.name)
        for table in tables
        for column in table.columns
        if column.refers in known
    ]
    return list(dict.fromkeys(found))


def _row(column: Column) -> list[str]:
    about = markdown.escape(" ".join(column.about.split())).replace("|", "\\|")
    said = [
        f"{about.rstrip('.')}." if about else "",
        "Primary key." if column.is_key else "",
        f"Refers to {markdown.code(column.refers, in_table=True)}." if column.refers else "",
        "May be empty." if column.is_optional else "",
    ]
    type_ = markdown.code(column.type, in_table=True) if column.type else ""
    return [markdown.code(column.name, in_table=True), type_, " ".join(filter(None, said))]
