"""Inheritance trees, as nested lists."""

from collections.abc import Iterable, Iterator

from designdoc_assets.analysis.families import Branch
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.text import listing, named


def branch_lines(branches: Iterable[Branch], facts: PageFacts, indent: str = "") -> Iterator[str]:
    """Yield a list item for each class with heirs; classes without heirs are listed in the line of their base."""
    for entry in branches:
        leaves = [named(leaf.name, leaf.page, facts) for leaf in entry.branches if not leaf.branches]
        behind = f": {listing(leaves, limit=40)}" if leaves else ""
        yield f"{indent}- {named(entry.name, entry.page, facts)}{behind}"
        yield from branch_lines([b for b in entry.branches if b.branches], facts, f"{indent}  ")
