"""What Python's own generic types give: when iterated, subscripted, awaited, called, and by their methods.

An argument is told by its place; `-1` is the last. Types are told by the last segment of their names, since most have
two homes: `typing.Iterator`, `collections.abc.Iterator`.
"""

from collections.abc import Mapping

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

ELEMENT: Mapping[str, int] = dict.fromkeys((*_LISTS, *_SETS, *_TABLES, *_STREAMS), 0)
"""What a loop over it gives."""
ITEM: Mapping[str, int] = {**dict.fromkeys(_LISTS, 0), **dict.fromkeys(_TABLES, 1)}
"""What stands under a subscript."""
AWAITED: Mapping[str, int] = {"Awaitable": 0, "Coroutine": -1, "Future": 0, "Task": 0}
CALLED: Mapping[str, int] = {"Callable": -1, "partial": 0, "cached_property": 0}
ENTERED: Mapping[str, int] = dict.fromkeys(
    ("ContextManager", "AbstractContextManager", "AsyncContextManager", "AbstractAsyncContextManager"), 0
)
TUPLES = frozenset({"tuple", "Tuple"})
"""Types that have an argument for each place."""
ITSELF = -2
"""In place of an argument: the same type again."""
_OF_TABLES = {"get": 1, "pop": 1, "setdefault": 1, "copy": ITSELF}
_OF_LISTS = {"pop": 0, "popleft": 0, "copy": ITSELF}
_OF_MANAGERS = {"__enter__": 0, "__aenter__": 0}
RESULTS: Mapping[str, Mapping[str, int]] = {
    **dict.fromkeys(_TABLES, _OF_TABLES),
    **dict.fromkeys((*_LISTS, *_SETS), _OF_LISTS),
    **dict.fromkeys(ENTERED, _OF_MANAGERS),
    "Queue": {"get_nowait": 0},
}
"""What the methods of a type return."""
ASYNC = frozenset({"__aenter__"})
"""Those of them that are to be waited for."""
VIEWS: Mapping[str, tuple[int, ...]] = {"keys": (0,), "values": (1,), "items": (0, 1)}
"""What loops over the views of a table give."""
TABLES = frozenset(_TABLES)
MANAGING = frozenset({"contextmanager", "asynccontextmanager"})
"""Decorators of generators that make a context manager of what they yield."""
