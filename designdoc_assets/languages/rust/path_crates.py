"""Crates whose names begin paths in a file: that needs no `use`. Whether such a name is a crate, the linker tells."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from tree_sitter import Node

from designdoc_assets.languages.engine.definition import Found, Imported
from designdoc_assets.languages.facts import Import, When
from designdoc_assets.languages.rust.imports import MOD, UNBOUND
from designdoc_assets.languages.rust.lexicon import PRIMITIVES, STANDARD
from designdoc_assets.languages.rust.test_code import Gone

_KNOWN = {name.encode() for name in ("crate", "self", "super", *PRIMITIVES, *STANDARD)}
"""Beginnings of paths that are no crates."""
_PATH = re.compile(rb"::(?<=[A-Za-z_{*]::)([a-z0-9_]*[a-z_])\b")
"""What may be the beginning of a path of names, from back to front: `::` is found faster than what begins a word."""
_USE = re.compile(rb"\buse\s+(?:::)?([a-z_]\w*)\b([^;]*);")


def tell_crates(found: Found, gone: Gone) -> None:
    """Add an import for each name that a path begins with, and that nothing in the file binds.

    Args:
        found: The file, its imports told.
        gone: What is there for tests alone: crates that nothing else needs are imported by tests.
    """
    turned = found.source[::-1]
    named = {name[::-1] for name in set(_PATH.findall(turned))} - _KNOWN
    if not named:
        return
    bound = {name for each in found.imports for name in _bound(each.facts)}
    bound |= {each.name for each in found.types() if each.kind == "module"}
    needed = {each.facts.module.partition("::")[0] for each in found.imports}
    of_tests = needed | _bound_in_tests(found.source, gone.stretches)
    named -= {name.encode() for name in (bound & of_tests if gone.stretches else bound)}
    tests = _Stretches(gone.stretches)
    places: list[tuple[str, int, When]] = []
    for path in _PATH.finditer(turned) if named else ():
        if (written := path[1][::-1]) in named:
            name, at = written.decode(), len(turned) - path.end()
            is_of_tests = tests.hold(at)
            if name not in (of_tests if is_of_tests else bound) and _begins(found.source, at):
                places.append((name, at, "tests" if is_of_tests else "always"))
    if not places:
        return
    passed = _Stretches([*gone.passed, *(each.node for each in found.imports)])
    told: set[str] = set()
    for name, at, when in sorted(places, key=lambda place: (place[2] == "tests", place[1])):
        if name not in told and not passed.hold(at):
            told.add(name)
            entry = Import(name, None, UNBOUND, found.source.count(b"\n", 0, at) + 1, when, visibility="private")
            found.imports.append(Imported("path", found.root, {}, entry))  # type: ignore[arg-type]  # no statement


def _begins(source: bytes, at: int) -> bool:
    """Return whether a path begins at a place, or two colons before it: no name stands before these."""
    before = source[max(0, at - 3) : at]
    if before.endswith(b"::"):
        return not re.search(rb"[\w$>]::\Z", before)
    return before[-1:] not in (b":", b"$", b".", b">", b"'")


def _bound(entry: Import) -> Iterator[str]:
    yield entry.alias or entry.name or entry.module
    if entry.module == MOD:
        yield from (entry.name or "").split("::")


def _bound_in_tests(source: bytes, stretches: Sequence[tuple[int, int]]) -> set[str]:
    """Return the names that `use` declarations in tests may bind, those left out that these begin with."""
    names: set[str] = set()
    begun: set[str] = set()
    for start, end in stretches:
        for declared in _USE.finditer(source, start, end):
            begun.add(declared[1].decode())
            names.update(re.findall(r"\w+", declared[2].decode("utf-8", "replace")))
    return names - begun


class _Stretches:
    """Parts of a file, in which places are looked for."""

    def __init__(self, parts: Sequence[Node | tuple[int, int]]) -> None:
        self._spans = sorted((each.start_byte, each.end_byte) if isinstance(each, Node) else each for each in parts)
        self._starts = [start for start, _ in self._spans]

    def hold(self, place: int) -> bool:
        """Return whether a place is in one of them. None is in another that begins before it and ends behind it."""
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._spans[at][1]
