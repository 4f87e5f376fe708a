"""`class_doc`: what one class is for, its public API, what it depends on, and what its code promises."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from designdoc_assets.artifacts.classification import sort_of
from designdoc_assets.artifacts.collaborators import Collaborators, collaborators_of, dependency_lines
from designdoc_assets.artifacts.kind import Grain, Kind, PageFacts, Prose
from designdoc_assets.artifacts.members import (
    Callable,
    Field,
    Form,
    callable_of,
    constructor_of,
    field_of,
    fields_form,
    is_public,
    is_special,
)
from designdoc_assets.artifacts.notes import notes_on
from designdoc_assets.artifacts.purposes import class_purpose
from designdoc_assets.artifacts.sections.callables import (
    LONGEST_HEADING,
    brief_rows,
    callable_section,
    field_table,
)
from designdoc_assets.artifacts.sections.text import MEMBER_LEVEL, authored, markdown_of, shown
from designdoc_assets.artifacts.survey import Survey, names_in, quoted_in, quoted_names
from designdoc_assets.pages import markdown
from designdoc_assets.source.keys import PartitionKey
from designdoc_assets.source.resolution import Symbol
from designdoc_assets.source.symbols import Attribute, Class, Function

_CONSTRUCTORS = ("__init__", "__new__")


@dataclass(frozen=True, slots=True)
class ClassFacts(PageFacts):
    """The inputs of a class's page."""

    name: str
    sort: str
    source: str
    purpose: str
    has_docstring: bool
    decorators: tuple[str, ...]
    constructor: Callable | None
    fields_form: Form | None
    attributes: tuple[Field, ...]
    methods: tuple[Callable, ...]
    special: tuple[Callable, ...]
    internal: tuple[Callable, ...]
    collaborators: Collaborators
    notes: tuple[str, ...]


class ClassProse(Prose):
    """What is written about a class: its purpose, a text for each method by name, and notes."""

    purpose: str
    members: Mapping[str, str] = {}
    notes: Sequence[str] = ()


class ClassDoc(Kind[ClassFacts, ClassProse]):
    """See the module's docstring."""

    name = "class_doc"
    grain = Grain.CLASSES
    description = "A page per class: purpose, public API with signatures as written, dependencies, notes."
    sections: ClassVar[Sequence[str]] = ("Purpose", "Public API")
    asks_model = True

    def facts(self, key: PartitionKey, survey: Survey) -> ClassFacts:
        """Collect the class's symbols, what it uses, and the digest of its own normalised source."""
        symbol, cls = survey.class_of(key)
        sort = sort_of(symbol, cls, survey.relations)
        constructor = next((m for name in _CONSTRUCTORS for m in cls.methods if m.name == name), None)
        public = [method for method in cls.methods if is_public(method.name)]
        others = [method for method in cls.methods if not is_public(method.name) and method is not constructor]
        attributes = [attribute for attribute in cls.attributes if is_public(attribute.name)]
        fields = tuple(field_of(attribute, cls.docstring) for attribute in attributes)
        return ClassFacts(
            page=survey.page(Grain.CLASSES, key),
            links=survey.links(symbol.path, sorted(_mentioned(cls)), cls),
            name=cls.name,
            sort=sort,
            source=cls.digest,
            purpose=class_purpose(symbol, cls, survey.relations),
            has_docstring=cls.docstring is not None,
            decorators=cls.decorators,
            constructor=constructor_of(cls, constructor) if constructor else None,
            fields_form=_fields_form(cls, sort) if constructor is None else None,
            attributes=fields,
            methods=tuple(_overriding(callable_of(method), symbol, survey) for method in public),
            special=tuple(callable_of(method) for method in others if is_special(method.name)),
            internal=tuple(callable_of(method) for method in others if not is_special(method.name)),
            collaborators=collaborators_of(symbol, survey),
            notes=tuple(notes_on(symbol, cls, survey.relations)),
        )

    def describe(self, facts: ClassFacts) -> ClassProse:
        """Quote the docstrings, or say what the class has."""
        shown_methods = [*([facts.constructor] if facts.constructor else []), *facts.methods]
        return ClassProse(
            purpose=facts.purpose,
            members={entry.name: authored(entry.doc) or markdown_of(entry.inherited) for entry in shown_methods},
            notes=facts.notes,
        )

    def render(self, facts: ClassFacts, prose: ClassProse) -> str:
        """Return the page's body."""
        dependencies = markdown.bullets(dependency_lines(facts.collaborators, facts))
        notes = markdown.bullets(" ".join(shown(note, facts).split()) for note in prose.notes)
        return markdown.paragraphs(
            markdown.heading(2, "Purpose"),
            shown(prose.purpose, facts),
            markdown.heading(2, "Public API"),
            *(_public_api(facts, prose) or ["No public members of its own."]),
            *([markdown.heading(2, "Dependencies"), dependencies] if dependencies else []),
            *([markdown.heading(2, "Notes"), notes] if notes else []),
        )

    def quoted(self, facts: ClassFacts) -> frozenset[str]:
        """Return the docstrings of the class and its members, and the notes, which the code states."""
        constructor = [facts.constructor] if facts.constructor else []
        docs = (authored(entry.doc) or markdown_of(entry.inherited) for entry in (*constructor, *facts.methods))
        return frozenset({*docs, *facts.notes, *([facts.purpose] if facts.has_docstring else [])})

    def known_names(self, facts: ClassFacts) -> frozenset[str]:
        """Return every name that the class defines or mentions."""
        constructor = [facts.constructor] if facts.constructor else []
        callables = [*constructor, *facts.methods, *facts.special, *facts.internal]
        parameters = {row.name.lstrip("*") for entry in callables for row in entry.parameters}
        defined = {entry.name for entry in callables} | {field.name for field in facts.attributes}
        return frozenset({facts.name, *facts.links, *parameters, *defined, *facts.collaborators.names()})


def _overriding(entry: Callable, symbol: Symbol, survey: Survey) -> Callable:
    """Add what a method replaces, and what is said of that where nothing is said of the method itself."""
    for base in survey.relations.resolver.ancestors(symbol):
        if not isinstance(base, Symbol) or base.kind != "class":
            continue
        cls = survey.relations.resolver.class_at(base)
        replaced = next((method for method in cls.methods if method.name == entry.name), None)
        if replaced is not None:
            says = replaced.docstring.summary if replaced.docstring and not entry.doc else ""
            page = survey.page_of(base) or ""
            return replace(entry, overrides=base.qualname, overrides_page=page, inherited=says)
    return entry


def _public_api(facts: ClassFacts, prose: ClassProse) -> list[str]:
    constructor = facts.constructor
    blocks = [_decorators(facts)]
    if constructor:
        blocks.append(callable_section(constructor, prose.members.get(constructor.name, ""), facts))
    elif facts.fields_form:
        blocks += _form_heading(facts.fields_form)
    fields = field_table(facts.attributes, facts)
    if fields:
        title = "Members" if facts.sort == "enumeration" else "Attributes"
        blocks += [markdown.heading(MEMBER_LEVEL, title), fields]
    blocks += [callable_section(method, prose.members.get(method.name, ""), facts) for method in facts.methods]
    for title, entries in (("Special methods", facts.special), ("Internal methods", facts.internal)):
        rows = brief_rows(entries, facts)
        if rows:
            blocks += [markdown.heading(MEMBER_LEVEL, title), markdown.table(["Method", ""], rows)]
    return [block for block in blocks if block]


def _decorators(facts: ClassFacts) -> str:
    if not facts.decorators:
        return ""
    return "Decorated with " + ", ".join(markdown.code(f"@{name}") for name in facts.decorators) + "."


def _form_heading(form: Form) -> list[str]:
    if len(form.line) > LONGEST_HEADING:
        return [markdown.heading(MEMBER_LEVEL, markdown.code(form.name)), markdown.fence(form.block, "python")]
    return [markdown.heading(MEMBER_LEVEL, markdown.code(form.line))]


def _fields_form(cls: Class, sort: str) -> Form | None:
    if sort not in {"dataclass", "named tuple"}:
        return None
    fields = [field_of(a) for a in cls.attributes if a.scope == "class" and a.annotation and _is_field(a)]
    keyword_only = any("kw_only=True" in decorator.replace(" ", "") for decorator in cls.decorators)
    return fields_form(cls.name, fields, keyword_only=keyword_only) if fields else None


def _is_field(attribute: Attribute) -> bool:
    return "ClassVar" not in (attribute.annotation or "") and "init=False" not in (attribute.value or "").replace(
        " ", ""
    )


def _mentioned(cls: Class) -> set[str]:
    names = quoted_names(cls.docstring) | names_in(*cls.bases)
    for method in cls.methods:
        names |= _mentioned_by(method)
    for attribute in cls.attributes:
        names |= names_in(attribute.annotation) | quoted_in(attribute.docstring or "")
    return names


def _mentioned_by(method: Function) -> set[str]:
    forms = (method.signature, *method.overloads)
    annotations = [parameter.annotation for form in forms for parameter in form.parameters]
    return (
        names_in(*annotations, *(form.returns for form in forms)) | quoted_names(method.docstring) | set(method.raises)
    )


KIND = ClassDoc()
