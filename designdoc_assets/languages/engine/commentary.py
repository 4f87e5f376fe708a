"""The comments of a file that tell something, docs left out: see `languages.commentary`."""

from tree_sitter import Node, Parser

from designdoc_assets.languages.commentary import Comment, Commentary
from designdoc_assets.languages.engine.definition import Found
from designdoc_assets.languages.engine.dialect import Dialect, without_marks
from designdoc_assets.languages.engine.written import text


def commentary_of(dialect: Dialect, found: Found) -> Commentary:
    """Return the commentary of a file."""
    docs = doc_starts(found)
    comments = [
        Comment(node.start_byte, end_of(found, node), without_marks(text(node)), _tells_nobody(dialect, node))
        for node in sorted(found.comments, key=lambda node: node.start_byte)
        if node.start_byte not in docs
    ]
    return Commentary(
        found.source, comments, code_starts=_code_starts(found), is_code=lambda said: _is_code(dialect, said)
    )


def doc_starts(found: Found) -> set[int]:
    """Return the bytes at which docs begin."""
    docs = {node.start_byte for each in found.all() for one in (each, *each.overloads) for node in one.docs}
    return docs | {node.start_byte for node in found.file_docs}


def end_of(found: Found, comment: Node) -> int:
    """Return where a comment ends, without the line break that is a part of it in some grammars."""
    return comment.end_byte - (found.source[comment.end_byte - 1 : comment.end_byte] == b"\n")


def _tells_nobody(dialect: Dialect, node: Node) -> bool:
    """Whether a comment is said to a tool, or stands for code that does not count."""
    return not node.type.endswith("comment") or dialect.is_directive(text(node))


def _code_starts(found: Found) -> int:
    comments = {node.start_byte for node in found.comments}
    children = found.root.children if found.root is not None else ()
    return next((child.start_byte for child in children if child.start_byte not in comments), len(found.source))


def _is_code(dialect: Dialect, said: str) -> bool:
    source = f"{said}\n".encode("utf-8", "replace")
    return any(not Parser(grammar).parse(source).root_node.has_error for grammar in dialect.loaded)
