"""What Rust's declared types say: the text of a type to what it is. References are what they lead to."""

import re
from functools import lru_cache

from designdoc_assets.languages.declared_types import ITSELF, DeclaredTypes, TypeExpression
from designdoc_assets.languages.engine.type_tokens import TypeTokens
from designdoc_assets.languages.rust.paths import POINTERS

_NOTHING = TypeExpression("")
_TOKEN = re.compile(r"\s*('[^\W\d]\w*(?!')|[^\W\d][\w.]*|->|::|.)", re.DOTALL)
_SKIPPED = frozenset({"&", "mut", "dyn", "impl", "const", "*", "::"})
_NO_TYPES = frozenset({"fn", "for", "unsafe", "extern", "?", "!", "_"})
_LISTS = ("Vec", "slice", "VecDeque", "HashSet", "BTreeSet", "BinaryHeap", "LinkedList", "IndexSet", "SmallVec")
_TABLES = ("HashMap", "BTreeMap", "IndexMap")
_GIVEN = ("Option", "Result", "Poll")
_LOOPS = dict.fromkeys(("iter", "iter_mut", "into_iter", "drain"), ITSELF)
_SAME = dict.fromkeys(("as_ref", "as_mut", "as_deref", "as_deref_mut", "take", "cloned", "copied", "clone"), ITSELF)
_TAKEN = dict.fromkeys(("unwrap", "expect", "unwrap_or", "unwrap_or_else", "unwrap_or_default"), 0)


@lru_cache(maxsize=16384)
def parse_type(text: str) -> TypeExpression:
    """Return the type that a text speaks of, also as paths name it: `Vec[Pump]`."""
    try:
        return _Parser(text.replace("::", ".")).type()
    except (IndexError, RecursionError):
        return _NOTHING


class _Parser(TypeTokens):
    def __init__(self, text: str) -> None:
        super().__init__(_TOKEN.findall(text.strip()))

    def type(self) -> TypeExpression:
        token = self.next()
        while token in _SKIPPED or token.startswith("'"):
            token = self.next()
        if token in _NO_TYPES:
            self.to_the_end()
            return _NOTHING
        if token == "[":
            inner = self.type()
            self.until("]")
            return TypeExpression("slice", (inner,))
        if token == "(":
            found = self._arguments(")")
            return TypeExpression("tuple", found) if found else _NOTHING
        if not token.replace(".", "_").isidentifier():
            return _NOTHING
        name = token.strip(".").removeprefix("self.") if token != "self" else token
        arguments: tuple[TypeExpression, ...] = ()
        if self.peek() in {"<", "["}:
            arguments = self._arguments(">" if self.next() == "<" else "]")
        if name.rpartition(".")[2] in POINTERS:
            return next((each for each in arguments if each.name), _NOTHING)
        return TypeExpression(name, arguments)

    def _arguments(self, closing: str) -> tuple[TypeExpression, ...]:
        pieces = self.pieces(closing, "()[]<>")
        return tuple(parse_type(" ".join(piece)) for piece in pieces if piece and not piece[0].startswith("'"))


_WRITTEN = re.compile(r"(?:Fn|FnMut|FnOnce|fn)\s*\([^()]*\)(?:\s*->\s*[\w:<>]+)?|[^\W\d]\w*(?:::[^\W\d]\w*)*")


def held_in(text: str) -> tuple[str, ...]:
    """Return the names of the types in a type of which what has it holds objects: not those of functions."""
    found = (name for name in _WRITTEN.findall(text) if "(" not in name)
    return tuple(name.replace("::", ".").removeprefix("self.") for name in found)


TYPES = DeclaredTypes(
    parse_type=parse_type,
    held_in=held_in,
    element={**dict.fromkeys(_LISTS, 0), "Option": 0},
    item={**dict.fromkeys(_LISTS, 0), **dict.fromkeys(_TABLES, 1), **dict.fromkeys(_GIVEN, 0)},
    results={
        **dict.fromkeys(_LISTS, _LOOPS),
        **{name: {**_SAME, **_TAKEN} for name in _GIVEN},
    },
    tuples=frozenset({"tuple"}),
    list_type="slice",
    tuple_type="tuple",
)
