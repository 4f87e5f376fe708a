"""What the page of a class is made of: its facts, collected from the target, and the prose that is written about it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from designdoc_assets.analysis.call_signatures import CallSignature, call_signature
from designdoc_assets.analysis.collaborators import Collaborators, collaborators_of
from designdoc_assets.analysis.fields import attributes_of
from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.member_sorts import constructor_in, has_section, is_for_heirs, is_listed_as_special
from designdoc_assets.analysis.members import (
    AttributeDoc,
    CallableDoc,
    Raised,
    callable_of,
    constructor_of,
)
from designdoc_assets.analysis.mentions import quoted_in
from designdoc_assets.analysis.parameter_rows import ParameterRow, undeclared_parameters
from designdoc_assets.analysis.raises import raised_by
from designdoc_assets.artifacts.artifact import MemberText, Prose
from designdoc_assets.artifacts.class_names import in_any_build, links_of, places_of
from designdoc_assets.artifacts.observed import NOTHING, Observed
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.notes import notes_on
from designdoc_assets.artifacts.sections.purposes import class_purpose, is_of_module
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.facts import Class, Function
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.languages.registry import noun_in
from designdoc_assets.program.resolution import Symbol, method_symbol


@dataclass(frozen=True, slots=True)
class ClassFacts(PageFacts):
    """The inputs of a class's page."""

    partition: str
    name: str
    qualname: str
    sort: str
    """The word that pages call it by (`Class.word`), such as "protocol"."""
    purpose: str
    """The text of its author about it, as Markdown; empty if there is none."""
    is_said_above: bool
    """Whether the file's section on the same page already says this text."""
    examples: tuple[str, ...]
    """As in `Doc.examples`."""
    annotations: tuple[str, ...]
    constructor: CallableDoc | None
    """The public method that is documented as the call of the class; None for an enumeration."""
    fields_form: CallSignature | None
    """How it is called, where its fields say so and no method does."""
    parameters: tuple[ParameterRow, ...]
    """Those of the class's doc comment, if it has no constructor of its own."""
    raises: tuple[Raised, ...]
    """Those of the class's doc comment, if it has no constructor of its own."""
    members: tuple[AttributeDoc, ...]
    """The cases of an enumeration, which are not among the attributes."""
    attributes: tuple[AttributeDoc, ...]
    methods: tuple[CallableDoc, ...]
    special: tuple[CallableDoc, ...]
    internal: tuple[CallableDoc, ...]
    nested: tuple[tuple[str, str], ...]
    """Name and page of each class defined in it."""
    collaborators: Collaborators
    notes: tuple[str, ...]


class ClassProse(Prose):
    """What is written about a class: texts about its methods and attributes, which show their doc comments otherwise,
    and notes, which join those of the facts."""

    earlier_schema: ClassVar[str] = "cb6332c0edfc0b75"
    purpose: str
    members: tuple[MemberText, ...]
    notes: tuple[str, ...]
    observed: Observed = NOTHING


def class_facts(key: PartitionKey, survey: Survey) -> ClassFacts:
    """Collect what the page of a class says: the text of its author, its members, collaborators and notes."""
    symbol, cls = survey.class_of(key)
    # Of a class, three things can say how it is made: a method that the language calls for that (`initializer`), the
    # same one if it is shown as the constructor, and the signature that the reader worked out from fields or bases
    # (`cls.constructor`). Calling an enumeration looks a case up, so its initializer stands among the special methods.
    methods = in_any_build(cls, survey).methods if cls.elsewhere else cls.methods
    initializer = constructor_in(methods)
    is_shown = initializer is not None and (initializer.visibility == "public" or is_for_heirs(initializer, cls))
    constructor = initializer if is_shown and cls.sort != "enum" else None
    sections = [method for method in methods if has_section(method, cls)]
    others = [
        method
        for method in methods
        if not (has_section(method, cls) or method.is_for_types) and method is not constructor
    ]
    special = [method for method in others if is_listed_as_special(method)]

    def described(method: Function) -> CallableDoc:
        entry = callable_of(method, raised_by(method, symbol.path, survey, cls))
        first = next((each for each in cls.methods if each.name == method.same_as), None)
        return _with_alias_link(entry, method_symbol(symbol, first), survey) if first else entry

    fields = attributes_of(symbol, cls, survey.relations)
    cases = {attribute.name for attribute in cls.attributes if attribute.sort == "case"}
    purpose = class_purpose(symbol, cls, survey.relations)
    return ClassFacts(
        page=survey.page(Grain.CLASSES, key),
        anchor=survey.layout.place(Grain.CLASSES, key).anchor,
        links=links_of(symbol, cls, quoted_in(purpose), survey),
        language=survey.snapshot.files[symbol.path].facts.language,
        noun=noun_in(symbol.path),
        partition=key,
        name=cls.name,
        qualname=cls.qualname,
        sort=cls.word,
        purpose=purpose,
        is_said_above=is_of_module(purpose, symbol.path, survey.relations)
        and bool(survey.layout.place(Grain.CLASSES, key).anchor),
        examples=cls.doc.examples if cls.doc else (),
        annotations=cls.annotations,
        constructor=constructor_of(cls, constructor, raised_by(constructor, symbol.path, survey, cls))
        if constructor
        else None,
        fields_form=call_signature(cls.name, cls.constructor)
        if cls.constructor is not None and initializer is None
        else None,
        parameters=()
        if constructor
        else tuple(undeclared_parameters(cls.doc, {attribute.name for attribute in cls.attributes})),
        raises=() if constructor or not cls.doc else tuple(Raised(each.name, each.text) for each in cls.doc.raises),
        members=tuple(field for field in fields if field.name in cases),
        attributes=tuple(field for field in fields if field.name not in cases),
        methods=tuple(_overriding(described(method), symbol, survey) for method in sections),
        special=tuple(map(described, special)),
        internal=tuple(described(method) for method in others if method not in special),
        nested=tuple(_nested(symbol, cls, survey)),
        collaborators=collaborators_of(symbol, survey),
        notes=(*notes_on(symbol, cls, survey.relations), *places_of(cls, survey)),
    )


def _overriding(entry: CallableDoc, symbol: Symbol, survey: Survey) -> CallableDoc:
    """Add the base class whose method this one overrides, and that method's summary if this one has no doc comment."""
    for base in survey.relations.resolver.ancestors(symbol):
        if not isinstance(base, Symbol) or base.kind != "class":
            continue
        cls = survey.relations.resolver.class_at(base)
        replaced = next((method for method in cls.methods if method.name == entry.name), None)
        if replaced is not None:
            is_silent = not entry.same_as and (entry.doc is None or entry.doc.inherits)
            says = replaced.doc.summary if replaced.doc and is_silent else ""
            page = survey.address_of(method_symbol(base, replaced)) or ""
            entry = replace(entry, overrides=base.qualname, overrides_page=page, inherited=says)
            return replace(entry, is_asked_for=cls.sort == "interface")
    return entry


def _with_alias_link(entry: CallableDoc, first: Symbol, survey: Survey) -> CallableDoc:
    """Add the address of the method that this one is an alias of."""
    return replace(entry, same_as_page=survey.address_of(first) or "")


def _nested(symbol: Symbol, cls: Class, survey: Survey) -> Iterable[tuple[str, str]]:
    for inner in survey.nested_in.get((symbol.path, cls.qualname), ()):
        yield inner.qualname, survey.address_of(inner) or ""
