"""What sort of class a class is, from its bases and decorators, as far as these can be resolved."""

from collections.abc import Iterable

from designdoc_assets.artifacts.analysis.field_options import maker_of
from designdoc_assets.source.relations import Relations
from designdoc_assets.source.resolution import External, Symbol
from designdoc_assets.source.symbols import Class

_BY_BASE = {
    "typing.Protocol": "protocol",
    "typing_extensions.Protocol": "protocol",
    "enum.Enum": "enumeration",
    "enum.IntEnum": "enumeration",
    "enum.StrEnum": "enumeration",
    "enum.Flag": "enumeration",
    "enum.IntFlag": "enumeration",
    "typing.NamedTuple": "named tuple",
    "collections.namedtuple": "named tuple",
    "typing.TypedDict": "typed dictionary",
    "typing_extensions.TypedDict": "typed dictionary",
    "pydantic.BaseModel": "pydantic model",
    "builtins.BaseException": "exception",
    "builtins.type": "metaclass",
    "abc.ABCMeta": "metaclass",
    "enum.EnumMeta": "metaclass",
}
_EXCEPTION_SUFFIXES = ("Error", "Exception", "Warning", "Exit", "Interrupt", "Group", "Iteration")


def sort_of(symbol: Symbol, cls: Class, relations: Relations) -> str:
    """Return `class`, `dataclass`, `enumeration`, `protocol`, `exception`, `abstract class` and the like."""
    ancestors = relations.resolver.ancestors(symbol)
    direct = {base.name for base in relations.resolver.bases(symbol) if isinstance(base, External)}
    if any(_BY_BASE.get(name) == "protocol" for name in direct):
        return "protocol"
    for name in (base.name for base in ancestors if isinstance(base, External)):
        found = _BY_BASE.get(name)
        if found and found != "protocol":
            return found
        if name.startswith("builtins.") and name.endswith(_EXCEPTION_SUFFIXES):
            return "exception"
    maker = maker_of(symbol, cls, relations)
    if maker is not None:
        return "attrs class" if maker.is_attrs else "dataclass"
    if any(call.name.rpartition(".")[2] == "dataclass" for call in cls.decorator_calls):
        return "dataclass"
    if is_abstract(cls, direct):
        return "abstract class"
    return "class"


def is_abstract(cls: Class, direct_bases: Iterable[str]) -> bool:
    """Whether a class declares itself abstract, has such methods, or implements none of, or few of, its methods.

    A class that refuses one of many calls is not abstract: it does not support that one.
    """
    declares = "abc.ABC" in set(direct_bases) or any("ABCMeta" in keyword for keyword in cls.keywords)
    if declares or any(method.is_declared_abstract for method in cls.methods):
        return True
    methods = [method for method in cls.methods if method.name not in {"__init__", "__repr__"}]
    missing = sum(method.is_abstract for method in methods)
    return bool(missing) and 3 * missing >= len(methods)
