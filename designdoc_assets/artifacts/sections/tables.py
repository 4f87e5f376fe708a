"""Tables with descriptions: of parameters, attributes, constants and type aliases."""

from collections.abc import Iterable, Sequence

from designdoc_assets.analysis.members import AttributeDoc
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.text import in_parts, type_writer
from designdoc_assets.artifacts.sections.values import is_long, value_block
from designdoc_assets.markup import markdown

LONGEST_LINE = 100
"""Characters; a longer signature is a block of its own, with an argument on each line."""

_WITHOUT_CONDITION = frozenset({"try", "finally"})
"""Headers of statements that are no condition."""

DescribedRow = tuple[str, Sequence[str], str, str]
"""A row: the name that it is about, its first cells, an author's text, and a remark to put behind it."""


def described_table(
    headers: Sequence[str], rows: Iterable[DescribedRow], facts: PageFacts, *, keep: int = 1, last: str = ""
) -> str:
    """Return a table with a column for authors' texts; what a cell cannot hold, such as lists, is below it.

    Args:
        headers: The headers of the first columns.
        rows: The rows.
        facts: The facts of the page.
        keep: How many columns are shown even if they are empty.
        last: The header of the column for texts.
    """
    cells, details = [], []
    for name, first, text, remark in rows:
        line, rest = in_parts(text, facts)
        if rest:
            line = f"{line} See below.".lstrip()
            details.append(markdown.paragraphs(f"{markdown.code(name)}, continued:", rest))
        cells.append([*first, _with_remark(line, remark)])
    titles = [*headers, last]
    columns = [index for index in range(len(titles)) if index < keep or any(row[index] for row in cells)]
    table = markdown.table([titles[i] for i in columns], [[row[i] for i in columns] for row in cells])
    return markdown.paragraphs(table, *details)


def filled_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table without the columns in which nothing stands."""
    columns = [index for index in range(len(headers)) if any(row[index] for row in rows)]
    return markdown.table([headers[i] for i in columns], [[row[i] for i in columns] for row in rows])


def word_table(
    headers: Sequence[str], rows: Sequence[Sequence[str]], *, with_signatures: bool = False, sort: str = ""
) -> str:
    """Return a table; rows of which only the first cell is filled are listed below it, and empty columns left out.

    Args:
        headers: The headers of the columns.
        rows: Cells, as Markdown for a table.
        with_signatures: Whether the first cells are signatures, which need a line each below the table.
        sort: The noun for the rows, where no heading has it.
    """
    said = [row for row in rows if any(row[1:])]
    bare = [row[0].replace("\\|", "|") for row in rows if not any(row[1:])]
    columns = [index for index in range(len(headers)) if not index or any(row[index] for row in said)]
    table = markdown.table([headers[i] for i in columns], [[row[i] for i in columns] for row in said])
    if with_signatures:
        lead = f"{sort}:" if sort and bare and not table else ""
        return markdown.paragraphs(table, lead, markdown.bullets(bare))
    lead = "Also " if table else f"{sort}: " if sort else ""
    listed = f"{lead}{', '.join(bare)}." if bare else ""
    return markdown.paragraphs(table, listed)


def _with_remark(line: str, remark: str) -> str:
    if not line or not remark:
        return line or remark
    return f"{line} {remark}" if line.rstrip("*`)\"'").endswith((".", "!", "?", ":")) else f"{line}. {remark}"


def field_table(fields: Iterable[AttributeDoc], facts: PageFacts, sort: str = "") -> str:
    """Return the table of attributes or constants; those of which only the name is known are listed below it.

    `sort` is the noun for them, such as `Attribute`, where no heading has it.
    """
    known: list[AttributeDoc] = []
    bare: list[AttributeDoc] = []
    for field in fields:
        (known if field.type or field.value or field.text or _said_of_value(field) else bare).append(field)
    written = type_writer(facts, in_table=True)
    rows = [
        (
            field.name,
            [
                markdown.code(field.name, in_table=True),
                written(field.type),
                "see below" if is_long(field.value) else markdown.code(field.value, in_table=True),
            ],
            field.text,
            _said_of_value(field),
        )
        for field in known
    ]
    table = described_table([sort or "Name", "Type", "Value"], rows, facts)
    long = [field for field in known if is_long(field.value)]
    blocks = [value_block(field.name, field.value, facts.words.fence, field.written) for field in long]
    names = ", ".join(markdown.code(field.name) for field in bare)
    lead = "Also " if table else f"{sort}s: " if sort else ""
    return markdown.paragraphs(table, *blocks, f"{lead}{names}." if bare else "")


def _said_of_value(field: AttributeDoc) -> str:
    if field.is_set_again:
        return "Set in several places."
    if not field.condition or field.condition in _WITHOUT_CONDITION:
        return ""
    verb = "Declared" if field.type and not field.value else "Set"
    return f"{verb} under {markdown.code(field.condition, in_table=True)}."


def alias_table(aliases: Iterable[AttributeDoc], facts: PageFacts) -> str:
    """Return the table of type aliases, in which the names of types are links."""
    written = type_writer(facts, in_table=True)
    rows = [
        (
            alias.name,
            [
                markdown.code(f"{alias.name}{alias.type_parameters}", in_table=True),
                written(alias.value or alias.type),
            ],
            alias.text,
            facts.words.alias_condition.format(markdown.code(alias.condition, in_table=True))
            if alias.condition
            else "",
        )
        for alias in aliases
    ]
    return described_table(["Name", "Stands for"], rows, facts)
