"""What makes a class a dataclass or a class of attrs, and which of its attributes are declared as fields."""

from dataclasses import dataclass

from designdoc_assets.languages.facts import Attribute, Call, Class
from designdoc_assets.languages.resolve import Defined, Resolve

_DATACLASS = frozenset({"dataclasses.dataclass", "pydantic.dataclasses.dataclass"})
_ATTRS_OF_OLD = frozenset({"attr.s", "attr.attrs", "attr.attributes"})
"""They take fields from calls alone, unless told otherwise."""
_ATTRS_FROZEN = frozenset({"attr.frozen", "attrs.frozen"})
_ATTRS = frozenset({"attr.define", "attr.mutable", "attrs.define", "attrs.mutable"}) | _ATTRS_FROZEN
_ATTRS_DATACLASS = "attr.dataclass"
_DECORATORS = _DATACLASS | _ATTRS_OF_OLD | _ATTRS | {_ATTRS_DATACLASS}
_FIELD_CALLS = frozenset({"dataclasses.field", "attr.ib", "attr.attrib", "attr.field", "attrs.field"})
_CLASS_VARIABLE = frozenset({"typing.ClassVar", "typing_extensions.ClassVar"})
_LEADS_ELSEWHERE = frozenset({"these", "field_transformer"})
"""Options of attrs that make other fields than those that are written."""


class UnknownFieldsError(Exception):
    """What a constructor takes cannot be known without running the code."""


@dataclass(frozen=True, slots=True)
class FieldsDecorator:
    """The decorator that makes the fields of a class."""

    name: str
    """Its full name."""
    call: Call

    @property
    def is_attrs(self) -> bool:
        """Whether it is one of attrs."""
        return self.name not in _DATACLASS

    @property
    def has_constructor(self) -> bool:
        """Whether it makes a constructor, of the fields that are written."""
        options = dict(self.call.arguments)
        is_plain = "" not in options and _LEADS_ELSEWHERE.isdisjoint(options)
        is_decided = options.get("kw_only", "False") in {"True", "False"}
        return is_plain and is_decided and options.get("init", "True") == "True"

    @property
    def keyword_only(self) -> bool:
        """Whether fields are given by keyword, unless one says otherwise."""
        return self.call.argument("kw_only") == "True"

    @property
    def is_frozen(self) -> bool:
        """Whether attributes of its instances cannot be set."""
        return self.call.argument("frozen") == "True" or (
            self.name in _ATTRS_FROZEN and self.call.argument("frozen") is None
        )

    def only_called(self, has_bare: bool) -> bool:
        """Return whether only what is declared by a call is a field; `has_bare`: one such has no annotation."""
        told = self.call.argument("auto_attribs")
        if not self.is_attrs or self.name == _ATTRS_DATACLASS or told == "True":
            return False
        return told == "False" or self.name in _ATTRS_OF_OLD or has_bare


def fields_decorator(symbol: Defined, cls: Class, resolve: Resolve) -> FieldsDecorator | None:
    """Return the decorator that makes the fields of a class; None if it is none of those."""
    for call in cls.annotation_calls:
        meaning = resolve.meaning(symbol.path, call.name) if call.name else None
        if isinstance(meaning, str) and meaning in _DECORATORS:
            return FieldsDecorator(meaning, call)
    return None


def field_call(attribute: Attribute, symbol: Defined, resolve: Resolve) -> Call | None:
    """Return the call that declares an attribute as a field: `field(default=1)`."""
    if attribute.call is None or not attribute.call.name:
        return None
    meaning = resolve.meaning(symbol.path, attribute.call.name)
    return attribute.call if isinstance(meaning, str) and meaning in _FIELD_CALLS else None


def is_class_variable(attribute: Attribute, symbol: Defined, resolve: Resolve) -> bool:
    """Whether an attribute is annotated as one of the class, and so is no field."""
    head = (attribute.type or "").strip("\"'").partition("[")[0].strip()
    if head.rpartition(".")[2] == "ClassVar":
        return True
    meaning = resolve.meaning(symbol.path, head) if head.isidentifier() else None
    return isinstance(meaning, str) and meaning in _CLASS_VARIABLE
