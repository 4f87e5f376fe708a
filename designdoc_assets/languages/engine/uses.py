"""Puts each mention of a name into the innermost definition around it, local names told by what they hold."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import get_args

from tree_sitter import Node

from designdoc_assets.languages.engine.definition import Binding, Definition, Found, Mention
from designdoc_assets.languages.engine.dialect import Dialect
from designdoc_assets.languages.engine.written import text
from designdoc_assets.languages.facts import Use, UseKind

_RANK = {kind: rank for rank, kind in enumerate(("base", "annotation", "raise", "call", "type", "local_type", "name"))}
"""Of one place that several patterns find, the mention of the lowest rank counts."""
_UNKNOWN = ""
_FIRST = re.compile(r"[^.(\[<]*")
_DEEPEST = 12
"""Steps of an access path: what is longer is a chain of calls that says little."""
assert set(_RANK) == set(get_args(UseKind)), "every kind of use has a rank"


def place(dialect: Dialect, found: Found) -> None:
    """Tell definitions, and the file, what they use."""
    places = _Places(found)
    local = _locals(dialect, found, places)
    defined = {node.start_byte for each in found.all() for node in each.parts.get("name", ())}
    bodies = sorted((node.start_byte, node.end_byte) for node in found.scopes)
    starts = [start for start, _ in bodies]
    last = (-1, -1)
    for mention in sorted(found.mentions, key=_order):
        node = mention.node
        start, end = node.start_byte, node.end_byte
        kind = mention.kind
        if start in defined or (start == last[0] and end <= last[1] and kind != "call"):
            continue
        written = dialect.path_of(node) if node.child_count else text(node)
        if kind == "call":
            written = written.removesuffix("()")
        if not written:
            continue
        last = (start, end)
        owner = places.around(start)
        if owner is not None and _is_within(node, owner.part("receiver")):
            continue
        name = _told(written, owner, local)
        if name != written and _first(written) == written and kind != "call":
            continue  # A local name is mentioned, not what it holds.
        first = _first(name)
        if not name or name.count(".") + name.count("(") > _DEEPEST or (first in dialect.unused and "." not in name):
            continue
        if kind == "type" and owner is not None and _is_inside(start, bodies, starts, owner):
            kind = "local_type"
        uses = owner.uses if owner is not None else found.uses
        use = Use(kind, name, node.start_point[0] + 1)  # type: ignore[arg-type]  # the assertion above
        uses.append(use)


def _order(mention: Mention) -> tuple[int, int, int]:
    return mention.node.start_byte, -mention.node.end_byte, _RANK[mention.kind]


def _is_inside(byte: int, bodies: Sequence[tuple[int, int]], starts: Sequence[int], owner: Definition) -> bool:
    """Whether a place is in a body inside of its definition."""
    at = bisect_right(starts, byte) - 1
    while at >= 0 and bodies[at][0] >= owner.node.start_byte:
        if byte < bodies[at][1]:
            return True
        at -= 1
    return False


class _Places:
    """Finds the innermost definition around a byte."""

    def __init__(self, found: Found) -> None:
        self._ordered = sorted(found.all(), key=lambda each: (each.start, -each.end))
        self._starts = [each.start for each in self._ordered]

    def around(self, byte: int) -> Definition | None:
        at = bisect_right(self._starts, byte) - 1
        here = self._ordered[at] if at >= 0 else None
        while here is not None and here.end <= byte:
            here = here.owner
        return here


_Locals = dict[int, dict[str, str]]
"""By the identity of a definition: the access paths of its local names, empty for what is not known."""


def _locals(dialect: Dialect, found: Found, places: _Places) -> _Locals:
    """Return what the local names of each definition hold. A name that holds several things holds none for sure."""
    local: _Locals = defaultdict(dict)
    for each in found.all():
        if each.receiver:
            local[id(each)][each.receiver] = dialect.receiver
    bindings = sorted(found.bindings, key=lambda each: each.targets[0].start_byte)
    for binding in bindings:
        owner = places.around(binding.targets[0].start_byte)
        if owner is None:
            continue
        names = local[id(owner)]
        is_receiver = _is_within(binding.targets[0], owner.part("receiver"))
        for name, path in _bound(dialect, binding):
            if is_receiver and name == owner.receiver:
                continue
            told = _told(path, owner, local) if path else _UNKNOWN
            names[name] = told if names.get(name, told) == told else _UNKNOWN
    return local


def _is_within(node: Node, outer: Node | None) -> bool:
    return outer is not None and outer.start_byte <= node.start_byte < outer.end_byte


def _bound(dialect: Dialect, binding: Binding) -> Iterator[tuple[str, str]]:
    targets = [leaf for target in binding.targets for leaf in _leaves(target)]
    values = [leaf for value in binding.values for leaf in _leaves(value)] if binding.kind == "values" else []
    for at, target in enumerate(targets):
        name = text(target)
        if not name.replace("$", "_").isidentifier():
            continue
        path = _UNKNOWN
        if binding.kind == "type":
            path = dialect.object_of(binding.values[0])
        elif binding.kind == "elements":
            whole = dialect.path_of(binding.values[0])
            path = dialect.element_of(whole, at, len(targets)) if whole else _UNKNOWN
        elif len(values) == len(targets):
            path = dialect.path_of(values[at])
        elif len(values) == 1:
            whole = dialect.path_of(values[0])
            path = dialect.part_of(whole, at) if whole else _UNKNOWN
        yield name, path


def _leaves(node: Node) -> list[Node]:
    """Return the expressions of a list of them; an expression by itself is one."""
    is_list = node.type.endswith(("expression_list", "_list"))
    return [child for child in node.named_children if child.type != "comment"] if is_list else [node]


def _told(path: str, owner: Definition | None, local: _Locals) -> str:
    """Return an access path with what a local name at its beginning holds in that one's place."""
    first = _first(path)
    end = len(first)
    while owner is not None:
        if (held := local.get(id(owner), {}).get(first)) is not None:
            return f"{held}{path[end:]}" if held else _UNKNOWN
        owner = owner.owner
    return path


def _first(path: str) -> str:
    return _FIRST.match(path)[0]  # type: ignore[index]  # it matches the empty text
