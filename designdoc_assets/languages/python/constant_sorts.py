"""Which constants of a module are no values but types: aliases, and type variables."""

import re
from dataclasses import replace

from designdoc_assets.languages.facts import Attribute, AttributeSort

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
_ANY = re.compile(r"(?:\w+\.)?Any\Z")
_VARIABLE = re.compile(r"(?:[\w.]+\.)?(?:TypeVar|ParamSpec|TypeVarTuple)\(")


def sorted_out(constant: Attribute) -> Attribute:
    """Return a constant of a module as what it is: a value, another name for a type, or a type variable."""
    sort = _sort_of(constant)
    return replace(constant, sort=sort) if sort != constant.sort else constant


def _sort_of(constant: Attribute) -> AttributeSort:
    value = (constant.value or "").removeprefix("(").removesuffix(")" if (constant.value or "").startswith("(") else "")
    if constant.scope == "type_alias":
        return "alias"
    if _VARIABLE.match(value):
        return "type variable"
    if constant.type is not None or constant.scope != "module":
        return "value"
    forms = (_GENERIC, _MADE_TYPE, _ANY)
    return "alias" if any(form.match(value) for form in forms) or _is_union(value) else "value"


def _is_union(value: str) -> bool:
    """Whether a value is `A | B` of types; flags, which are joined in the same way, are in capitals."""
    while (plain := _ARGUMENTS.sub("", value)) != value:
        value = plain
    value = value.replace('"', "").replace("'", "")
    members = [member.rpartition(".")[2] for member in value.split(" | ")]
    return bool(_UNION.fullmatch(value)) and all(
        name in _BUILT_IN or (name[:1].isupper() and not name.isupper()) for name in members
    )
