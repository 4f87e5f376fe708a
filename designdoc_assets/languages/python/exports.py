"""The `__all__` of a module."""

from tree_sitter import Node

from designdoc_assets.languages.python.syntax import STRINGS, string_value, text

_ALL = "__all__"


class Exports:
    """The names in `__all__`, statement by statement, as long as literals say what they are."""

    def __init__(self) -> None:
        self._names: list[str] | None = []
        self._seen = False

    def names(self) -> tuple[str, ...] | None:
        """Return the names, once each; None if there is no `__all__` or if it is computed."""
        return tuple(dict.fromkeys(self._names)) if self._seen and self._names is not None else None

    def assign(self, target: Node, value: Node | None, *, extends: bool = False) -> None:
        """Take note of `__all__ = value` or `__all__ += value`; other targets are passed over."""
        if value is None or target.type != "identifier" or text(target) != _ALL:
            return
        self._seen = True
        names = _literals(value)
        if not extends:
            self._names = names
        elif self._names is not None:
            self._names = None if names is None else self._names + names

    def call(self, function: Node, arguments: Node | None) -> None:
        """Take note of `__all__.extend([...])` and `__all__.append("x")`; other calls are passed over."""
        if function.type != "attribute" or not text(function).startswith(f"{_ALL}."):
            return
        values = arguments.named_children if arguments else []
        method = text(function).removeprefix(f"{_ALL}.")
        names = _literals(values[0]) if len(values) == 1 else None
        if method not in {"extend", "append"} or names is None or self._names is None:
            self._names = None
        else:
            self._names += names


def _literals(value: Node) -> list[str] | None:
    """Return the strings in a list, tuple, sum of these, or single string; None if there is anything else in it."""
    names: list[str] = []
    stack = [value]
    while stack:
        node = stack.pop()
        if node.type in STRINGS:
            name = string_value(node)
            if name is None:
                return None
            names.append(name)
        elif node.type in {"list", "tuple", "set", "expression_list", "parenthesized_expression"} or (
            node.type == "binary_operator" and all(child.type == "+" for child in node.children if not child.is_named)
        ):
            stack.extend(reversed(node.named_children))
        elif node.type != "comment":
            return None
    return names
