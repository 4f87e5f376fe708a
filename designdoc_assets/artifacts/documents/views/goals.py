"""What the README says that the project is for, under a heading that says so: verbatim."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from markdown_it import MarkdownIt

from designdoc_assets.artifacts.documents.views.places import FilePlace, linked, place_of
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.text import shown
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.markup import markdown

_TITLE = re.compile(
    r"(?:(?:design|project|our) )?(?:goals|non-?goals|goals (?:and|&) non-?goals|objectives|aims|philosophy|principles)"
    r"|(?:(?:key|main|core) )?features|what (?:it is|is it|it's) for|purpose|motivation|rationale|scope"
    r"|why\b[^.:]{0,60}",
    re.IGNORECASE,
)
_EDGES = re.compile(r"^[^\w]+|[^\w?]+$")
_MOST_CHARACTERS = 4_000
"""A longer section is a text of its own."""
_IN_A_README = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class Goals:
    """The sections of a README about goals: (heading, text)."""

    sections: tuple[tuple[str, str], ...] = ()
    readme: FilePlace | None = None


def goals_of(page: str, survey: Survey) -> Goals:
    """Find the goals that the README states."""
    readme = survey.snapshot.readme
    if readme is None or not readme.path.lower().endswith(_IN_A_README):
        return Goals()
    sections = tuple(_sections(readme.text))
    return Goals(sections, place_of(readme.path, page, survey)) if sections else Goals()


def _sections(text: str) -> Iterator[tuple[str, str]]:
    """Yield the sections whose heading says that they are about goals, with what stands under headings below it."""
    lines = text.split("\n")
    tokens = MarkdownIt("commonmark", {"maxNesting": 50}).parse(text)
    heads = [
        (int(token.tag[1:]), token.map[0], token.map[1], inline.content)
        for token, inline in pairwise(tokens)
        if token.type == "heading_open" and token.level == 0 and token.map
    ]
    done = 0
    for at, (level, begin, start, title) in enumerate(heads):
        plain = _EDGES.sub("", title)
        if begin < done or level == 1 or not _TITLE.fullmatch(plain):
            continue
        end = next((other[1] for other in heads[at + 1 :] if other[0] <= level), len(lines))
        said = "\n".join(lines[start:end]).strip()
        if said and len(said) <= _MOST_CHARACTERS:
            done = end
            yield plain, said


def goal_blocks(goals: Goals, facts: PageFacts) -> Iterator[str]:
    """Return the goals as the README states them."""
    for title, text in goals.sections:
        where = f" in {linked(goals.readme, facts)}" if goals.readme else ""
        said = shown(text, facts)
        yield markdown.paragraphs(f"*{markdown.escape(title)}*{where}:", said) if said else ""
