"""What declared types say: the text of one to what it is. Arguments may stand in brackets, as paths have them."""

import re
from functools import lru_cache

from designdoc_assets.languages.declared_types import UNION, DeclaredTypes, TypeExpression
from designdoc_assets.languages.engine.type_tokens import TypeTokens

_NOTHING = TypeExpression("")
_TOKEN = re.compile(r"\s*(?P<token>[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*|=>|\[\]|\"[^\"]*\"|'[^']*'|`[^`]*`|[^\s])")
_NAME = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")
_MISSING = frozenset({"undefined", "null", "void", "never"})
_NO_TYPES = frozenset({"keyof", "typeof", "infer", "unique", "asserts", "new", "abstract"})
_MOST = 2000
"""Characters of a type that is looked at: what is longer is no name of one thing."""


@lru_cache(maxsize=16384)
def parse_type(text: str) -> TypeExpression:
    """Return the type that a text speaks of; what may be missing is what it is otherwise."""
    if len(text) > _MOST:
        return _NOTHING
    parser = _Parser([found["token"] for found in _TOKEN.finditer(text)])
    try:
        expression = parser.union()
    except (IndexError, RecursionError):
        return _NOTHING
    return expression if parser.is_done else _NOTHING


class _Parser(TypeTokens):
    def union(self) -> TypeExpression:
        if self.peek() == "|":
            self.next()
        forms = [self._type()]
        while self.peek() == "|":
            self.next()
            forms.append(self._type())
        told = [expression for expression in forms if expression.name not in _MISSING]
        return told[0] if len(told) == 1 else TypeExpression(UNION, tuple(told)) if told else _NOTHING

    def _type(self) -> TypeExpression:
        token = self.next()
        if token == "readonly":
            return self._type()
        if token == "(":
            inner = self.union()
            self.expect(")")
            return self._suffixed(inner)
        if token == "[":
            return self._suffixed(TypeExpression("tuple", tuple(self._arguments("]"))))
        if token[0] in "\"'`" or token.isdigit():
            return self._suffixed(_NOTHING)
        if not _NAME.fullmatch(token) or token in _NO_TYPES:
            raise IndexError(token)
        if self.peek() in {"<", "["} and not (self.peek() == "[" and self.peek(1) in {"]", ""}):
            closing = ">" if self.next() == "<" else "]"
            quoted = closing == "]" and self.peek()[:1] in {'"', "'"}
            expression = TypeExpression(token, tuple(self._arguments(closing)))
            return self._suffixed(_NOTHING if quoted else expression)
        return self._suffixed(TypeExpression(token))

    def _suffixed(self, expression: TypeExpression) -> TypeExpression:
        while self.peek() == "[]":
            self.next()
            expression = TypeExpression("Array", (expression,))
        if self.peek() in {"=>", "&", "extends", "is", "["}:
            raise IndexError(self.peek())
        return expression

    def _arguments(self, closing: str) -> list[TypeExpression]:
        found: list[TypeExpression] = []
        while self.peek() != closing:
            found.append(self.union())
            if self.peek() == ",":
                self.next()
        self.next()
        return found


_WRITTEN = re.compile(r"(?<![\w$.\"'])[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*(?![\w$]*\s*\??:)")


def held_in(text: str) -> tuple[str, ...]:
    """Return the names of the types in a type of which what has it holds objects: not those of functions."""
    if "=>" in text:
        return ()
    return tuple(dict.fromkeys(_WRITTEN.findall(text)))


TYPES = DeclaredTypes(
    parse_type=parse_type,
    held_in=held_in,
    is_in_docs=True,
    element=dict.fromkeys(("Array", "ReadonlyArray", "Set", "ReadonlySet", "Iterable", "IterableIterator"), 0)
    | {"AsyncIterable": 0, "Generator": 0, "AsyncGenerator": 0, "Iterator": 0},
    item={"Array": 0, "ReadonlyArray": 0, "Record": 1},
    awaited={"Promise": 0, "PromiseLike": 0},
    results={
        **{name: {"get": 1} for name in ("Map", "ReadonlyMap", "WeakMap")},
        **{name: {"pop": 0, "shift": 0, "at": 0, "find": 0} for name in ("Array", "ReadonlyArray")},
    },
    tuples=frozenset({"tuple"}),
    list_type="Array",
    tuple_type="tuple",
    awaitable_type="Promise",
)
