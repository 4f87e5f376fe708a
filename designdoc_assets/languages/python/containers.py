"""What Python's own generic types give: when iterated, subscripted, awaited, called, and by their methods."""

from designdoc_assets.languages.declared_types import ITSELF, DeclaredTypes, TypeExpression

_LISTS = ("list", "List", "deque", "Deque", "Sequence", "MutableSequence", "UserList")
_SETS = ("set", "Set", "frozenset", "FrozenSet", "AbstractSet", "MutableSet", "Collection", "Container", "Reversible")
_TABLES = (
    *("dict", "Dict", "Mapping", "MutableMapping", "OrderedDict", "defaultdict", "DefaultDict", "UserDict"),
    *("WeakKeyDictionary", "WeakValueDictionary", "MappingProxyType"),
)
_STREAMS = (
    *("Iterable", "Iterator", "Generator", "AsyncIterable", "AsyncIterator", "AsyncGenerator"),
    *("KeysView", "ValuesView", "Queue", "chain"),
)

_MANAGERS = ("ContextManager", "AbstractContextManager", "AsyncContextManager", "AbstractAsyncContextManager")
_OF_TABLES = {"get": 1, "pop": 1, "setdefault": 1, "copy": ITSELF}
_OF_LISTS = {"pop": 0, "popleft": 0, "copy": ITSELF}
_OF_MANAGERS = {"__enter__": 0, "__aenter__": 0}


def _form_of(annotation: str) -> TypeExpression:
    """Return the type that an annotation speaks of; the parser is loaded with the first."""
    from designdoc_assets.languages.python.type_expressions import parse_type  # noqa: PLC0415

    return parse_type(annotation)


TYPES = DeclaredTypes(
    parse_type=_form_of,
    aliases=frozenset({"TypeAlias"}),
    types=frozenset({"type", "Type"}),
    of_all_files=frozenset({"builtins", "collections.abc"}),
    libraries=frozenset({"__future__", "_typeshed", "abc", "builtins", "typing", "typing_extensions"}),
    holders=frozenset(
        {
            *("list", "dict", "set", "frozenset", "tuple", "deque", "defaultdict", "ordereddict", "chainmap"),
            *("sequence", "mutablesequence", "mapping", "mutablemapping", "abstractset", "mutableset", "collection"),
            *("iterable", "optional", "union", "final", "classvar", "required", "notrequired", "readonly", "annotated"),
        }
    ),
    first_alone=frozenset({"annotated"}),
    records=frozenset({"TypedDict"}),
    element=dict.fromkeys((*_LISTS, *_SETS, *_TABLES, *_STREAMS), 0),
    item={**dict.fromkeys(_LISTS, 0), **dict.fromkeys(_TABLES, 1)},
    awaited={"Awaitable": 0, "Coroutine": -1, "Future": 0, "Task": 0},
    called={"Callable": -1, "partial": 0, "cached_property": 0},
    tuples=frozenset({"tuple", "Tuple"}),
    results={
        **dict.fromkeys(_TABLES, _OF_TABLES),
        **dict.fromkeys((*_LISTS, *_SETS), _OF_LISTS),
        **dict.fromkeys(_MANAGERS, _OF_MANAGERS),
        "Queue": {"get_nowait": 0},
    },
    waited_for=frozenset({"__aenter__"}),
    tables=frozenset(_TABLES),
    views={"keys": (0,), "values": (1,), "items": (0, 1)},
    managing=frozenset({"contextmanager", "asynccontextmanager"}),
    list_type="list",
    tuple_type="tuple",
    stream_type="Iterable",
    awaitable_type="Awaitable",
    manager_type="ContextManager",
)
