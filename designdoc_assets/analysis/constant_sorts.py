"""Which constants of a module are no values but types: aliases, and type variables."""

import re
from typing import Literal

from designdoc_assets.languages.facts import Attribute, Class, FileFacts, Function, Import

_GENERICS = (
    "Annotated|AsyncGenerator|AsyncIterable|AsyncIterator|Awaitable|Callable|ClassVar|Collection|Coroutine|DefaultDict"
    "|Deque|Dict|Final|FrozenSet|Generator|Iterable|Iterator|KeysView|List|Literal|Mapping|MutableMapping"
    "|MutableSequence|MutableSet|Optional|OrderedDict|Sequence|Set|Tuple|Type|Union|ValuesView"
    "|dict|frozenset|list|set|tuple|type"
)
_GENERIC = re.compile(rf"(?:[\w.]+\.)?(?:{_GENERICS})\[")
_ARGUMENTS = re.compile(r"\[[^\[\]]*\]")
_UNION = re.compile(r"[\w.]+(?: \| [\w.]+)+")
_BUILT_IN = frozenset(
    {
        "None",
        "bool",
        "bytes",
        "complex",
        "dict",
        "float",
        "frozenset",
        "int",
        "list",
        "object",
        "set",
        "str",
        "tuple",
        "type",
    }
)
_MADE_TYPE = re.compile(
    r"(?:[\w.]+\.)?(?:NewType|namedtuple|NamedTuple|TypedDict|(?:Int|Str)?Enum|(?:Int)?Flag|make_dataclass)\(\s*[\"']"
)
"""A call that makes a type of the name that it is given."""
_VARIABLE = re.compile(r"(?:[\w.]+\.)?(?:TypeVar|ParamSpec|TypeVarTuple)\(")


def is_listed(constant: Attribute) -> bool:
    """Whether pages show a constant: of private ones the documented, and those that signatures are made of."""
    return constant.visibility == "public" or bool(constant.doc) or type_sort(constant) == "alias"


def is_shown(constant: Attribute, facts: FileFacts) -> bool:
    """Whether the page of a file shows a constant of it."""
    return not _is_substitute(constant, facts) and is_listed(constant)


def _is_substitute(constant: Attribute, facts: FileFacts) -> bool:
    """Whether a constant is the lack of something: `try: import x / except ImportError: x = None`.

    What is a class or a function in one branch, and set to something in another, is that class or function.
    """
    is_perhaps_set = constant.condition is not None or constant.is_set_again
    at_once = (entry for entry in facts.imports if entry.when in {"always", "optional"})
    imported = (entry for entry in at_once if _bound_by(entry) == constant.name)
    if any(is_perhaps_set or entry.line > constant.line for entry in imported):
        return True
    defined: tuple[Class | Function, ...] = (*facts.classes, *facts.functions)
    named = (each for each in defined if each.qualname == constant.name)
    return any(is_perhaps_set or each.condition is not None for each in named)


def _bound_by(entry: Import) -> str:
    return entry.alias or entry.name or entry.module.partition(".")[0]


def type_sort(constant: Attribute) -> Literal["alias", "variable", ""]:
    """Return whether a constant names a type or a type variable; empty where it holds a value."""
    value = (constant.value or "").removeprefix("(").removesuffix(")" if (constant.value or "").startswith("(") else "")
    if constant.scope == "type_alias":
        return "alias"
    if _VARIABLE.match(value):
        return "variable"
    if constant.type is not None or constant.scope != "module":
        return ""
    return "alias" if _GENERIC.match(value) or _MADE_TYPE.match(value) or _is_union(value) else ""


def _is_union(value: str) -> bool:
    """Whether a value is `A | B` of types; flags, which are joined in the same way, are in capitals."""
    while (plain := _ARGUMENTS.sub("", value)) != value:
        value = plain
    value = value.replace('"', "").replace("'", "")
    members = [member.rpartition(".")[2] for member in value.split(" | ")]
    return bool(_UNION.fullmatch(value)) and all(
        name in _BUILT_IN or (name[:1].isupper() and not name.isupper()) for name in members
    )
