"""The attributes of a class as its page shows them: which, with which types, and what is said of them."""

import re
from dataclasses import replace

from designdoc_assets.analysis.member_sorts import constructor_in, is_for_heirs, is_offered
from designdoc_assets.analysis.members import AttributeDoc, field_of, undeclared_attributes
from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.facts import Attribute, Class
from designdoc_assets.languages.linking import External
from designdoc_assets.languages.registry import language
from designdoc_assets.program.paths import DOTTED
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol

_NAMES = re.compile(DOTTED)
_QUOTED = re.compile(r"""(["']).*?\1""")


def attributes_of(symbol: Symbol, cls: Class, relations: Relations) -> tuple[AttributeDoc, ...]:
    """Return the attributes of a class that others may name, those included that only its doc comment describes.

    A name that is a method or property as well is left out: its assignment only stores, or declares, their value. It is
    not where the language tells a field from a method by how it is used.
    """
    are_told_apart = language(relations.file(symbol.path).language).rules.has_fields_apart
    methods = set() if are_told_apart else {method.name for method in cls.methods}
    doc = described_in(cls)
    found = []
    for attribute in cls.attributes:
        if (is_offered(attribute) or is_for_heirs(attribute, cls)) and attribute.name not in methods:
            field = field_of(attribute, doc, is_made=_is_made(attribute, symbol, relations))
            found.append(_as_seen(_typed(field, attribute, symbol, relations), attribute))
    known = methods | {attribute.name for attribute in cls.attributes}
    return (*found, *undeclared_attributes(doc, known))


def described_in(cls: Class) -> Doc | None:
    """Return the doc comment of a class, joined by the attributes that its constructor's doc comment describes."""
    constructor = constructor_in(cls.methods)
    said = constructor.doc if constructor else None
    if said is None or not said.attributes:
        return cls.doc
    own = cls.doc or Doc()
    return replace(own, attributes=(*own.attributes, *said.attributes))


def _is_made(attribute: Attribute, symbol: Symbol, relations: Relations) -> bool:
    """Whether an attribute holds an object of a class of the target, by its value or its declared type."""
    names = filter(None, (attribute.made_by, attribute.type))
    found = (relations.resolver.resolve(symbol.path, name, relations.resolver.class_at(symbol)) for name in names)
    return any(isinstance(meaning, Symbol) and meaning.kind == "class" for meaning in found)


def _as_seen(field: AttributeDoc, attribute: Attribute) -> AttributeDoc:
    """Add that an attribute is for those who inherit it alone."""
    is_seen = attribute.visibility != "protected"
    return field if is_seen else replace(field, text=f"Protected. {field.text}".rstrip())


def _typed(field: AttributeDoc, attribute: Attribute, symbol: Symbol, relations: Relations) -> AttributeDoc:
    """Add the type of an attribute's value, if neither a declaration nor the doc comment gives one."""
    if field.type or field.value or field.is_set_again or not attribute.made_by:
        return field
    meaning = relations.resolver.resolve(symbol.path, attribute.made_by, relations.resolver.class_at(symbol))
    if not isinstance(meaning, Symbol):
        return field
    # An attribute that is set in several places may hold objects of several classes.
    if attribute.call is None or attribute.call.name not in {attribute.made_by, ""}:
        return field
    return replace(field, type=attribute.made_by if meaning.kind == "class" else _result(meaning, relations))


def _result(symbol: Symbol, relations: Relations) -> str:
    """Return the type of what a function returns, if it is the same for all calls; empty if that is not known."""
    function = relations.resolver.function_at(symbol) if symbol.kind in {"function", "method"} else None
    if function is None or function.is_async or function.is_generator or function.overloads or function.annotations:
        return ""
    returns = function.signature.returns or ""
    names = _NAMES.findall(_QUOTED.sub("", returns))
    return returns if names and all(_is_type(name, symbol, relations) for name in names) else ""


def _is_type(name: str, symbol: Symbol, relations: Relations) -> bool:
    """Whether a name in an annotation means the same type everywhere: no type variable, and not `Self`."""
    if name == "None":
        return True
    meaning = relations.resolver.resolve(symbol.path, name)
    if isinstance(meaning, Symbol):
        return meaning.kind == "class"
    homes = relations.resolver.of(symbol.path).types.of_all_files
    return isinstance(meaning, External) and meaning.name.rpartition(".")[0] in homes
