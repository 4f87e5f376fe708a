"""Puts each mention of a name into the innermost definition around it, local names told by what they hold."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from operator import itemgetter
from typing import get_args

from tree_sitter import Node

from designdoc_assets.languages.engine.definition import Binding, Definition, Found
from designdoc_assets.languages.engine.dialect import Dialect
from designdoc_assets.languages.engine.written import text
from designdoc_assets.languages.use_facts import Use, UseKind

_RANK = {
    kind: rank
    for rank, kind in enumerate(("base", "annotation", "raise", "catch", "call", "type", "local_type", "name"))
}
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
    receivers = {id(each): node.end_byte for each in found.all() if (node := each.part("receiver")) is not None}
    bodies = _outermost(found)
    starts = [start for start, _ in bodies]
    unused, receiver, source = dialect.unused, dialect.receiver, found.source
    last_start = last_end = path_start = path_end = -1
    for start, end, kind, node in _in_order(found):
        is_path, is_call = node.child_count > 0, kind == "call"
        if is_path:
            path_start, path_end = start, end
        elif end == path_end and start > path_start:
            continue  # The last name of a path: `Conn` of `net.Conn` is none of this file.
        if start in defined or (start == last_start and end <= last_end and not is_call):
            continue
        written = dialect.path_of(node) if is_path else source[start:end].decode("utf-8", "replace")
        if not written:
            continue
        last_start, last_end = start, end
        owner = places.around(start)
        if owner is not None and start < receivers.get(id(owner), 0):
            continue
        if is_call:
            written = written.removesuffix("()")
        first = _first(written) if is_path else written
        name = _told(written, first, owner, local)
        # A parameter may be called like its type: `pump pump`.
        name = written if kind == "type" and name == f"{written}()" else name
        if name != written:
            if not name or (first == written and not (is_call and name != receiver and not name.endswith("()"))):
                continue  # A local name is mentioned, not what it holds; or an object is called, and no type of it.
            first = _first(name)
        if first in unused and "." not in name:
            continue
        if is_path and name.count(".") + name.count("(") > _DEEPEST:
            continue
        if kind == "type" and owner is not None and bodies:
            at = bisect_right(starts, start) - 1
            is_inside = at >= 0 and start < bodies[at][1] and bodies[at][0] >= owner.node.start_byte
            kind = "local_type" if is_inside else kind  # noqa: PLW2901 - the same mention, by its place
        use = Use(kind, name, node.start_point[0] + 1)  # type: ignore[arg-type]  # see the assertion above
        (owner.uses if owner is not None else found.uses).append(use)


def _in_order(found: Found) -> Iterator[tuple[int, int, str, Node]]:
    """Yield what is mentioned in order of the source, outer before inner: where it begins and ends, kind, and node."""
    size, ranks = len(found.source) + 1, len(_RANK)
    # One number to sort by, made of where it begins, less where it ends, and rank, is faster than three.
    mentions = [
        (((start := node.start_byte) * size - (end := node.end_byte)) * ranks + _RANK[kind], start, end, kind, node)
        for kind, nodes in found.mentions.items()
        for node in nodes
    ]
    mentions.sort(key=itemgetter(0))
    for _, start, end, kind, node in mentions:
        yield start, end, kind, node


def _outermost(found: Found) -> list[tuple[int, int]]:
    """Return the stretches of the bodies that are in no other."""
    bodies: list[tuple[int, int]] = []
    for start, end in sorted((node.start_byte, node.end_byte) for node in found.scopes):
        if not bodies or start >= bodies[-1][1]:
            bodies.append((start, end))
    return bodies


class _Places:
    """Finds the innermost definition around a byte."""

    def __init__(self, found: Found) -> None:
        ordered = sorted((each.start, -each.end, at, each) for at, each in enumerate(found.all()))
        self._starts = [start for start, _, _, _ in ordered]
        self._ordered = [(-end, each) for _, end, _, each in ordered]

    def around(self, byte: int) -> Definition | None:
        at = bisect_right(self._starts, byte) - 1
        if at < 0:
            return None
        end, here = self._ordered[at]
        if byte < end:
            return here
        owner = here.owner
        while owner is not None and owner.end <= byte:
            owner = owner.owner
        return owner


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
            told = _told(path, _first(path), owner, local) if path else _UNKNOWN
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
            path = dialect.part_of(values[0], at)
        yield name, path


def _leaves(node: Node) -> list[Node]:
    """Return the expressions of a list of them; an expression by itself is one."""
    is_list = node.type.endswith(("expression_list", "_list"))
    return [child for child in node.named_children if child.type != "comment"] if is_list else [node]


def _told(path: str, first: str, owner: Definition | None, local: _Locals) -> str:
    """Return an access path with what a local name at its beginning holds in that one's place."""
    while owner is not None:
        names = local.get(id(owner))
        if names is not None and first in names:
            held = names[first]
            return f"{held}{path[len(first) :]}" if held else _UNKNOWN
        owner = owner.owner
    return path


def _first(path: str) -> str:
    return _FIRST.match(path)[0]  # type: ignore[index]  # it matches the empty text
