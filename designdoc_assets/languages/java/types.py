"""What Java's declared types say: the text of a type to what it is."""

import re
from functools import lru_cache

from designdoc_assets.languages.declared_types import ITSELF, DeclaredTypes, TypeExpression
from designdoc_assets.languages.engine.type_tokens import TypeTokens

_NOTHING = TypeExpression("")
_ANNOTATION = re.compile(r"@[\w.]+(?:\([^()]*\))?\s*")
_TOKEN = re.compile(r"[^\W\d][\w$]*(?:\.[^\W\d][\w$]*)*|\.\.\.|[^\s\w]")
_CLOSING = {"<": ">", "[": "]"}


@lru_cache(maxsize=16384)
def parse_type(text: str) -> TypeExpression:
    """Return the type that a text speaks of, also as paths name it: `List[Pump]`."""
    try:
        return _Parser(_TOKEN.findall(_ANNOTATION.sub("", text))).type()
    except (IndexError, RecursionError):
        return _NOTHING


class _Parser(TypeTokens):
    def type(self) -> TypeExpression:
        token = self.next()
        if token == "?":
            if self.peek() not in {"extends", "super"}:
                return TypeExpression("Object")
            is_upper = self.next() == "extends"
            bound = self.type()
            return bound if is_upper else TypeExpression("Object")
        if not (token[0].isalpha() or token[0] in "_$"):
            return _NOTHING
        found = TypeExpression(token)
        if self.peek() in _CLOSING and not self._is_array():
            found = TypeExpression(token, tuple(self._arguments(_CLOSING[self.next()])))
        while self._is_array() or self.peek() == "...":
            if self.next() == "[":
                self.next()
            found = TypeExpression("Array", (found,))
        return found

    def _arguments(self, closing: str) -> list[TypeExpression]:
        found: list[TypeExpression] = []
        while self.peek() != closing:
            found.append(self.type())
            if self.peek() == ",":
                self.next()
            elif self.peek() != closing:
                raise IndexError(closing)
        self.next()
        return found

    def _is_array(self) -> bool:
        return self.peek() == "[" and self.peek(1) == "]"


_SEQUENCES = """
    Array ArrayDeque ArrayList BlockingDeque BlockingQueue Collection ConcurrentLinkedDeque ConcurrentLinkedQueue
    CopyOnWriteArrayList CopyOnWriteArraySet Deque HashSet Iterable LinkedBlockingQueue LinkedHashSet LinkedList
    List NavigableSet PriorityQueue Queue SequencedCollection Set SortedSet Stack TreeSet Vector
"""
_MAPS = """
    ConcurrentHashMap ConcurrentMap EnumMap HashMap Hashtable IdentityHashMap LinkedHashMap Map NavigableMap
    SequencedMap SortedMap TreeMap WeakHashMap
"""
_HOLDERS = "AtomicReference Optional Reference SoftReference WeakReference"
_SUPPLIERS = "Supplier Provider ThreadLocal Future CompletableFuture"
_ITERATORS = "Iterator ListIterator"


def _each(names: str, place: int) -> dict[str, int]:
    return dict.fromkeys(names.split(), place)


_OF_SEQUENCES = _each("element get getFirst getLast peek peekFirst peekLast poll pollFirst pollLast pop", 0)
_OF_MAPS = _each("get getOrDefault computeIfAbsent", 1)
_OF_HOLDERS = _each("get orElse orElseThrow orElseGet", 0)
_OF_SUPPLIERS = _each("get join", 0)
_OF_ITERATORS = _each("next previous", 0)
_OF_STREAMS = _each("filter sorted distinct limit skip peek parallel sequential unordered", ITSELF)
_SEQUENCE_NAMES, _MAP_NAMES = _SEQUENCES.split(), _MAPS.split()


def held_in(text: str) -> tuple[str, ...]:
    """Return the names of the types in a type of which what has it holds objects: not those of functions."""
    return tuple(_held(parse_type(text)))


def _held(expression: TypeExpression) -> list[str]:
    name = expression.name.rpartition(".")[2]
    found = [expression.name] if expression.name and expression.name != "Array" else []
    if name in {*_SEQUENCE_NAMES, *_MAP_NAMES, *_HOLDERS.split()}:
        found += [held for argument in expression.arguments for held in _held(argument)]
    return found


TYPES = DeclaredTypes(
    parse_type=parse_type,
    held_in=held_in,
    types=frozenset({"Class"}),
    element={**dict.fromkeys(_SEQUENCE_NAMES, 0)},
    item={"Array": 0},
    results={
        **dict.fromkeys(_SEQUENCE_NAMES, _OF_SEQUENCES),
        **dict.fromkeys(_MAP_NAMES, _OF_MAPS),
        **dict.fromkeys(_HOLDERS.split(), _OF_HOLDERS),
        **dict.fromkeys(_SUPPLIERS.split(), _OF_SUPPLIERS),
        **dict.fromkeys(_ITERATORS.split(), _OF_ITERATORS),
        "Stream": _OF_STREAMS,
    },
    tables=frozenset(_MAP_NAMES),
    views={"keySet": (0,), "values": (1,)},
    list_type="List",
    tuple_type="Pair",
    stream_type="Collection",
)
