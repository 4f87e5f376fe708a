"""The attributes of a class as its page shows them."""

from dataclasses import replace

from designdoc_assets.artifacts.analysis.members import Field, field_of, is_public, only_described
from designdoc_assets.source.relations import Relations
from designdoc_assets.source.resolution import Symbol
from designdoc_assets.source.symbols import Attribute, Class


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


def _typed(field: Field, attribute: Attribute, symbol: Symbol, relations: Relations) -> Field:
    """Add the class whose instance an attribute holds, where nothing else says of what type it is."""
    if field.annotation or field.value or not attribute.made_by:
        return field
    meaning = relations.resolver.resolve(symbol.path, attribute.made_by, relations.resolver.class_at(symbol))
    is_class = isinstance(meaning, Symbol) and meaning.kind == "class"
    return replace(field, annotation=attribute.made_by) if is_class else field
