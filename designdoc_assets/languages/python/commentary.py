"""The comments of a Python file that tell something: see `languages.commentary`."""

import re
import textwrap
from collections.abc import Iterable

from tree_sitter import Node, Query, QueryCursor

from designdoc_assets.languages.commentary import Comment, Commentary
from designdoc_assets.languages.python.syntax import LANGUAGE, parse, text

_DIRECTIVE = re.compile(
    r"""
      !.*
    | [:\s]*(?:
        (?:ruff:\s*|flake8:\s*)?noqa(?::\s*[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*)?
      | type:\s*ignore(?:\[[^]]*\])?
      | (?:pragma|pylint|mypy|pyright|isort|fmt|yapf|black|cython|nosec|nosemgrep|sourcery|codespell)\s*[:=].*
      | nosec.* | autopep8.*
      | .*coding[:=]\s*[-\w.]+.* | vim?:.*
      | (?:end)?region\b.*
      )\s*
    """,
    re.VERBOSE,
)
_COMMENTS = Query(LANGUAGE, "(comment) @comment")
_STATES = frozenset({"call", "augmented_assignment", "await", "yield"})


def commentary_of(root: Node, source: bytes, comments: Iterable[Node] | None = None) -> Commentary:
    """Return the commentary of a file, by its tree and its text, and by its comments where these are known."""
    if comments is None:
        comments = QueryCursor(_COMMENTS).captures(root).get("comment", ())
    in_order = sorted(comments, key=lambda node: node.start_byte)
    first = next((child.start_byte for child in root.children if child.type != "comment"), len(source))
    found = [_comment(node) for node in in_order]
    return Commentary(source, found, code_starts=first, is_code=_is_code)


def span_of(definition: Node, commentary: Commentary) -> tuple[int, int]:
    """Return where a class begins and ends, its decorators and the commentary right above included."""
    outer = with_decorators(definition)
    return commentary.lead(outer.start_byte), outer.end_byte


def with_decorators(definition: Node) -> Node:
    """Return the node of a definition and its decorators."""
    parent = definition.parent
    return parent if parent is not None and parent.type == "decorated_definition" else definition


def _comment(node: Node) -> Comment:
    said = text(node).lstrip("#")
    return Comment(node.start_byte, node.end_byte, said, _DIRECTIVE.fullmatch(said) is not None)


def _is_code(said: str) -> bool:
    root = parse(f"{textwrap.dedent(said)}\n".encode("utf-8", "replace")).root_node
    return not root.has_error and all(_is_statement(child) for child in root.named_children)


def _is_statement(node: Node) -> bool:
    """Whether a node does something: a name or a comparison by itself may be a word or two of prose."""
    if node.type != "expression_statement":
        return True
    inner = node.named_children[0] if node.named_children else node
    if inner.type == "assignment":
        return inner.child_by_field_name("right") is not None
    return inner.type in _STATES
