"""The constructors that fields make: of dataclasses, of classes of attrs, and of named tuples.

Where anything about the fields cannot be known, such as those of a base from outside, there is no answer.
"""

from collections.abc import Iterator, Sequence

from designdoc_assets.languages.facts import Attribute, Call, Class
from designdoc_assets.languages.python.field_options import (
    FieldsDecorator,
    UnknownFieldsError,
    field_call,
    fields_decorator,
    is_class_variable,
)
from designdoc_assets.languages.python.signatures import written
from designdoc_assets.languages.python.stdlib_names import is_stdlib
from designdoc_assets.languages.resolve import Defined, Resolve
from designdoc_assets.languages.signature_facts import Parameter, ParameterKind, Signature

_NAMED_TUPLE = frozenset({"typing.NamedTuple", "typing_extensions.NamedTuple"})
_ALSO_FIELDLESS = frozenset({"typing_extensions"})
"""Modules beside the standard library whose bases bring no fields."""
_SOME = "..."
"""Stands for a default that a method makes, or that is not written where the field is."""


def constructor_of(symbol: Defined, decorator: FieldsDecorator | None, resolve: Resolve) -> Signature | None:
    """Return the constructor that the fields of a class make; None if they make none, or it is not known.

    Args:
        symbol: The class.
        decorator: The decorator that makes its fields.
        resolve: Tells what names mean.
    """
    if decorator is None:
        fields = _named_tuple_fields(symbol, resolve)
    elif decorator.has_constructor and _knows_bases(symbol, resolve):
        try:
            fields = list(_all_fields(symbol, decorator, resolve))
        except UnknownFieldsError:
            return None
    else:
        return None
    ordered = sorted(fields, key=lambda field: field.kind == "keyword_only")
    return written(Signature(()), ordered) if ordered else None


def _named_tuple_fields(symbol: Defined, resolve: Resolve) -> Sequence[Parameter]:
    """Return the fields of the named tuple that a class is or derives from, if nothing nearer makes its instances."""
    for owner in (symbol, *resolve.ancestors(symbol)):
        if not isinstance(owner, Defined) or owner.kind != "class":
            continue
        cls = resolve.class_at(owner)
        if not _NAMED_TUPLE.isdisjoint(resolve.bases(owner)):
            return [
                Parameter(attribute.name, "positional_or_keyword", attribute.type, attribute.value)
                for attribute in cls.attributes
                if attribute.scope == "class" and attribute.type
            ]
        if any(method.sort == "constructor" for method in cls.methods):
            break
    return ()


def _knows_bases(symbol: Defined, resolve: Resolve) -> bool:
    """Whether all that a class inherits from is known, as far as it may bring fields."""
    ancestors = resolve.ancestors(symbol)
    classes = [symbol, *(base for base in ancestors if isinstance(base, Defined))]
    if any(len(resolve.bases(cls)) < len(set(resolve.class_at(cls).bases)) for cls in classes):
        return False
    outside = (base.partition(".")[0] for base in ancestors if isinstance(base, str))
    return all(module == "builtins" or is_stdlib(module) or module in _ALSO_FIELDLESS for module in outside)


def _all_fields(symbol: Defined, decorator: FieldsDecorator, resolve: Resolve) -> Iterator[Parameter]:
    """Yield the fields of a class, those of its bases first.

    Raises:
        UnknownFieldsError: What is written does not tell.
    """
    fields: dict[str, Parameter] = {}
    bases = [base for base in resolve.ancestors(symbol) if isinstance(base, Defined)]
    for owner in (*reversed(bases), symbol):
        cls = resolve.class_at(owner)
        made_by = fields_decorator(owner, cls, resolve)
        if made_by is None:
            continue
        if made_by.is_attrs != decorator.is_attrs or (
            owner != symbol and decorator.is_attrs and decorator.keyword_only
        ):
            # Versions of attrs differ in what becomes of the fields of bases.
            raise UnknownFieldsError
        for name, field in _fields(owner, cls, made_by, resolve):
            # Of a field that is defined anew, a dataclass keeps the place, and attrs does not.
            if made_by.is_attrs:
                fields.pop(name, None)
            if field is None:
                fields.pop(name, None)
            else:
                fields[name] = field
    yield from fields.values()


def _fields(
    symbol: Defined, cls: Class, decorator: FieldsDecorator, resolve: Resolve
) -> Iterator[tuple[str, Parameter | None]]:
    """Yield the fields of a class by the names of their attributes; None for one that the constructor does not take."""
    keyword_only = decorator.keyword_only
    attributes = [attribute for attribute in cls.attributes if attribute.scope == "class"]
    calls = {attribute.name: field_call(attribute, symbol, resolve) for attribute in attributes}
    only_called = decorator.only_called(any(calls[a.name] is not None and a.type is None for a in attributes))
    for attribute in attributes:
        call = calls[attribute.name]
        if (only_called and call is None) or (not only_called and attribute.type is None):
            continue
        if _head(attribute.type) == "KW_ONLY":
            keyword_only = True
        elif is_class_variable(attribute, symbol, resolve):
            continue
        elif call is not None and _decided(call, "init", otherwise=True) is False:
            yield attribute.name, None
        else:
            is_named = _decided(call, "kw_only", otherwise=keyword_only) if call is not None else keyword_only
            kind: ParameterKind = "keyword_only" if is_named else "positional_or_keyword"
            yield attribute.name, _parameter(attribute, call, kind, cls, decorator)


def _parameter(
    attribute: Attribute, call: Call | None, kind: ParameterKind, cls: Class, decorator: FieldsDecorator
) -> Parameter:
    annotation = attribute.type
    name = attribute.name
    if decorator.is_attrs:
        name = (call.argument("alias") or "").strip("\"'") if call is not None else ""
        name = name or attribute.name.lstrip("_")
        if call is not None:
            annotation = annotation or call.argument("type")
            # What a converter takes is its own matter.
            annotation = None if call.argument("converter") else annotation
    default = attribute.value if call is None else _default(call)
    if default is None and any(f"{attribute.name}.default" in method.annotations for method in cls.methods):
        default = _SOME
    return Parameter(name, kind, annotation, default)


def _default(call: Call) -> str | None:
    """Return the default that a field is declared with.

    Raises:
        UnknownFieldsError: Its options are not written out.
    """
    given = dict(call.arguments)
    if any(value.startswith("**") for keyword, value in call.arguments if not keyword):
        raise UnknownFieldsError
    for keyword in ("default_factory", "factory"):
        if keyword in given:
            return f"{call.name}({keyword}={given[keyword]})"
    return given.get("default", given.get(""))


def _decided(call: Call, option: str, *, otherwise: bool) -> bool:
    """Return an option that is written as `True` or `False`.

    Raises:
        UnknownFieldsError: It is written otherwise.
    """
    written = call.argument(option)
    if written in {"True", "False"}:
        return written == "True"
    if written is None or written == "None":
        return otherwise
    raise UnknownFieldsError


def _head(annotation: str | None) -> str:
    return (annotation or "").strip("\"'").partition("[")[0].rpartition(".")[2]
