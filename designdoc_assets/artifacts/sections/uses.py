"""The lines of users and tests, with a count where not all are named."""

from collections.abc import Iterable, Sequence

from designdoc_assets.analysis.linked import Linked
from designdoc_assets.analysis.uses import Tests, Uses
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.text import all_named, listing, named, plural
from designdoc_assets.markup import markdown

MOST_USERS = 12
_MOST_HANDLERS = 5
"""Handlers of an exception's base classes that are named; they may be meant for other heirs of these."""
_MOST_FILES = 4
_MOST_TESTS = 3
"""Tests that are named per file: enough to show where to look."""


def use_lines(uses: Uses, facts: PageFacts, *, verb: str = "Used") -> list[str]:
    """Return a line each for users and for tests, if there are any."""
    lines = []
    if uses.raisers:
        lines.append(f"**{facts.words.raised_by}**: {user_list(uses.raisers, facts)}.")
    if uses.catchers:
        lines.append(f"**Caught in**: {user_list(uses.catchers, facts)}.")
    handlers = [
        f"{named(base.name, base.page, facts)} in {user_list(users, facts, limit=_MOST_HANDLERS)}"
        for base, users in uses.of_bases
    ]
    if handlers:
        lines.append(f"**Handlers of its bases**: {'; '.join(handlers)}.")
    if uses.users:
        lines.append(f"**{verb} by**: {user_list(uses.users, facts)}.")
    if uses.tests:
        lines.append(f"**Tested by** {_tests(uses.tests)}.")
    return lines


def user_list(users: Iterable[Linked], facts: PageFacts, *, limit: int = MOST_USERS) -> str:
    """Return the names of users, with links."""
    return all_named(users, facts, limit=limit)


def _tests(tests: Sequence[Tests]) -> str:
    shown = []
    for entry in tests[:_MOST_FILES]:
        names = listing(map(markdown.code, entry.names), limit=_MOST_TESTS)
        shown.append(markdown.code(entry.path) + (f": {names}" if names else ""))
    rest = len(tests) - len(shown)
    return "; ".join(shown) + (f"; and {plural(rest, 'more file')}" if rest else "")
