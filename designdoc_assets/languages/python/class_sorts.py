"""What sort of class a class is, from its bases and decorators, as far as these can be resolved."""

from typing import NamedTuple

from designdoc_assets.languages.facts import Call, Class, ClassSort
from designdoc_assets.languages.python.field_options import FieldsDecorator
from designdoc_assets.languages.resolve import Defined, Resolve


class SortOfClass(NamedTuple):
    """A sort that all languages know, and the word that those who write Python have for it."""

    sort: ClassSort
    word: str


PROTOCOL = SortOfClass("protocol", "protocol")
_ENUMERATION = SortOfClass("enum", "enumeration")
_NAMED_TUPLE = SortOfClass("record", "named tuple")
_TYPED_DICTIONARY = SortOfClass("record", "typed dictionary")
_EXCEPTION = SortOfClass("exception", "exception")
_METACLASS = SortOfClass("class", "metaclass")
_DATACLASS = SortOfClass("record", "dataclass")
_ABSTRACT = SortOfClass("abstract class", "abstract class")
_PLAIN = SortOfClass("class", "class")
_BY_BASE = {
    "typing.Protocol": PROTOCOL,
    "typing_extensions.Protocol": PROTOCOL,
    "enum.Enum": _ENUMERATION,
    "enum.IntEnum": _ENUMERATION,
    "enum.StrEnum": _ENUMERATION,
    "enum.Flag": _ENUMERATION,
    "enum.IntFlag": _ENUMERATION,
    "enum.ReprEnum": _ENUMERATION,
    "typing.NamedTuple": _NAMED_TUPLE,
    "typing_extensions.NamedTuple": _NAMED_TUPLE,
    "collections.namedtuple": _NAMED_TUPLE,
    "typing.TypedDict": _TYPED_DICTIONARY,
    "typing_extensions.TypedDict": _TYPED_DICTIONARY,
    "pydantic.BaseModel": SortOfClass("record", "pydantic model"),
    "builtins.BaseException": _EXCEPTION,
    "builtins.type": _METACLASS,
    "abc.ABCMeta": _METACLASS,
    "enum.EnumMeta": _METACLASS,
    "enum.EnumType": _METACLASS,
}
_EXCEPTION_SUFFIXES = ("Error", "Exception", "Warning", "Exit", "Interrupt", "Group", "Iteration")


def sort_of(symbol: Defined, cls: Class, decorator: FieldsDecorator | None, resolve: Resolve) -> SortOfClass:
    """Return what sort of class a class is; `decorator` is the decorator that makes its fields."""
    direct = resolve.bases(symbol)
    if any(_BY_BASE.get(base) is PROTOCOL for base in direct if isinstance(base, str)):
        return PROTOCOL
    for name in resolve.ancestors(symbol) if direct else ():
        if isinstance(name, str):
            found = _BY_BASE.get(name)
            if found is not None and found is not PROTOCOL:
                return found
            if name.startswith("builtins.") and name.endswith(_EXCEPTION_SUFFIXES):
                return _EXCEPTION
    if decorator is not None:
        return SortOfClass("record", "attrs class") if decorator.is_attrs else _DATACLASS
    if any(_is_named_dataclass(call, symbol, resolve) for call in cls.annotation_calls):
        return _DATACLASS
    if "abc.ABC" in direct or _is_made_abstract(symbol, cls, resolve) or _is_abstract(cls):
        return _ABSTRACT
    return _PLAIN


def _is_abstract(cls: Class) -> bool:
    """Whether a class declares abstract methods, or implements none of, or few of, its methods.

    A class that refuses one of many calls is not abstract: it does not support that one.
    """
    if any(method.is_declared_abstract for method in cls.methods):
        return True
    methods = [method for method in cls.methods if method.name not in {"__init__", "__repr__"}]
    missing = sum(method.is_abstract for method in methods)
    return bool(missing) and 3 * missing >= len(methods)


def _is_named_dataclass(call: Call, symbol: Defined, resolve: Resolve) -> bool:
    """Whether a decorator is called `dataclass` and is, as far as can be seen, no other thing of the target."""
    meaning = resolve.meaning(symbol.path, call.name) if call.name.rpartition(".")[2] == "dataclass" else None
    return isinstance(meaning, str) or (isinstance(meaning, Defined) and meaning.kind == "constant")


def _is_made_abstract(symbol: Defined, cls: Class, resolve: Resolve) -> bool:
    """Whether a class has the metaclass of abstract classes."""
    written = next((heir.type for heir in cls.heritage if heir.relation == "metaclass"), "")
    # One that builds on it has some other purpose: classes made by it can be as concrete as any.
    return bool(written) and resolve.meaning(symbol.path, written) == "abc.ABCMeta"
