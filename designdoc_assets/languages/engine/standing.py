"""Where a mention stands: in a branch that leaves early, in what handles errors, in a function without a name."""

from collections.abc import Iterable

from tree_sitter import Node

from designdoc_assets.languages.engine.definition import Definition, Found
from designdoc_assets.languages.engine.dialect import Dialect
from designdoc_assets.languages.spans import Spans
from designdoc_assets.languages.use_facts import Standing


class Standings:
    """Tells where the mentions of a file stand in the definitions around them."""

    def __init__(self, dialect: Dialect, found: Found) -> None:
        calls = {node.start_byte: dialect.call_of(node) for node in found.closures}
        closures = [node for node in found.closures if calls[node.start_byte] == "unknown"]
        handlers = [node for node in found.closures if calls[node.start_byte] == "handler"]
        self._handlers = _spans([*found.handlers, *handlers])
        self._guards = _spans(found.guards)
        self._closures = _spans(closures)
        self._firsts: dict[int, int] = {}
        """By the identity of a definition, where what it does begins."""
        self._is_plain = not (found.handlers or found.guards or found.closures)

    def at(self, byte: int, owner: Definition | None) -> tuple[Standing, str]:
        """Return where what is at a byte stands, and in which function without a name, as `Use` has it."""
        if self._is_plain:
            return "", ""
        first = self._firsts.get(id(owner), -1)
        if first < 0:
            first = self._firsts[id(owner)] = _first_of(owner)
        standing: Standing = ""
        if _lines(self._handlers, byte, first):
            standing = "handler"
        elif _lines(self._guards, byte, first):
            standing = "guard"
        return standing, "".join(f"@{line}" for line in reversed(_lines(self._closures, byte, first)))


def _spans(nodes: Iterable[Node]) -> Spans[int]:
    """Return stretches by the lines in which they begin."""
    return Spans((node.start_byte, node.end_byte, node.start_point[0] + 1) for node in nodes)


def _lines(spans: Spans[int], byte: int, first: int) -> list[int]:
    """Return the lines in which those begin that are around a byte, from `first` on, the innermost first."""
    return [line for start, _, line in spans.enclosing(byte) if start >= first]


def _first_of(owner: Definition | None) -> int:
    """Return the byte from which on something is inside of a definition, and not what defines it."""
    if owner is None:
        return 0
    body = owner.part("body")
    return body.start_byte if body is not None else owner.node.start_byte
