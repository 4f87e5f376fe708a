"""Puts each mention of a name into the innermost definition around it, local names told by what they hold."""

from bisect import bisect_right
from collections.abc import Iterator
from operator import itemgetter
from typing import get_args

from tree_sitter import Node

from designdoc_assets.languages.engine.definition import Definition, Found
from designdoc_assets.languages.engine.dialect import Dialect
from designdoc_assets.languages.engine.local_names import LocalNames, first_of
from designdoc_assets.languages.engine.places import Places
from designdoc_assets.languages.engine.standing import Standings
from designdoc_assets.languages.use_facts import Use, UseKind

_RANK = {
    kind: rank
    for rank, kind in enumerate(("base", "annotation", "raise", "catch", "call", "type", "local_type", "name"))
}
"""Of one place that several patterns find, the mention of the lowest rank counts."""
_DEEPEST = 12
"""Steps of an access path: what is longer is a chain of calls that says little."""
assert set(_RANK) == set(get_args(UseKind)), "every kind of use has a rank"


def place(dialect: Dialect, found: Found) -> None:
    """Tell definitions, and the file, what they use, in order of evaluation."""
    # What is used is evaluated before what uses it: receivers, arguments, and then the call, which ends behind them.
    for _, owner, use in sorted(_placed(dialect, found), key=itemgetter(0)):
        (owner.uses if owner is not None else found.uses).append(use)


def _placed(dialect: Dialect, found: Found) -> Iterator[tuple[int, Definition | None, Use]]:
    """Yield what is used, with where it ends and the innermost definition around it."""
    places = Places(found)
    standings = Standings(dialect, found)
    local = LocalNames(dialect, found, places)
    defined = {node.start_byte for each in found.all() for node in each.parts.get("name", ())}
    receivers = {id(each): node.end_byte for each in found.all() if (node := each.part("receiver")) is not None}
    bodies = _outermost(found)
    starts = [start for start, _ in bodies]
    unused, receiver, source = dialect.unused, dialect.receiver, found.source
    members_of, mark = found.members_of, dialect.path_mark
    last_start = last_end = path_start = path_end = -1
    for start, end, kind, node in _in_order(found):
        is_path, is_call = node.child_count > 0, kind == "call"
        if not is_path and end == path_end and start > path_start:
            continue  # The last name of a path: `Conn` of `net.Conn` is none of this file.
        path_start, path_end = (start, end) if is_path else (path_start, path_end)
        if start in defined or (start == last_start and end <= last_end and not is_call):
            continue
        written = dialect.path_of(node) if is_path else source[start:end].decode("utf-8", "replace")
        if start in members_of:
            written, is_path = f"{members_of[start]}.{written}", True
        if not written:
            continue
        last_start, last_end = start, end
        owner = places.around(start)
        if owner is not None and start < receivers.get(id(owner), 0):
            continue
        if is_call:
            written = written.removesuffix("()")
        first = first_of(written) if is_path else written
        is_free = mark and source.startswith(mark, start + len(first))  # a path of names begins with no local one
        name = written if is_free else local.told(written, first, owner, start)
        # A parameter may be called like its type: `pump pump`.
        name = written if kind == "type" and name == f"{written}()" else name
        if name != written:
            if not name or (first == written and not (is_call and name != receiver and not name.endswith("()"))):
                continue  # A local name is mentioned, not what it holds; or an object is called, and no type of it.
            first = first_of(name)
        if first in unused and "." not in name:
            continue
        if is_path and name.count(".") + name.count("(") > _DEEPEST:
            continue
        if kind == "type" and owner is not None and bodies:
            at = bisect_right(starts, start) - 1
            is_inside = at >= 0 and start < bodies[at][1] and bodies[at][0] >= owner.node.start_byte
            kind = "local_type" if is_inside else kind  # noqa: PLW2901 - the same mention, by its place
        # Where types stand says nothing of what is called when.
        standing, nested_in = standings.at(start, owner) if kind in {"call", "name"} else ("", "")
        use = Use(kind, name, node.start_point[0] + 1, standing, nested_in)  # type: ignore[arg-type]  # see above
        yield end, owner, use


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
