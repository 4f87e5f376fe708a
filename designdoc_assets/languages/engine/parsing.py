"""From bytes to the best tree that there is of them: a grammar lags behind its language, or a file is broken."""

from collections.abc import Iterator
from typing import NamedTuple

from tree_sitter import Node, Parser, Tree

from designdoc_assets.languages.engine.dialect import Dialect, Queries


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
    return Parsed(source, best[1], best[2], f"line {best[3].start_point[0] + 1}: not understood")


def _trees(dialect: Dialect, source: bytes) -> Iterator[tuple[Tree, Queries]]:
    """Yield the trees of the source as it is, then of it mended."""
    mended: bytes | None = None
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
