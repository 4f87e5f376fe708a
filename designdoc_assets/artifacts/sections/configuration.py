"""What operators may set, a table for the environment and one for each other place; nothing of what there is not."""

from collections.abc import Iterator, Sequence

from designdoc_assets.analysis.configuration import Configuration, SettingRow
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.tables import filled_table
from designdoc_assets.artifacts.sections.text import listing, named
from designdoc_assets.markup import markdown


def configuration_sections(found: Configuration, facts: PageFacts) -> Iterator[str]:
    """Yield the sections, each with its heading."""
    if found.variables:
        yield markdown.heading(2, "Environment variables")
        yield _table(found.variables, facts)
    if found.elsewhere:
        yield markdown.heading(2, "Settings")
    for place, rows in found.elsewhere:
        yield markdown.heading(3, place)
        yield _table(rows, facts)


def _table(rows: Sequence[SettingRow], facts: PageFacts) -> str:
    return filled_table(
        ["Name", "Type", "Default", "Example", "", "Read in", "Listed in"], [_row(row, facts) for row in rows]
    )


def _row(row: SettingRow, facts: PageFacts) -> list[str]:
    about = markdown.escape(" ".join(row.about.split()))
    about += "." if about and about[-1].isalnum() and row.is_required else ""
    return [
        markdown.code(row.name, in_table=True),
        _codes(row.types),
        _codes(row.defaults),
        _codes(row.examples),
        " ".join(filter(None, [about, "Required." if row.is_required else ""])),
        listing((named(each.name, each.page, facts) for each in row.read_in), limit=4),
        listing((markdown.code(path, in_table=True) for path in row.listed_in), limit=4),
    ]


def _codes(written: Sequence[str]) -> str:
    return ", ".join(markdown.code(each, in_table=True) for each in written)
