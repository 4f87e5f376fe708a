"""Which comments are docs: those right above a definition and its annotations, alone on their lines, or behind a value.

What a comment says is the work of a language's `doc`.
"""

from tree_sitter import Node

from designdoc_assets.languages.engine.definition import VALUES, Definition, Found
from designdoc_assets.languages.engine.dialect import Dialect
from designdoc_assets.languages.engine.written import text


def attach(dialect: Dialect, found: Found) -> None:
    """Tell definitions their annotations and docs, and the file its own doc, those left alone that `finish` told."""
    above = Above(dialect, found)
    of_statements: dict[int, list[Node]] = {}
    for each in found.all():
        first = each.head or each.node
        # Of the cases that share a line, and of what stands behind something else, a comment above is no doc.
        docs, annotations = above.row(first.start_point[0], first)
        each.docs = each.docs or [node for node in docs if node not in found.file_docs]
        if annotations:
            each.start = min(each.start, annotations[0].start_byte)
            each.annotations = [*(text(node) for node in annotations), *each.annotations]
        if not each.docs and dialect.has_trailing_docs and each.kind in VALUES:
            each.docs = above.behind(each)
        if (statement := each.part("statement")) is not None:
            # Several names in one statement share what is said of it.
            each.docs = each.docs or of_statements.get(statement.id, [])
            of_statements[statement.id] = each.docs
        each.doc = dialect.doc([text(node) for node in each.docs]) if each.docs else None
        for overload in each.overloads[1:]:
            overload.docs = above.row(overload.line - 1, overload.node)[0]
            overload.doc = dialect.doc([text(node) for node in overload.docs]) if overload.docs else None
            each.has_overload_docs = each.has_overload_docs or overload.doc is not None
        dialect.documented(each)
    if found.file is not None and not found.file_docs:
        found.file_docs = above.row(found.file.start_point[0], found.file)[0]
    if found.file_docs:
        found.doc = dialect.doc([text(node) for node in found.file_docs])


class Above:
    """The comments and annotations of a file by the row that they end in."""

    def __init__(self, dialect: Dialect, found: Found) -> None:
        self._source = found.source
        self._dialect = dialect
        self._alone: dict[int, Node] = {}
        self._behind: dict[int, Node] = {}
        for node in found.comments:
            start = node.start_byte
            line = found.source[found.source.rfind(b"\n", 0, start) + 1 : start]
            (self._behind if line.strip() else self._alone)[_last_row(node)] = node
        self._lines = found.source.split(b"\n") if dialect.has_docs_apart else []
        self._annotations = {node.end_point[0]: node for node in found.annotations}

    def row(self, row: int, node: Node) -> tuple[list[Node], list[Node]]:
        """Return the docs and annotations above what begins in a row, each in order of the source."""
        start = node.start_byte
        before = self._source[self._source.rfind(b"\n", 0, start) + 1 : start].strip()
        docs: list[Node] = []
        annotations: list[Node] = []
        if before[-1:] in b"({[,;" and before:
            return docs, annotations
        row -= 1
        while True:
            while self._dialect.has_docs_apart and row >= 0 and not docs and self._is_blank(row):
                row -= 1
            if (comment := self._alone.get(row)) is not None:
                if self._dialect.is_doc(text(comment)):
                    docs.insert(0, comment)
                row = comment.start_point[0] - 1
            elif (annotation := self._annotations.get(row)) is not None and not docs:
                annotations.insert(0, annotation)
                row = annotation.start_point[0] - 1
            else:
                return docs, annotations

    def _is_blank(self, row: int) -> bool:
        return not self._lines[row].strip()

    def behind(self, definition: Definition) -> list[Node]:
        """Return the comment behind a value on its last line."""
        statement = definition.part("statement") or definition.node
        comment = self._behind.get(statement.end_point[0])
        if comment is None or comment.start_byte < statement.end_byte or not self._dialect.is_doc(text(comment)):
            return []
        return [comment]


def _last_row(node: Node) -> int:
    """Return the row in which a comment ends; in some grammars its line break belongs to it."""
    return node.end_point[0] - (1 if node.end_point[1] == 0 else 0)
