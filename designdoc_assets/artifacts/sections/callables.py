"""How a function or method stands on a page: heading, prose, parameters, result, exceptions."""

from collections.abc import Iterable

from designdoc_assets.artifacts.kind import PageFacts
from designdoc_assets.artifacts.members import Callable, Field, Raised
from designdoc_assets.artifacts.sections.text import MEMBER_LEVEL, cell, named, shown, urls
from designdoc_assets.pages import markdown
from designdoc_assets.pages.prose import sentence

LONGEST_HEADING = 100
"""Characters; a longer signature stands in a block of its own, an argument a line."""


def callable_section(entry: Callable, prose: str, facts: PageFacts) -> str:
    """Return the full description of a callable."""
    return markdown.paragraphs(
        *_heading(entry),
        _circumstances(entry, facts),
        shown(prose, facts),
        parameter_table(entry, facts),
        _outcome(entry, facts),
    )


def brief_rows(entries: Iterable[Callable], facts: PageFacts) -> list[list[str]]:
    """Return table rows of signature and first sentence, for callables that need no section each."""
    return [
        [markdown.code(entry.form.line, in_table=True), cell(sentence(entry.doc.summary) if entry.doc else "", facts)]
        for entry in entries
    ]


def parameter_table(entry: Callable, facts: PageFacts) -> str:
    """Return the table of parameters, if anything is known of one that the signature does not say."""
    if not any(row.text for row in entry.parameters):
        return ""
    links = urls(facts)
    rows = [
        [
            markdown.code(row.name),
            markdown.linked_code(row.annotation, links, in_table=True),
            markdown.code(row.default, in_table=True),
            " ".join(part for part in (cell(row.text, facts), row.form) if part),
        ]
        for row in entry.parameters
    ]
    return markdown.table(["Parameter", "Type", "Default", ""], rows)


def field_table(fields: Iterable[Field], facts: PageFacts) -> str:
    """Return the table of attributes or constants, without the columns that nothing is known for."""
    links = urls(facts)
    rows = [
        [
            markdown.code(field.name, in_table=True),
            markdown.linked_code(field.annotation, links, in_table=True),
            markdown.code(field.value, in_table=True),
            cell(field.text, facts),
        ]
        for field in fields
    ]
    headers = ["Name", "Type", "Value", ""]
    columns = [index for index in range(len(headers)) if index == 0 or any(row[index] for row in rows)]
    return markdown.table([headers[i] for i in columns], [[row[i] for i in columns] for row in rows]) if rows else ""


def _heading(entry: Callable) -> list[str]:
    marks = f" *({', '.join(entry.marks)})*" if entry.marks else ""
    form = entry.form
    if form.arguments is None:
        result = f" {markdown.code(f'-> {form.returns}')}" if form.returns else ""
        return [markdown.heading(MEMBER_LEVEL, f"{markdown.code(form.name)}{marks}{result}")]
    if entry.overloads:
        forms = "\n".join(form.line if len(form.line) <= LONGEST_HEADING else form.block for form in entry.overloads)
        return [markdown.heading(MEMBER_LEVEL, f"{markdown.code(form.name)}{marks}"), markdown.fence(forms, "python")]
    if len(form.line) > LONGEST_HEADING:
        return [
            markdown.heading(MEMBER_LEVEL, f"{markdown.code(form.name)}{marks}"),
            markdown.fence(form.block, "python"),
        ]
    return [markdown.heading(MEMBER_LEVEL, f"{markdown.code(form.line)}{marks}")]


def _circumstances(entry: Callable, facts: PageFacts) -> str:
    parts = []
    if entry.deprecated is not None:
        parts.append(f"**Deprecated**: {markdown.escape(entry.deprecated)}" if entry.deprecated else "**Deprecated.**")
    if entry.decorators:
        parts.append("Decorated with " + ", ".join(markdown.code(f"@{name}") for name in entry.decorators) + ".")
    if entry.condition:
        parts.append(f"Defined under {markdown.code(entry.condition)}.")
    if entry.overrides:
        parts.append(f"Overrides that of {named(entry.overrides, entry.overrides_page or None, facts)}.")
    return " ".join(parts)


def _outcome(entry: Callable, facts: PageFacts) -> str:
    links = urls(facts)
    doc = entry.doc
    lines = []
    for word, text in (("Returns", doc.returns if doc else ""), ("Yields", doc.yields if doc else "")):
        annotation = markdown.linked_code(entry.returns, links) if word == "Returns" or not entry.returns else ""
        # The signature above shows the annotation already; repeating it is only worth a link.
        if text or (word == "Returns" and "](" in annotation):
            described = cell(text, facts)
            lines.append(f"**{word}** {': '.join(part for part in (annotation, described) if part)}".rstrip(".") + ".")
    if entry.raises:
        lines.append(f"**Raises** {'; '.join(_raised(item, facts) for item in entry.raises)}.")
    return "\\\n".join(lines)


def _raised(item: Raised, facts: PageFacts) -> str:
    name = markdown.linked_code(item.name, urls(facts))
    text = cell(item.text, facts).rstrip(".")
    if text:
        return f"{name}: {text}"
    return f"{name} when {markdown.code(item.condition)}" if item.condition else name
