"""What comments say of the code that they stand in: see `languages.remarks`."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from tree_sitter import Node, Query, QueryCursor

from designdoc_assets.languages.python.syntax import LANGUAGE, text
from designdoc_assets.languages.remarks import Comments, Remark, remarks_in
from designdoc_assets.languages.spans import Spans


def remarks_of(root: Node, source: bytes, comments: Iterable[Node]) -> tuple[Remark, ...]:
    """Return what the comments of a module say."""
    return remarks_in(source, lambda: _comments(root, comments))


@lru_cache(maxsize=1)
def _query() -> Query:
    return Query(LANGUAGE, "[(function_definition) (class_definition)] @definition")


def _comments(root: Node, comments: Iterable[Node]) -> Comments:
    spans = Spans((node.start_byte, node.end_byte, "") for node in comments)
    definitions = QueryCursor(_query()).captures(root).get("definition", [])
    return Comments(spans, frozenset(), Spans(_named(definitions)))


def _named(definitions: list[Node]) -> Iterator[tuple[int, int, str]]:
    """Yield where definitions stand, decorators included, with their qualified names."""
    around: list[tuple[int, str]] = []
    for node in sorted(definitions, key=lambda node: node.start_byte):
        name, parent = node.child_by_field_name("name"), node.parent
        while around and around[-1][0] <= node.start_byte:
            around.pop()
        qualname = ".".join(filter(None, [around[-1][1] if around else "", text(name) if name is not None else ""]))
        around.append((node.end_byte, qualname))
        is_decorated = parent is not None and parent.type == "decorated_definition"
        yield (parent if is_decorated and parent is not None else node).start_byte, node.end_byte, qualname
