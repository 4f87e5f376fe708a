"""The sections of a class: its constructor, attributes, methods, and nested classes."""

from collections.abc import Iterable

from designdoc_assets.analysis.member_anchors import INTERNAL_METHODS, method_title
from designdoc_assets.analysis.members import CallableDoc
from designdoc_assets.artifacts.artifact import text_of
from designdoc_assets.artifacts.class_facts import ClassFacts, ClassProse
from designdoc_assets.artifacts.observed import observed_notes
from designdoc_assets.artifacts.sections.callables import (
    annotated_with,
    brief_rows,
    callable_section,
    form_line,
    parameter_table,
    raised_lines,
)
from designdoc_assets.artifacts.sections.tables import field_table, word_table
from designdoc_assets.artifacts.sections.text import (
    MEMBER_LEVEL,
    authored,
    in_words_of,
    listing,
    named,
    shown,
    titled,
)
from designdoc_assets.markup import markdown
from designdoc_assets.pages.anchors import class_title


def public_api(facts: ClassFacts, prose: ClassProse) -> list[str]:
    """Return the blocks of a class on a page of its own: constructor, then members under headings."""
    blocks = _constructor_blocks(facts, prose)
    for sort, fields in ((facts.words.member, facts.members), (facts.words.attribute, facts.attributes)):
        if table := field_table(fields, facts):
            blocks += [markdown.heading(MEMBER_LEVEL, f"{sort}s"), table]
    blocks += _method_sections(facts, prose)
    for title, entries in ((facts.words.operators, facts.special), (INTERNAL_METHODS, facts.internal)):
        if table := word_table(["Method", ""], brief_rows(entries, facts), with_signatures=True):
            blocks += [markdown.heading(MEMBER_LEVEL, title), table]
    return [block for block in (*blocks, _nested_line(facts)) if block]


def among_others(facts: ClassFacts, prose: ClassProse, dependencies: Iterable[str]) -> str:
    """Return the body of a class on a shared page: its tables have no headings, and methods come last."""
    notes = [
        " ".join(shown(note, facts).split()) for note in (*facts.notes, *prose.notes, *observed_notes(prose.observed))
    ]
    above = markdown.paragraphs(
        markdown.heading(2, class_title(facts.qualname, facts.noun)),
        shown("" if facts.is_said_above and prose.purpose == facts.purpose else prose.purpose, facts),
        *(shown(example, facts) for example in facts.examples),
        *_constructor_blocks(facts, prose),
        field_table(facts.members, facts, facts.words.member),
        field_table(facts.attributes, facts, facts.words.attribute),
    )
    return markdown.paragraphs(
        above,
        # Before the lists of methods, which have titles: two lists in a row are read as one.
        markdown.bullets([*dependencies, *filter(None, notes)], below=above),
        word_table(
            [facts.words.operator, ""],
            brief_rows(facts.special, facts),
            with_signatures=True,
            sort=facts.words.operators,
        ),
        word_table(
            ["Internal method", ""], brief_rows(facts.internal, facts), with_signatures=True, sort=INTERNAL_METHODS
        ),
        _nested_line(facts),
        *_method_sections(facts, prose),
    )


def _constructor_blocks(facts: ClassFacts, prose: ClassProse) -> list[str]:
    constructor = facts.constructor
    called = (
        callable_section(constructor, _text_about(constructor, prose), facts)
        if constructor
        else form_line(facts.fields_form, facts)
        if facts.fields_form
        else ""
    )
    return [
        annotated_with(facts.annotations, facts),
        called,
        parameter_table(facts.parameters, facts),
        *raised_lines(facts.raises, facts),
    ]


def _method_sections(facts: ClassFacts, prose: ClassProse) -> list[str]:
    return [
        callable_section(method, _text_about(method, prose), facts, _method_title(method, facts))
        for method in facts.methods
    ]


def _method_title(method: CallableDoc, facts: ClassFacts) -> str:
    return method_title(facts.qualname, method.name, is_property=method.form.arguments is None)


def _nested_line(facts: ClassFacts) -> str:
    inside = listing(named(name, page, facts) for name, page in facts.nested)
    return f"{titled(facts.noun)} inside: {inside}." if inside else ""


def _text_about(entry: CallableDoc, prose: ClassProse) -> str:
    own = authored(entry.doc)
    if entry.doc is not None and entry.doc.inherits:
        own = markdown.paragraphs(_inherited(entry), own)
    return text_of(prose.members, entry.name) or own or _inherited(entry)


def _inherited(entry: CallableDoc) -> str:
    """Return the summary of the overridden method, behind the name of its class."""
    if not entry.inherited:
        return ""
    base = f"{entry.overrides}.{entry.name}{'' if entry.form.arguments is None else '()'}"
    return in_words_of(markdown.code(base), entry.inherited)
