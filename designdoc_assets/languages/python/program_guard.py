"""The guard of what a file does when it is run as a program, and not when it is imported."""

import re
from collections.abc import Iterable

from tree_sitter import Node

from designdoc_assets.languages.python.syntax import fold

GUARD = 'an `if __name__ == "__main__"` block'
"""What is said of a file that has one."""

_CONDITION = re.compile(r"""\W*(?:__name__\s*==\s*(['"])__main__\1|(['"])__main__\2\s*==\s*__name__)\W*""")


def is_guarded(headers: Iterable[Node]) -> bool:
    """Whether what stands under these headers is there in a program alone: importers get no such name."""
    return any(map(is_guard, headers))


def is_guard(statement: Node) -> bool:
    """Whether a compound statement, or a clause of one, is entered by a file that is run alone."""
    condition = statement.child_by_field_name("condition")
    return condition is not None and condition.type != "call" and _CONDITION.fullmatch(fold(condition)) is not None
