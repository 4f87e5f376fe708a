"""From bytes to the best tree that there is of them: a grammar lags behind its language, or a file is broken."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node, Parser, Tree

from designdoc_assets.languages.engine.dialect import Dialect, Queries

_STRETCH = re.compile(rb"\n[ \t]*\n(?=[^\s)}\]])")
_NOT_LINE = re.compile(rb"[^\n]")


class Parsed(NamedTuple):
    """A file's tree."""

    source: bytes
    """What was written, whatever was mended for the parser."""
    tree: Tree
    queries: Queries
    problem: str | None
    """Where it was not understood."""


def source_of(text: str) -> bytes:
    """Return a file's text as it is parsed: in UTF-8, without a byte order mark, its lines ended by `\\n` alone."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")


def parsed(dialect: Dialect, source: bytes) -> Parsed:
    """Return the tree with the fewest errors of those that the grammars give, mended or not."""
    best: tuple[int, Tree, Queries, Node] | None = None
    for tree, queries in _trees(dialect, source):
        root = tree.root_node
        if not root.has_error:
            return Parsed(source, tree, queries, None)
        errors = list(_errors(root))
        size = sum(max(1, node.end_byte - node.start_byte) for node in errors)
        if best is None or size < best[0]:
            best = size, tree, queries, errors[0] if errors else root
    assert best is not None, "a dialect has at least one grammar"
    _, tree, queries, error = best
    return Parsed(source, _around(source, tree), queries, f"line {error.start_point[0] + 1}: not understood")


def _around(source: bytes, tree: Tree) -> Tree:
    """Return the tree without the stretch in which its first error begins, where that swallowed what stands behind it.

    A bracket that nobody closes makes the rest of a file a part of what it stands in. A stretch begins in the first
    column behind an empty line: in most code, that is where something else begins.
    """
    outer = next((child for child in tree.root_node.children if child.has_error), tree.root_node)
    starts = [0, *(found.end() for found in _STRETCH.finditer(source))]
    at = bisect_right(starts, outer.start_byte)
    begin, end = starts[at - 1], [*starts, len(source)][at]
    others = {*starts} - {begin}
    again = Parser(tree.language).parse(source[:begin] + _NOT_LINE.sub(b" ", source[begin:end]) + source[end:])
    return again if _begun(again, others) > _begun(tree, others) else tree


def _begun(tree: Tree, starts: set[int]) -> int:
    """Return at how many places something begins that stands at the top of a tree, and was understood."""
    return len(starts.intersection(node.start_byte for node in tree.root_node.named_children if not node.is_error))


def _trees(dialect: Dialect, source: bytes) -> Iterator[tuple[Tree, Queries]]:
    """Yield the trees of the source as it is, then of it mended."""
    mended: bytes | None = None
    source = dialect.bared(source)
    for as_is in (True, False):
        if not as_is:
            mended = dialect.mended(source)
            if mended == source or len(mended) != len(source):
                return
        for grammar, queries in zip(dialect.loaded, dialect.queries, strict=True):
            yield Parser(grammar).parse(source if mended is None else mended), queries


def _errors(root: Node) -> Iterator[Node]:
    """Yield the nodes that mark what was not understood, in order of the source."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            yield node
        else:
            stack += [child for child in reversed(node.children) if child.has_error]
