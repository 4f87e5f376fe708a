"""What an author says of a thing in a comment right above it, where there is no docstring.

Not every comment there is about what stands below it, or a sentence at all: titles of sections, directives to tools,
plans, code that was taken out.
"""

import re

from tree_sitter import Node

from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.python.docs.docstrings import unsplit
from designdoc_assets.languages.python.syntax import docstring_of, text

_FEWEST_WORDS = 4
"""Fewer are a title."""
_NO_STATEMENT = re.compile(
    r"""
      (?i:todo|fixme|xxx|hack|bug|copyright|spdx|noqa|type:|pylint|pragma|fmt|mypy|pyright|ruff|isort|flake8|yapf|black
        |nosec|region|endregion|coding|sourcery|codespell)\b
    | (?:import|from|def|class|return|for|while|if|elif|with|raise|assert|del|print|async|await|try|except|yield)\b
    | [^\w`"'(]
    """,
    re.VERBOSE,
)
"""What a comment that says nothing of the thing below begins with: a request, a tool's name, a statement of Python."""
_CODE = re.compile(r"[=(){}\[\]]|[:,\\]$")


def said_above(definition: Node) -> Doc | None:
    """Return what the comment right above a definition, decorators included, says of it."""
    node = definition
    if node.parent is not None and node.parent.type == "decorated_definition":
        node = node.parent
    lines: list[str] = []
    row, column = node.start_point
    above = node.prev_sibling
    while above is not None and above.type == "comment" and above.start_point == (row - 1, column):
        lines.insert(0, text(above).lstrip("#").removeprefix(":").strip())
        row -= 1
        above = above.prev_sibling
    # Behind a statement on the line above it, a comment would be about that one.
    if not lines or (above is not None and above.end_point[0] == row):
        return None
    paragraphs = [paragraph.strip() for paragraph in re.split(r"\n\n+", "\n".join(lines).strip())]
    if not _is_sentence(paragraphs[0]) or _begins_a_run(definition):
        return None
    return unsplit("\n\n".join(paragraphs))


def is_first_of_commented(assignment: Node) -> bool:
    """Whether assignments follow line by line, each with a comment behind it: one above is about all of them."""
    first = _with_comment_behind(assignment.parent)
    return first is not None and _with_comment_behind(first) is not None


def _with_comment_behind(statement: Node | None) -> Node | None:
    """Return the assignment on the next line, if a comment stands behind the one on this."""
    behind = statement.next_sibling if statement is not None else None
    if statement is None or behind is None or behind.type != "comment":
        return None
    row = statement.end_point[0]
    if behind.start_point[0] != row:
        return None
    below = behind.next_sibling
    is_next = below is not None and below.start_point[0] == row + 1 and below.type == "expression_statement"
    is_assignment = is_next and below is not None and below.named_children[0].type == "assignment"
    return below if is_assignment else None


def _begins_a_run(definition: Node) -> bool:
    """Whether like definitions follow of which nothing is said: a comment above the first may be about all of them."""
    following = _without_words(definition)
    if following is None:
        return False
    if definition.type == "class_definition":
        return bool(_given(definition) & _given(following)) or _without_words(following) is not None
    return _given(definition) == _given(following) != set()


def _without_words(definition: Node) -> Node | None:
    """Return the definition of the same sort right behind one, if it has neither docstring nor comment."""
    node = definition
    if node.parent is not None and node.parent.type == "decorated_definition":
        node = node.parent
    following = node.next_named_sibling  # a comment would be one
    if following is not None and following.type == "decorated_definition":
        following = following.child_by_field_name("definition")
    if following is None or following.type != definition.type:
        return None
    return following if docstring_of(following.child_by_field_name("body")) is None else None


def _given(definition: Node) -> set[str]:
    """Return the bases of a class, or the parameters of a function, as written."""
    listed = definition.child_by_field_name("superclasses") or definition.child_by_field_name("parameters")
    return {text(child) for child in listed.named_children if child.type != "comment"} if listed else set()


def _is_sentence(paragraph: str) -> bool:
    if len(paragraph.split()) < _FEWEST_WORDS or _NO_STATEMENT.match(paragraph):
        return False
    return paragraph.endswith((".", "!")) or not _CODE.search(paragraph)
