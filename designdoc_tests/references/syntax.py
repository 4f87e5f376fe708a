"""What Python's own parser sees in a file: which symbols it defines, and where names stand that may refer to some."""

import ast
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

_DIRECTIVES = frozenset({"__all__", "__slots__"})
"""Names by which code tells Python something, and that stand on no page."""

Symbol = tuple[str, str]
"""A file's path, and a qualified name in it; empty for the module itself."""


class Mention(NamedTuple):
    """A name that code loads, and whose code that is. The column counts characters."""

    user: Symbol
    name: str
    line: int
    column: int


class Sources:
    """The symbols and mentions of one file."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._lines = text.split("\n")
        self._numbers: Counter[str] = Counter()
        self.defined: dict[tuple[int, str], Symbol] = {}
        """The symbols by the lines that define them, and the names there."""
        self.imported: set[tuple[int, str]] = set()
        self.mentions: list[Mention] = []
        self._visit(ast.parse(text), _Place())

    def _visit(self, node: ast.AST, place: "_Place") -> None:
        match node:
            case ast.ClassDef():
                self._class(node, place)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node, place)
            case ast.Import() | ast.ImportFrom():
                names = [(alias.asname or alias.name.partition(".")[0], alias.lineno) for alias in node.names]
                self.imported |= {(line, name) for name, line in names}
            case ast.Name(ctx=ast.Load()):
                self._mention(place, node.id, node.lineno, node.col_offset)
            case ast.Name():
                if not place.in_function and not place.in_comprehension:
                    self._define(place, node.id, node.lineno)
            case ast.Attribute():
                self._attribute(node, place)
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                self._all(ast.iter_child_nodes(node), place._replace(in_comprehension=True))
            case _:
                self._all(ast.iter_child_nodes(node), place)

    def _all(self, nodes: Iterator[ast.AST] | list[ast.expr] | list[ast.stmt], place: "_Place") -> None:
        for node in nodes:
            self._visit(node, place)

    def _class(self, node: ast.ClassDef, place: "_Place") -> None:
        qualname = place.prefix + node.name
        self._numbers[qualname] += 1
        number = self._numbers[qualname]
        symbol = qualname if number == 1 else f"{qualname}@{number}"
        self.defined[node.lineno, node.name] = (self._path, symbol)
        own = _Place(user=symbol, owner=symbol, prefix=f"{qualname}.")
        self._all(ast.iter_child_nodes(node), own)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, place: "_Place") -> None:
        inner = place._replace(in_function=True, in_comprehension=False, prefix=f"{place.prefix}{node.name}.")
        if not place.in_function:
            self._define(place, node.name, node.lineno)
            inner = inner._replace(user=f"{place.owner}.{node.name}" if place.owner else node.name)
        self._all(ast.iter_child_nodes(node), inner)

    def _attribute(self, node: ast.Attribute, place: "_Place") -> None:
        line, end = node.end_lineno or 0, node.end_col_offset or 0
        if isinstance(node.ctx, ast.Load):
            self._mention(place, node.attr, line, end - len(node.attr.encode()))
        elif isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"} and place.owner:
            self._define(place, node.attr, line)
        self._visit(node.value, place)

    def _define(self, place: "_Place", name: str, line: int) -> None:
        qualname = f"{place.owner}.{name}" if place.owner else name
        if name not in _DIRECTIVES:
            self.defined.setdefault((line, name), (self._path, qualname))

    def _mention(self, place: "_Place", name: str, line: int, offset: int) -> None:
        column = len(self._lines[line - 1].encode()[:offset].decode())
        self.mentions.append(Mention((self._path, place.user), name, line, column))


class _Place(NamedTuple):
    """Where a node stands."""

    user: str = ""
    owner: str = ""
    """The class whose body, or whose method, it is."""
    prefix: str = ""
    in_function: bool = False
    in_comprehension: bool = False
