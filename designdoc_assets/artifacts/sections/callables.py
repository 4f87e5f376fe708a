"""The section of a function or method: heading, signature, remarks, prose, parameters, result, exceptions."""

import re
from collections.abc import Iterable, Sequence

from designdoc_assets.analysis.call_signatures import CallSignature
from designdoc_assets.analysis.members import CallableDoc, Raised
from designdoc_assets.analysis.parameter_rows import ParameterRow
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.tables import LONGEST_LINE, described_table
from designdoc_assets.artifacts.sections.text import MEMBER_LEVEL, authored, cell, in_parts, named, shown, type_writer
from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.markup import markdown
from designdoc_assets.markup.prose import sentence

_NO_CONTENT = frozenset({"a", "an", "the", "object", "instance", "of", "or", "new", "none"})
"""Words that add nothing to the name of a type."""


def callable_section(entry: CallableDoc, prose: str, facts: PageFacts, title: str = "") -> str:
    """Return the section of a callable; without a title, the part of it below the heading."""
    facts = facts.section(title) if title else facts
    return markdown.paragraphs(
        markdown.heading(MEMBER_LEVEL, title) if title else "",
        _form(entry, title, facts),
        *_circumstances(entry, facts),
        shown(prose, facts),
        parameter_table(entry.parameters, facts),
        *_outcome(entry, facts),
        *_overloads(entry, facts),
        *_registered(entry, facts),
        *example_blocks(entry.doc, facts),
    )


def example_blocks(doc: Doc | None, facts: PageFacts) -> Iterable[str]:
    """Yield the examples that a doc comes with."""
    return (shown(example, facts) for example in doc.examples) if doc is not None else ()


def brief_rows(entries: Iterable[CallableDoc], facts: PageFacts) -> list[list[str]]:
    """Return table rows of signature, modifiers and first sentence, for callables without sections of their own."""
    return [
        [
            f"{markdown.code(entry.form.line, in_table=True)}{_marked(entry)}",
            " ".join(filter(None, (_said_briefly(entry, facts), _defined_under(entry, in_table=True)))),
        ]
        for entry in entries
    ]


def _said_briefly(entry: CallableDoc, facts: PageFacts) -> str:
    return cell(sentence(entry.doc.summary), facts) if entry.doc else _same_as(entry, facts)


def _defined_under(entry: CallableDoc, *, in_table: bool = False) -> str:
    return f"Defined under {markdown.code(entry.condition, in_table=in_table)}." if entry.condition else ""


def parameter_table(parameters: Iterable[ParameterRow], facts: PageFacts) -> str:
    """Return the table of parameters; empty if it would say no more than the signature."""
    rows = list(parameters)
    if not any(row.text or row.is_typed_by_doc or row.deprecated is not None for row in rows):
        return ""
    written = type_writer(facts, in_table=True)
    return described_table(
        ["Parameter", "Type", "Default"],
        [
            (
                row.name,
                [
                    markdown.code(row.name),
                    written(row.type),
                    markdown.code(row.default, in_table=True),
                ],
                row.text,
                " ".join(part for part in (row.form, _deprecation(row, facts)) if part),
            )
            for row in rows
        ],
        facts,
        keep=3 if facts.words.has_defaults else 2,
    )


def form_line(form: CallSignature, facts: PageFacts, marks: str = "") -> str:
    """Return a form of a call as code; a long one as a block with an argument on each line."""
    if len(form.line) > LONGEST_LINE:
        return markdown.paragraphs(marks.strip(), markdown.fence(form.block(facts.words.last_comma), facts.words.fence))
    return f"{markdown.code(form.line)}{marks}"


def _form(entry: CallableDoc, title: str, facts: PageFacts) -> str:
    """Return the form of a callable; empty if the heading says as much, or its overloads are listed below."""
    marks = _marked(entry)
    form = entry.form
    if form.arguments is None:
        result = f" {markdown.code(form.tail.strip())}" if form.tail else ""
        return f"{markdown.code(form.name)}{marks}{result}"
    is_said = bool(entry.overloads) or (bool(title) and form.line == f"{entry.name}()")
    return marks.strip() if is_said else form_line(form, facts, marks)


def _marked(entry: CallableDoc) -> str:
    return f" *({', '.join(entry.marks)})*" if entry.marks else ""


def _overloads(entry: CallableDoc, facts: PageFacts) -> Iterable[str]:
    """Yield the overloads of a function, each with its own doc comment."""
    if entry.overloads:
        comma = facts.words.last_comma
        forms = [form.line if len(form.line) <= LONGEST_LINE else form.block(comma) for form in entry.overloads]
        yield markdown.fence("\n".join(forms), facts.words.fence)
    for note in entry.overload_notes:
        yield f"{markdown.code(note.form.line)}:"
        yield shown(authored(note.doc), facts)
        yield parameter_table(note.parameters, facts)
        for word, text in (("Returns", note.doc.returns), ("Yields", note.doc.yields)):
            described, rest = in_parts(_beyond(text, note.returns), facts)
            yield f"**{word}** {described.rstrip('.')}." if described else ""
            yield rest
        yield from raised_lines([Raised(item.name, item.text) for item in note.doc.raises], facts)


def _circumstances(entry: CallableDoc, facts: PageFacts) -> list[str]:
    parts = []
    if entry.deprecated is not None:
        parts.append(deprecated(entry.deprecated, facts))
    parts += [deprecated(notice, facts, "Deprecated in part") for notice in entry.deprecated_parts]
    annotations = annotated_with(entry.annotations, facts)
    if annotations and not annotations.startswith("```"):
        parts.append(annotations)
    parts.append(_defined_under(entry))
    if entry.overrides:
        words = facts.words
        sentence = words.fulfils if entry.is_asked_for and words.fulfils else words.overrides
        parts.append(sentence.format(named(entry.overrides, entry.overrides_page, facts)))
    parts.append(_same_as(entry, facts))
    return [annotations if annotations.startswith("```") else "", " ".join(filter(None, parts))]


def _same_as(entry: CallableDoc, facts: PageFacts) -> str:
    """Return a sentence that says which method this one is an alias of."""
    return f"Same as {named(entry.same_as, entry.same_as_page, facts)}." if entry.same_as else ""


def annotated_with(annotations: Sequence[str], facts: PageFacts) -> str:
    """Return the annotations in a sentence, or long ones as a block of code."""
    if not annotations:
        return ""
    words = facts.words
    written = [words.annotation.format(annotation) for annotation in annotations]
    if sum(map(len, annotations)) <= LONGEST_LINE:
        return f"{words.annotated_with} {', '.join(map(markdown.code, written))}."
    return markdown.fence("\n".join(written), words.fence)


def deprecated(reason: str, facts: PageFacts, word: str = "Deprecated") -> str:
    """Return a remark that something is deprecated, with version and reason if its author gives them."""
    since, _, why = reason.partition(":") if re.match(r"v?\d[\w.]*(?::|$)", reason) else ("", "", reason)
    lead = f"**{word}** since {markdown.escape(since)}" if since else f"**{word}**"
    text = cell(why.strip(), facts)
    return f"{lead}: {text}" if text else f"{lead}."


def _registered(entry: CallableDoc, facts: PageFacts) -> Iterable[str]:
    """Yield the types for which an implementation of their own is registered."""
    if entry.registered:
        written = type_writer(facts, in_table=True)
        yield "Has an implementation for each of these types of its first argument:"
        yield markdown.table(
            ["Type", ""],
            [[written(name), cell(text, facts)] for name, text in entry.registered],
        )


def _deprecation(row: ParameterRow, facts: PageFacts) -> str:
    return deprecated(row.deprecated, facts) if row.deprecated is not None else ""


def _outcome(entry: CallableDoc, facts: PageFacts) -> list[str]:
    written = type_writer(facts)
    doc = entry.doc
    lines: list[str] = []
    details: list[str] = []
    results = (
        ("Returns", doc.returns_type, doc.returns) if doc else ("Returns", "", ""),
        ("Yields", doc.yields_type, doc.yields) if doc else ("Yields", "", ""),
    )
    for word, said_type, said in results:
        of_type, text = said_type, said
        if entry.returns:
            # The signature above shows it; what is yielded is a part of it.
            of_type = entry.returns if word == "Returns" else ""
            text = _beyond(": ".join(filter(None, (markdown.escape_within(said_type), said))), entry.returns)
        annotation = written(of_type)
        described, rest = in_parts(text, facts)
        if described or rest or (of_type and not entry.returns):  # else the signature says it
            lines.append(f"**{word}** {': '.join(part for part in (annotation, described) if part)}".rstrip())
            lines[-1] = lines[-1] if lines[-1].endswith((".", ":", "**")) else f"{lines[-1]}."
            details.append(rest)
    raised, *rest_of_raised = raised_lines(entry.raises, facts) or [""]
    return ["\\\n".join([*lines, *filter(None, [raised])]), *details, *rest_of_raised]


def raised_lines(exceptions: Sequence[Raised], facts: PageFacts) -> list[str]:
    """Return the line that lists the exceptions, and the blocks that belong below it."""
    if not exceptions:
        return []
    raised = [_raised(item, facts) for item in exceptions]
    places = (
        f"else {text}" if at and item.is_otherwise else text
        for at, (item, (text, _)) in enumerate(zip(exceptions, raised, strict=True))
    )
    return [f"**{facts.words.raises}** {'; '.join(places)}.", *(rest for _, rest in raised)]


def _beyond(text: str, annotation: str) -> str:
    """Return the doc comment's text about a result; empty if the declared type says as much."""
    if text.startswith("- "):
        return text  # several, each with its own type
    types = {word.rpartition(".")[2].lower() for word in re.findall(r"[\w.]+", annotation)} | _NO_CONTENT

    def is_type(words: str) -> bool:
        return all(word.rpartition(".")[2].lower() in types for word in re.findall(r"\w+(?:\.\w+)*", words))

    if is_type(text):
        return ""
    label, colon, rest = text.partition(": ")
    if colon and is_type(label):
        return rest
    return label if colon and rest.strip(".") == label.rpartition(".")[2] else text


def _raised(item: Raised, facts: PageFacts) -> tuple[str, str]:
    name = named(item.name, item.page, facts) if item.page else type_writer(facts)(item.name)
    text, rest = in_parts(item.text, facts)
    text = text.rstrip(".")
    if text:
        return f"{name}: {text}", rest
    when = f" when {markdown.code(item.condition)}" if item.condition else ""
    message = f" ({markdown.code(item.message)})" if item.message else ""
    return f"{name}{when}{message}", rest
