"""What sort of class a class is, from its bases and decorators, as far as these can be resolved."""

from designdoc_assets.analysis.field_options import maker_of
from designdoc_assets.languages.facts import Call, Class
from designdoc_assets.languages.linking import External
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol

_BY_BASE = {
    "typing.Protocol": "protocol",
    "typing_extensions.Protocol": "protocol",
    "enum.Enum": "enumeration",
    "enum.IntEnum": "enumeration",
    "enum.StrEnum": "enumeration",
    "enum.Flag": "enumeration",
    "enum.IntFlag": "enumeration",
    "enum.ReprEnum": "enumeration",
    "typing.NamedTuple": "named tuple",
    "typing_extensions.NamedTuple": "named tuple",
    "collections.namedtuple": "named tuple",
    "typing.TypedDict": "typed dictionary",
    "typing_extensions.TypedDict": "typed dictionary",
    "pydantic.BaseModel": "pydantic model",
    "builtins.BaseException": "exception",
    "builtins.type": "metaclass",
    "abc.ABCMeta": "metaclass",
    "enum.EnumMeta": "metaclass",
    "enum.EnumType": "metaclass",
}
_ABSTRACT_METACLASS = "abc.ABCMeta"
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
    if any(_is_named_dataclass(call, symbol, relations) for call in cls.annotation_calls):
        return "dataclass"
    if "abc.ABC" in direct or _has_abstract_metaclass(symbol, cls, relations) or is_abstract(cls):
        return "abstract class"
    return "class"


def is_abstract(cls: Class) -> bool:
    """Whether a class declares abstract methods, or implements none of, or few of, its methods.

    A class that refuses one of many calls is not abstract: it does not support that one.
    """
    if any(method.is_declared_abstract for method in cls.methods):
        return True
    methods = [method for method in cls.methods if method.name not in {"__init__", "__repr__"}]
    missing = sum(method.is_abstract for method in methods)
    return bool(missing) and 3 * missing >= len(methods)


def _is_named_dataclass(call: Call, symbol: Symbol, relations: Relations) -> bool:
    """Whether a decorator is called `dataclass` and is, as far as can be seen, no other thing of the target."""
    meaning = (
        relations.resolver.resolve(symbol.path, call.name) if call.name.rpartition(".")[2] == "dataclass" else None
    )
    return isinstance(meaning, External) or (isinstance(meaning, Symbol) and meaning.kind == "constant")


def _has_abstract_metaclass(symbol: Symbol, cls: Class, relations: Relations) -> bool:
    written = next((word.partition("=")[2] for word in cls.keywords if word.startswith("metaclass=")), "")
    meaning = relations.resolver.resolve(symbol.path, written) if written else None
    if isinstance(meaning, Symbol) and meaning.kind == "class":
        ancestors = relations.resolver.ancestors(meaning)
        return any(isinstance(base, External) and base.name == _ABSTRACT_METACLASS for base in ancestors)
    return isinstance(meaning, External) and meaning.name == _ABSTRACT_METACLASS
