"""`class_doc`: what one class is for, its public API, what it depends on, and what its code promises."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from designdoc_assets.analysis.call_forms import Form, form_of
from designdoc_assets.analysis.collaborators import Collaborators, collaborators_of
from designdoc_assets.analysis.fields import attributes_of
from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.member_anchors import method_title
from designdoc_assets.analysis.member_sorts import constructor_in, has_section
from designdoc_assets.analysis.members import (
    Callable,
    Field,
    ParameterRow,
    callable_of,
    constructor_of,
    documented_only,
)
from designdoc_assets.analysis.mentions import quoted_in
from designdoc_assets.analysis.raises import raised_by
from designdoc_assets.analysis.target import class_symbol
from designdoc_assets.artifacts.artifact import Described, Prose, text_of
from designdoc_assets.artifacts.canonical import NOT_SHOWN
from designdoc_assets.artifacts.class_names import links_of, mentioned_in, places_of
from designdoc_assets.artifacts.kind import Kind
from designdoc_assets.artifacts.material import MOST_MEMBERS, most_tokens, source_of_class
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.callables import (
    brief_rows,
    callable_section,
    decorated_with,
    form_line,
    parameter_table,
)
from designdoc_assets.artifacts.sections.collaborators import dependency_lines
from designdoc_assets.artifacts.sections.notes import notes_on
from designdoc_assets.artifacts.sections.purposes import class_purpose
from designdoc_assets.artifacts.sections.tables import field_table, word_table
from designdoc_assets.artifacts.sections.text import (
    MEMBER_LEVEL,
    authored,
    in_words_of,
    listing,
    markdown_of,
    named,
    note_list,
    shown,
)
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.facts import Class, Function
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.markup import markdown
from designdoc_assets.pages.anchors import class_title
from designdoc_assets.program.resolution import Symbol
from designdoc_assets.writing.brief import Brief


@dataclass(frozen=True, slots=True)
class ClassFacts(PageFacts):
    """The inputs of a class's page."""

    partition: str
    name: str
    qualname: str
    sort: str
    source: str = field(metadata=NOT_SHOWN)
    purpose: str
    """What an author says of it."""
    annotations: tuple[str, ...]
    constructor: Callable | None
    fields_form: Form | None
    parameters: tuple[ParameterRow, ...]
    """Those that the docstring describes, of a class without a constructor of its own."""
    members: tuple[Field, ...]
    """Those of an enumeration."""
    attributes: tuple[Field, ...]
    methods: tuple[Callable, ...]
    special: tuple[Callable, ...]
    internal: tuple[Callable, ...]
    nested: tuple[tuple[str, str], ...]
    """Name and page of each class defined in it."""
    collaborators: Collaborators
    notes: tuple[str, ...]


class ClassProse(Prose):
    """What is written about a class. A member without a text shows its docstring; notes join those of the facts."""

    purpose: str
    members: tuple[Described, ...]
    notes: tuple[str, ...]


class ClassDoc(Kind[ClassFacts, ClassProse]):
    """See the module's docstring."""

    name = "class_doc"
    version = 3
    grain = Grain.CLASSES
    description = (
        "Each class, on a page of its own or on that of its file: purpose, public API with signatures as written, "
        "dependencies, notes."
    )
    written_texts: ClassVar[Sequence[str]] = ("purpose",)
    roles: ClassVar[Sequence[str]] = ("class_doc",)

    def facts(self, key: PartitionKey, survey: Survey) -> ClassFacts:
        """Collect the class's symbols, what it uses, and the digest of its own normalised source."""
        symbol, cls = survey.class_of(key)
        makes = constructor_in(cls.methods)
        # Calling an enumeration looks a member up; what makes the members stands among its special methods.
        constructor = None if makes is None or cls.sort == "enum" or makes.visibility != "public" else makes
        sections = [method for method in cls.methods if has_section(method)]
        others = [
            method
            for method in cls.methods
            if not (has_section(method) or method.is_for_types) and method is not constructor
        ]
        special = [
            method
            for method in others
            if method.visibility == "public" and (method.is_special or method.sort == "constructor")
        ]

        def described(method: Function) -> Callable:
            entry = callable_of(method, raised_by(method, symbol.path, survey, cls))
            return _renaming(entry, method, symbol, survey) if method.same_as else entry

        fields = attributes_of(symbol, cls, survey.relations)
        members = {attribute.name for attribute in cls.attributes if attribute.sort == "case"}
        purpose = class_purpose(symbol, cls, survey.relations)
        return ClassFacts(
            page=survey.page(Grain.CLASSES, key),
            anchor=survey.layout.place(Grain.CLASSES, key).anchor,
            links=links_of(symbol, cls, quoted_in(purpose), survey),
            partition=key,
            name=cls.name,
            qualname=cls.qualname,
            sort=cls.word,
            source=cls.digest,
            purpose=purpose,
            annotations=cls.annotations,
            constructor=constructor_of(cls, constructor, raised_by(constructor, symbol.path, survey, cls))
            if constructor
            else None,
            fields_form=form_of(cls.name, cls.constructor) if cls.constructor is not None and makes is None else None,
            parameters=()
            if constructor
            else tuple(documented_only(cls.doc, {attribute.name for attribute in cls.attributes})),
            members=tuple(field for field in fields if field.name in members),
            attributes=tuple(field for field in fields if field.name not in members),
            methods=tuple(_overriding(described(method), symbol, survey) for method in sections),
            special=tuple(map(described, special)),
            internal=tuple(described(method) for method in others if method not in special),
            nested=tuple(_nested(symbol, cls, survey)),
            collaborators=collaborators_of(symbol, survey),
            notes=(*notes_on(symbol, cls, survey.relations), *places_of(cls)),
        )

    def prose(self, key: PartitionKey) -> type[ClassProse]:
        """Return the type of its prose."""
        return ClassProse

    def describe(self, facts: ClassFacts) -> ClassProse:
        """Quote the docstring."""
        return ClassProse(purpose=facts.purpose, members=(), notes=())

    def brief(self, facts: ClassFacts, survey: Survey) -> Brief:
        """Show the class's own source."""
        key = PartitionKey(facts.partition)
        constructor = [facts.constructor] if facts.constructor else []
        members = tuple(dict.fromkeys(entry.name for entry in (*constructor, *facts.methods)))[:MOST_MEMBERS]
        return Brief(
            role=self.name,
            subject=key,
            answer=ClassProse,
            facts={"class": facts.name, "sort": facts.sort},
            material=source_of_class(key, facts.source, survey),
            members=members,
            # What its docstrings name is in the data too.
            known=lambda: self.known_names(facts) | mentioned_in(survey.class_of(key)[1]),
            most_output_tokens=most_tokens(len(members)),
        )

    def described(self, prose: ClassProse) -> Sequence[Described]:
        """Return the texts about members."""
        return prose.members

    def required_sections(self, facts: ClassFacts) -> Sequence[str]:
        """Return the headings of a page of its own."""
        return () if facts.anchor else self.sections

    def render(self, facts: ClassFacts, prose: ClassProse) -> str:
        """Return the region's body."""
        dependencies = dependency_lines(facts.collaborators, facts)
        if facts.anchor:
            return _among_others(facts, prose, dependencies)
        notes = note_list((*facts.notes, *prose.notes), facts)
        purpose, api = shown(prose.purpose, facts), _public_api(facts, prose)
        return markdown.paragraphs(
            *([markdown.heading(2, "Purpose"), purpose] if purpose else []),
            *([markdown.heading(2, "Public API"), *api] if api else []),
            "" if purpose or api or dependencies or notes else "It defines no methods and no attributes.",
            *([markdown.heading(2, "Dependencies"), markdown.bullets(dependencies)] if dependencies else []),
            *([markdown.heading(2, "Notes"), notes] if notes else []),
        )

    def quoted(self, facts: ClassFacts) -> frozenset[str]:
        """Return the docstring of the class, or of the module that is there for it."""
        return frozenset({facts.purpose})

    def known_names(self, facts: ClassFacts) -> frozenset[str]:
        """Return every name that the class defines or mentions."""
        constructor = [facts.constructor] if facts.constructor else []
        callables = [*constructor, *facts.methods, *facts.special, *facts.internal]
        parameters = {row.name.lstrip("*") for entry in callables for row in entry.parameters}
        defined = {entry.name for entry in callables} | {field.name for field in (*facts.members, *facts.attributes)}
        defined |= {row.name for row in facts.parameters} | {name for name, _ in facts.nested}
        return frozenset({facts.name, *facts.links, *parameters, *defined, *facts.collaborators.names()})


def _overriding(entry: Callable, symbol: Symbol, survey: Survey) -> Callable:
    """Add what a method replaces, and what is said of that where nothing is said of the method itself."""
    for base in survey.relations.resolver.ancestors(symbol):
        if not isinstance(base, Symbol) or base.kind != "class":
            continue
        cls = survey.relations.resolver.class_at(base)
        replaced = next((method for method in cls.methods if method.name == entry.name), None)
        if replaced is not None:
            says = replaced.doc.summary if replaced.doc and not entry.doc and not entry.same_as else ""
            page = survey.address_of(Symbol(base.path, f"{base.qualname}.{entry.name}", "method", base.qualname)) or ""
            return replace(entry, overrides=base.qualname, overrides_page=page, inherited=says)
    return entry


def _renaming(entry: Callable, method: Function, symbol: Symbol, survey: Survey) -> Callable:
    """Add where the method is described that one is another name of."""
    named_first = Symbol(symbol.path, f"{symbol.qualname}.{method.same_as}", "method", symbol.qualname)
    return replace(entry, same_as_page=survey.address_of(named_first) or "")


def _public_api(facts: ClassFacts, prose: ClassProse) -> list[str]:
    blocks = _constructor_blocks(facts, prose)
    for title, fields in (("Members", facts.members), ("Attributes", facts.attributes)):
        if table := field_table(fields, facts):
            blocks += [markdown.heading(MEMBER_LEVEL, title), table]
    blocks += _method_sections(facts, prose)
    for title, entries in (("Special methods", facts.special), ("Internal methods", facts.internal)):
        if table := word_table(["Method", ""], brief_rows(entries, facts), with_signatures=True):
            blocks += [markdown.heading(MEMBER_LEVEL, title), table]
    return [block for block in (*blocks, _nested_line(facts)) if block]


def _among_others(facts: ClassFacts, prose: ClassProse, dependencies: Iterable[str]) -> str:
    """Return the body on a page that is shared: tables say themselves what they list, and methods come last."""
    notes = [" ".join(shown(note, facts).split()) for note in (*facts.notes, *prose.notes)]
    return markdown.paragraphs(
        markdown.heading(2, class_title(facts.qualname)),
        shown(prose.purpose, facts),
        *_constructor_blocks(facts, prose),
        field_table(facts.members, facts, "Member"),
        field_table(facts.attributes, facts, "Attribute"),
        word_table(
            ["Special method", ""], brief_rows(facts.special, facts), with_signatures=True, sort="Special methods"
        ),
        word_table(
            ["Internal method", ""], brief_rows(facts.internal, facts), with_signatures=True, sort="Internal methods"
        ),
        _nested_line(facts),
        markdown.bullets([*dependencies, *filter(None, notes)]),
        *_method_sections(facts, prose),
    )


def _constructor_blocks(facts: ClassFacts, prose: ClassProse) -> list[str]:
    constructor = facts.constructor
    called = (
        callable_section(constructor, _text_about(constructor, prose), facts)
        if constructor
        else form_line(facts.fields_form)
        if facts.fields_form
        else ""
    )
    return [decorated_with(facts.annotations), called, parameter_table(facts.parameters, facts)]


def _method_sections(facts: ClassFacts, prose: ClassProse) -> list[str]:
    return [
        callable_section(method, _text_about(method, prose), facts, _method_title(method, facts))
        for method in facts.methods
    ]


def _method_title(method: Callable, facts: ClassFacts) -> str:
    return method_title(facts.qualname, method.name, is_property=method.form.arguments is None)


def _nested_line(facts: ClassFacts) -> str:
    inside = listing(named(name, page, facts) for name, page in facts.nested)
    return f"Classes inside: {inside}." if inside else ""


def _text_about(entry: Callable, prose: ClassProse) -> str:
    return text_of(prose.members, entry.name) or authored(entry.doc) or _inherited(entry)


def _inherited(entry: Callable) -> str:
    """Return what is said of the method that one replaces, and whose words these are."""
    if not entry.inherited:
        return ""
    base = f"{entry.overrides}.{entry.name}{'' if entry.form.arguments is None else '()'}"
    return in_words_of(markdown.code(base), markdown_of(entry.inherited))


def _nested(symbol: Symbol, cls: Class, survey: Survey) -> Iterable[tuple[str, str]]:
    for other in survey.snapshot.files[symbol.path].facts.classes:
        if other.qualname.rpartition(".")[0] == cls.qualname:
            inner = class_symbol(symbol.path, other)
            yield inner.qualname, survey.address_of(inner) or ""


KIND = ClassDoc()
