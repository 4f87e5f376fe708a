"""What a class depends on, as a list."""

from collections.abc import Iterable

from designdoc_assets.analysis.collaborators import Collaborator, Collaborators
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.text import listing, named
from designdoc_assets.markup import markdown


def dependency_lines(collaborators: Collaborators, facts: PageFacts) -> list[str]:
    """Return the list of dependencies, a line each for bases, verbs and libraries."""
    lines = []
    if collaborators.bases:
        lines.append(f"{facts.words.takes_from} {_shown(collaborators.bases, facts)}.")
    used = [f"{verb} {_shown(entries, facts)}" for verb, entries in collaborators.by_verb]
    lines += [f"{line}." for line in used]
    libraries = [
        f"{listing(map(markdown.code, names), limit=20)} ({group})"
        for group, names in (("third party", collaborators.third_party), ("standard library", collaborators.standard))
        if names
    ]
    if libraries:
        lines.append(f"Uses {'; '.join(libraries)}.")
    return lines


def _shown(entries: Iterable[Collaborator], facts: PageFacts) -> str:
    return listing((named(entry.name, entry.page or None, facts) for entry in entries), limit=20)
