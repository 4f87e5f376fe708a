"""Values that Python source writes out: literals, and module-level names that hold them. Nothing is executed."""

import enum
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tree_sitter import Node

_MAX_DEPTH = 60
_MAX_NAME = 100
_MAX_ITEMS = 10_000
"""A list, table or text that grows beyond this counts as computed: doubling a name twenty times makes a million."""
_MAX_WORK = 2_000_000
"""Once all values together have this many items and characters, further ones count as computed."""
_STRING_PARTS = frozenset({"string_start", "string_content", "string_end"})
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\\\": "\\", "\\'": "'", '\\"': '"', "\\\n": ""}


class Computed(enum.Enum):
    """The type of `COMPUTED`."""

    COMPUTED = enum.auto()


COMPUTED = Computed.COMPUTED
"""Stands for a value that only running the source would tell."""

Literal: TypeAlias = "str | list[Literal] | dict[str, Literal] | Computed"


def keyword_arguments(source: str, functions: tuple[str, ...]) -> Iterator[dict[str, Literal]]:
    """Yield the arguments of each call of one of the functions, in order of the source.

    Those that have no keyword go by their numbers, from `0`.
    """
    import tree_sitter_python  # noqa: PLC0415 - few targets have a setup.py
    from tree_sitter import Language, Parser  # noqa: PLC0415

    root = Parser(Language(tree_sitter_python.language())).parse(source.encode()).root_node
    names = _Names(root)
    for node in _walk(root, ()):
        arguments = node.child_by_field_name("arguments")
        if node.type == "call" and arguments is not None and _called(node) in functions:
            yield names.arguments(arguments, 0)


class _Names:
    """The names that a module binds, and what expressions over them are worth."""

    def __init__(self, root: "Node") -> None:
        self._bound: dict[str, list[Node]] = {}
        self._values: dict[str, Literal] = {}
        self._work = 0
        for node in _walk(root, ("function_definition", "class_definition")):
            name, value = _binding(node)
            if value is not None:
                self._bound.setdefault(name, []).append(value)

    def arguments(self, node: "Node", depth: int) -> dict[str, Literal]:
        """Return the keyword arguments of an argument list, those behind `**` included; others by their numbers."""
        found: dict[str, Literal] = {}
        position = 0
        for child in node.named_children:
            if child.type == "keyword_argument":
                key, value = child.child_by_field_name("name"), child.child_by_field_name("value")
                found[_text(key)] = self.value(value, depth)
            elif child.type == "dictionary_splat":
                table = self.value(child.named_child(0), depth)
                found |= table if isinstance(table, dict) else {}
            elif child.type not in {"comment", "list_splat"}:
                found[str(position)] = self.value(child, depth)
                position += 1
        return found

    def value(self, node: "Node | None", depth: int) -> Literal:
        """Return what an expression is worth."""
        read = _READERS.get(node.type) if node is not None else None
        if node is None or read is None or depth > _MAX_DEPTH or self._work > _MAX_WORK:
            return COMPUTED
        value = read(self, node, depth + 1)
        if isinstance(value, Computed):
            return COMPUTED
        self._work += len(value) + 1
        return value if len(value) <= _MAX_ITEMS else COMPUTED

    def _name(self, node: "Node", depth: int) -> Literal:
        name = _text(node)
        if name not in self._values:
            self._values[name] = COMPUTED  # while it is being found: a name may be bound to itself
            parts = [self.value(part, depth) for part in self._bound.get(name, [])]
            # More than one binding: a list that is extended, or whose parts stand in the branches of a condition.
            self._values[name] = parts[0] if len(parts) == 1 else _joined(parts)
        return self._values[name]

    def _string(self, node: "Node", depth: int) -> Literal:
        parts = node.named_children
        prefix = _text(node.child(0)).rstrip("\"'").lower()
        if prefix not in ("", "r", "u") or any(part.type not in _STRING_PARTS for part in parts):
            return COMPUTED
        contents = [part for part in parts if part.type == "string_content"]
        return "".join(map(_text if prefix == "r" else _unescaped, contents))

    def _strings(self, node: "Node", depth: int) -> Literal:
        parts = [self.value(child, depth) for child in node.named_children if child.type != "comment"]
        return "".join(part for part in parts if isinstance(part, str)) if COMPUTED not in parts else COMPUTED

    def _list(self, node: "Node", depth: int) -> Literal:
        return [self.value(child, depth) for child in node.named_children if child.type != "comment"]

    def _dictionary(self, node: "Node", depth: int) -> Literal:
        table: dict[str, Literal] = {}
        for child in node.named_children:
            if child.type == "pair":
                key = self.value(child.child_by_field_name("key"), depth)
                if isinstance(key, str):
                    table[key] = self.value(child.child_by_field_name("value"), depth)
            elif child.type == "dictionary_splat":
                other = self.value(child.named_child(0), depth)
                table |= other if isinstance(other, dict) else {}
        return table

    def _sum(self, node: "Node", depth: int) -> Literal:
        operator = node.child_by_field_name("operator")
        if operator is None or _text(operator) != "+":
            return COMPUTED
        sides = [self.value(node.child_by_field_name(side), depth) for side in ("left", "right")]
        left, right = sides
        return left + right if isinstance(left, str) and isinstance(right, str) else _joined(sides)

    def _subscript(self, node: "Node", depth: int) -> Literal:
        table = self.value(node.child_by_field_name("value"), depth)
        key = self.value(node.child_by_field_name("subscript"), depth)
        return table.get(key, COMPUTED) if isinstance(table, dict) and isinstance(key, str) else COMPUTED

    def _call(self, node: "Node", depth: int) -> Literal:
        arguments = node.child_by_field_name("arguments")
        if arguments is None or _called(node) != "dict":
            return COMPUTED
        return {key: value for key, value in self.arguments(arguments, depth).items() if not key.isdigit()}

    def _inner(self, node: "Node", depth: int) -> Literal:
        return self.value(node.named_child(0), depth)


_READERS = {
    "identifier": _Names._name,
    "string": _Names._string,
    "concatenated_string": _Names._strings,
    "list": _Names._list,
    "tuple": _Names._list,
    "argument_list": _Names._list,
    "set": _Names._list,
    "dictionary": _Names._dictionary,
    "binary_operator": _Names._sum,
    "subscript": _Names._subscript,
    "call": _Names._call,
    "parenthesized_expression": _Names._inner,
}


def _binding(node: "Node") -> "tuple[str, Node | None]":
    """Return the name that a statement binds or extends, and the expression that it binds it to or extends it by."""
    if node.type in ("assignment", "augmented_assignment"):
        left = node.child_by_field_name("left")
        if left is not None and left.type == "identifier":
            return _text(left), node.child_by_field_name("right")
    if node.type == "call":
        name, _, method = _called(node).rpartition(".")
        arguments = node.child_by_field_name("arguments")
        if method in ("append", "extend") and arguments is not None and arguments.type == "argument_list":
            return name, arguments.named_child(0) if method == "extend" else arguments
    return "", None


def _joined(parts: list[Literal]) -> Literal:
    """Return one list of the items of several; what is no list stands as one computed item."""
    if not any(isinstance(part, list) for part in parts):
        return COMPUTED
    return [item for part in parts for item in (part if isinstance(part, list) else [COMPUTED])]


def _walk(root: "Node", closed: tuple[str, ...]) -> "Iterator[Node]":
    """Yield nodes in order of the source, without the insides of those of a closed type."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        if node.type not in closed:
            pending.extend(reversed(node.named_children))


def _called(call: "Node") -> str:
    """Return the dotted name that is called, or "" for a long one: in a chain of calls each holds all before it."""
    function = call.child_by_field_name("function")
    return _text(function) if function is not None and function.end_byte - function.start_byte < _MAX_NAME else ""


def _unescaped(content: "Node") -> str:
    """Return the content of a text with the common escapes undone; others stay as written."""
    raw, start, position, pieces = content.text or b"", content.start_byte, 0, []
    for escape in content.children:
        pieces += [raw[position : escape.start_byte - start].decode(), _ESCAPES.get(_text(escape), _text(escape))]
        position = escape.end_byte - start
    return "".join([*pieces, raw[position:].decode()])


def _text(node: "Node | None") -> str:
    return (node.text or b"").decode() if node is not None else ""
