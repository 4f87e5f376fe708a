"""Evidence for what a name means: every relation has some, and which evidence makes links is data."""

from collections.abc import Callable
from typing import Literal

from designdoc_assets.languages.linking import External
from designdoc_assets.program.resolution import Symbol

Evidence = Literal["same file", "import", "same unit", "declared type", "inherited", "unique name"]
"""The file itself defines what is meant; it imports it; another file of its unit defines it; something is declared to
be of a type that has it, or is made by what is; a base of the class has it; nothing else in the target is called so."""

LINKED: frozenset[Evidence] = frozenset({"same file", "import", "same unit", "declared type", "inherited"})
"""Evidence that is trusted: docs/references.md shows for each that it was measured on how precise it is.

A name that is unique in the target is not: it may as well be that of something outside, and a wrong link costs more
than a missing one."""


def evidence_of(
    target: Symbol | External,
    path: str,
    outer: Symbol | None,
    *,
    is_typed: bool = False,
    are_of_one_unit: Callable[[str, str], bool] = lambda path, other: False,
) -> Evidence:
    """Return the evidence for what a name means.

    Args:
        target: What it means.
        path: The file in which it stands.
        outer: The class that stands before it, or that it is a member of by its receiver.
        is_typed: Whether the type of something tells what it means.
        are_of_one_unit: Returns whether two files see each other's names without an import.
    """
    if is_typed:
        return "declared type"
    if isinstance(target, External):
        return "import"  # or built in: no link leads there in any case
    if outer is not None and target.owner and (target.path, target.owner) != (outer.path, outer.qualname):
        return "inherited"
    if target.path == path:
        return "same file"
    return "same unit" if are_of_one_unit(path, target.path) else "import"
