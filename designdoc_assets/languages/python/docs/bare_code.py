"""Python code that stands in a docstring's text without any mark: told from prose by reading it as Python."""

import re

from tree_sitter import Node

from designdoc_assets.languages.python.syntax import parse, statements

LONGEST = 4_000
"""Characters of a paragraph that is looked at."""

_START = re.compile(
    r"(?:async +)?(?:import|from|assert|def|class|with|for|if|try|while) *[\w({\[\"']|@\w"
    r"|[A-Za-z_][\w.]*(?:\[[^\]]*\])?(?: *, *[\w.]+)* *(?:\(|(?:[-+*/|&]|//)?= )"
)
_COMMENTS = re.compile(r"\A(?:[ \t]*#.*\n)+")
_COMPOUND = frozenset(
    {
        *("import_statement", "import_from_statement", "assert_statement", "decorated_definition"),
        *("function_definition", "class_definition", "with_statement", "for_statement", "if_statement"),
        *("try_statement", "while_statement"),
    }
)


def is_code(lines: list[str]) -> bool:
    """Tell whether a paragraph is Python: nothing but statements that do something."""
    text = "\n".join(lines)
    if len(text) > LONGEST or not _START.match(_COMMENTS.sub("", text)):
        return False
    tree = parse(text.encode("utf-8", "replace"))
    if tree.root_node.has_error:
        return False
    found = statements(tree.root_node)
    if not found or not all(node.type in _COMPOUND or _does_something(node) for node in found):
        return False
    # One call on a line of its own may just as well name a function.
    return len(lines) > 1 or not _is_call(found[0])


def _does_something(statement: Node) -> bool:
    if statement.type != "expression_statement" or statement.named_child_count != 1:
        return False
    inner = statement.named_children[0]
    if inner.type == "assignment":
        return inner.child_by_field_name("right") is not None  # or else it is `Note: text`
    return inner.type in {"augmented_assignment", "await"} or _is_call(statement)


def _is_call(statement: Node) -> bool:
    return statement.named_child_count == 1 and statement.named_children[0].type == "call"
