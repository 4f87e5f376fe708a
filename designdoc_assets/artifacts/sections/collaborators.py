"""What a class depends on, as a list."""

from designdoc_assets.analysis.collaborators import Collaborators
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.text import all_named, listing
from designdoc_assets.markup import markdown


def dependency_lines(collaborators: Collaborators, facts: PageFacts) -> list[str]:
    """Return the list of dependencies, a line each for bases, verbs and libraries."""
    lines = []
    if collaborators.bases:
        lines.append(f"{facts.words.takes_from} {all_named(collaborators.bases, facts, limit=20)}.")
    used = [f"{verb} {all_named(entries, facts, limit=20)}" for verb, entries in collaborators.by_verb]
    lines += [f"{line}." for line in used]
    libraries = [
        f"{listing(map(markdown.code, names), limit=20)} ({group})"
        for group, names in (("third party", collaborators.third_party), ("standard library", collaborators.standard))
        if names
    ]
    if libraries:
        lines.append(f"Uses {'; '.join(libraries)}.")
    return lines
