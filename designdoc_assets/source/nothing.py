"""Why a target has nothing to document, as sentences for whoever started the run."""

from collections.abc import Collection, Sequence

from designdoc_assets.languages.registry import LANGUAGES
from designdoc_assets.source.selection import Skipped, counted
from designdoc_assets.source.tree import SourceTree

_EXAMPLES = 3
"""How many of the files that were left out are named."""


def nothing_to_document(
    tree: SourceTree,
    languages: Collection[str] | None,
    files: int,
    tests: int,
    skipped: Sequence[Skipped],
) -> str:
    """Return the sentences that say why no file is documented.

    Args:
        tree: The target.
        languages: Those that are read; None for all.
        files: How many files there are.
        tests: How many were read, all of them of tests.
        skipped: What was left out.
    """
    if tests:
        return (
            f"There is nothing but test code ({counted(tests, 'file')}) in {tree.name}, and it gets no pages of its "
            "own. Set include_tests = true under [languages] in .designdoc.toml, and run again."
        )
    if skipped:
        examples = "; ".join(f"{entry.path}: {entry.reason}" for entry in sorted(skipped)[:_EXAMPLES])
        return (
            f"Every source file of {tree.name} is left out, so there is nothing to document: {examples}. "
            f"Name a target that holds code of its own ({tree.settings}), and run again."
        )
    supported = ", ".join(sorted(languages) if languages is not None else [language.name for language in LANGUAGES])
    return (
        f"There is nothing to document in {tree.name}: {counted(files, 'file')}, none in a supported "
        f"language ({supported}) and not excluded. Name another target ({tree.settings}), languages "
        "(DESIGNDOC_LANGUAGES) or excluded paths (DESIGNDOC_EXCLUDE), and run again."
    )
