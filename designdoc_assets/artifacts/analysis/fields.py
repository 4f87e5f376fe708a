"""The attributes of a class as its page shows them, and the constructor that its fields make."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from designdoc_assets.artifacts.analysis.call_forms import Form, form_of_fields
from designdoc_assets.artifacts.analysis.members import Field, field_of, is_public, only_described
from designdoc_assets.source.relations import Relations
from designdoc_assets.source.resolution import Symbol
from designdoc_assets.source.symbols import Attribute, Class, Parameter, ParameterKind


def attributes_of(symbol: Symbol, cls: Class, relations: Relations) -> tuple[Field, ...]:
    """Return the public attributes of a class, those included that only its docstring knows of.

    What is a method or property as well stands among these: the assignment stores, or declares, their value.
    """
    methods = {method.name for method in cls.methods}
    found = [
        _typed(field_of(attribute, cls.docstring), attribute, symbol, relations)
        for attribute in cls.attributes
        if is_public(attribute.name) and attribute.name not in methods
    ]
    names = methods | {attribute.name for attribute in cls.attributes}
    return (*found, *(field for field in only_described(cls.docstring, names) if is_public(field.name)))


def constructor_form(symbol: Symbol, cls: Class, sort: str, relations: Relations) -> Form | None:
    """Return the constructor that the fields of a dataclass or named tuple make, those of its bases first."""
    if sort not in {"dataclass", "named tuple"}:
        return None
    fields: dict[str, Parameter] = {}
    for owner in (*reversed(list(_bases(symbol, relations))), cls):
        for field in _fields(owner):
            # A field that is defined anew keeps its place.
            fields[field.name] = field
    ordered = sorted(fields.values(), key=lambda field: field.kind == "keyword_only")
    return form_of_fields(cls.name, ordered) if ordered else None


def _typed(field: Field, attribute: Attribute, symbol: Symbol, relations: Relations) -> Field:
    """Add the class whose instance an attribute holds, where nothing else says of what type it is."""
    if field.annotation or field.value or not attribute.made_by:
        return field
    meaning = relations.resolver.resolve(symbol.path, attribute.made_by, relations.resolver.class_at(symbol))
    is_class = isinstance(meaning, Symbol) and meaning.kind == "class"
    return replace(field, annotation=attribute.made_by) if is_class else field


def _bases(symbol: Symbol, relations: Relations) -> Iterator[Class]:
    for base in relations.resolver.ancestors(symbol):
        if isinstance(base, Symbol) and base.kind == "class":
            cls = relations.resolver.class_at(base)
            if any(_name(decorator) == "dataclass" for decorator in cls.decorators):
                yield cls


def _fields(cls: Class) -> Iterable[Parameter]:
    keyword_only = any("kw_only=True" in _tight(decorator) for decorator in cls.decorators)
    for attribute in cls.attributes:
        annotation, value = attribute.annotation or "", attribute.value
        if attribute.scope != "class" or not annotation:
            continue
        if _name(annotation) == "KW_ONLY":
            keyword_only = True
        elif "ClassVar" not in annotation and "init=False" not in _tight(value or ""):
            only_named = keyword_only or "kw_only=True" in _tight(value or "")
            kind: ParameterKind = "keyword_only" if only_named else "positional_or_keyword"
            yield Parameter(attribute.name, kind, annotation, value)


def _name(written: str) -> str:
    return written.partition("(")[0].rpartition(".")[2]


def _tight(text: str) -> str:
    return text.replace(" ", "")
