"""What Go's declared types say: the text of a type to what it is."""

import re
from functools import lru_cache

from designdoc_assets.languages.declared_types import DeclaredTypes, TypeExpression
from designdoc_assets.languages.engine.type_tokens import TypeTokens

_NOTHING = TypeExpression("")
_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)?")
_TOKEN = re.compile(
    r"\s*(?:(?P<name>[^\W\d]\w*(?:\.[^\W\d]\w*)?)|(?P<arrow><-)|(?P<dots>\.\.\.)|(?P<sign>.))", re.DOTALL
)


@lru_cache(maxsize=16384)
def parse_type(text: str) -> TypeExpression:
    """Return the type that a text speaks of, also as paths name it: `slice[Pump]`. A pointer is what it leads to."""
    try:
        return _Parser(text).type()
    except (IndexError, RecursionError):
        return _NOTHING


class _Parser(TypeTokens):
    def __init__(self, text: str) -> None:
        super().__init__([match.group().strip() for match in _TOKEN.finditer(text) if match.group().strip()])

    def type(self) -> TypeExpression:
        token = self.next()
        if token in {"*", "...", "<-"}:
            inner = self.type()
            return TypeExpression("slice", (inner,)) if token == "..." else inner
        if token == "[":
            self.until("]")
            return TypeExpression("slice", (self.type(),))
        if token == "(":
            return self._list()
        if token == "map":
            return self._map()
        if token == "chan":
            if self.peek() == "<-":
                self.next()
            return TypeExpression("chan", (self._bracketed() if self.peek() == "[" else self.type(),))
        if not _NAME.fullmatch(token) or token in {"func", "struct", "interface"}:
            self.to_the_end()
            return _NOTHING
        if self.peek() == "[":
            self.next()
            return TypeExpression(token, tuple(self._arguments("]")))
        return TypeExpression(token)

    def _map(self) -> TypeExpression:
        self.expect("[")
        key = self.type()
        if self.peek() == ",":
            self.next()
            value = self.type()
            self.until("]")
        else:
            self.until("]")
            value = self.type()
        return TypeExpression("map", (key, value))

    def _bracketed(self) -> TypeExpression:
        self.expect("[")
        inner = self.type()
        self.until("]")
        return inner

    def _list(self) -> TypeExpression:
        """Return the results of a function: a tuple of several, the one that there is."""
        found = self._arguments(")")
        return found[0] if len(found) == 1 else TypeExpression("tuple", tuple(found))

    def _arguments(self, closing: str) -> list[TypeExpression]:
        """Return the types up to a closing bracket: of named results, those behind the names."""
        pieces = self.pieces(closing, "()[]{}")
        forms: list[TypeExpression] = []
        for piece in reversed([piece for piece in pieces if piece]):
            named = len(piece) > 1 and _is_name(piece[0]) and piece[1] not in {".", "["}
            if len(piece) == 1 and forms and self._are_named(pieces):
                forms.append(forms[-1])  # `a, b int`
            else:
                forms.append(parse_type(" ".join(piece[1:] if named else piece)))
        return forms[::-1]

    @staticmethod
    def _are_named(pieces: list[list[str]]) -> bool:
        return any(len(piece) > 1 and _is_name(piece[0]) and piece[1] not in {".", "["} for piece in pieces)


def _is_name(token: str) -> bool:
    return token.isidentifier() and token not in {"map", "chan", "func", "struct", "interface"}


_WRITTEN = re.compile(r"func\s*\([^()]*\)\s*(?:\([^()]*\)|[\w.*\[\]]+)?|[^\W\d]\w*(?:\.[^\W\d]\w*)?")


def held_in(text: str) -> tuple[str, ...]:
    """Return the names of the types in a type of which what has it holds objects: not those of functions."""
    return tuple(name for name in _WRITTEN.findall(text) if not name.startswith(("func(", "func ")))


TYPES = DeclaredTypes(
    parse_type=parse_type,
    held_in=held_in,
    element={"slice": 0, "map": 1, "chan": 0},
    item={"slice": 0, "map": 1},
    tuples=frozenset({"tuple"}),
    list_type="slice",
    tuple_type="tuple",
)
