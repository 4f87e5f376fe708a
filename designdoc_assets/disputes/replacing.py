"""Puts a person's own text in the place of the passage that a dispute is about; the rest of its section stays.

A text that begins with headings of the section replaces the parts below these. Otherwise the passage
is the one that a person edited, or that a check complained of.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, TypeVar

from designdoc_assets.artifacts.artifact import Prose
from designdoc_assets.markup.fences import lines_with_code

ProseT = TypeVar("ProseT", bound=Prose)

_HEADING = re.compile(r"(#{1,6}) +(.+?) *\Z")
_PLACE = "DESIGNDOCPASSAGE"
"""A placeholder for the passage while a page is rendered: letters alone, which no renderer changes."""
_MOST_QUOTED = 60
_IN_CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True, slots=True)
class Replacement:
    """A section with a person's text in it.

    Attributes:
        body: The section.
        passage: A description of the passage that the text replaced.
    """

    body: str
    passage: str


def headings(body: str) -> list[str]:
    """Return the headings of a body as they are written."""
    return [line for _, line, _ in _headings(body)]


def by_headings(body: str, text: str) -> Replacement | None:
    """Replace the parts of a body whose headings a text has; None if it does not begin with one of them.

    A heading above the whole body, as that of a class on the page of its file, stands for what is below it alone: a
    text for that says nothing of the parts that follow.
    """
    lines = body.split("\n")
    found = list(_headings(body))
    parts = {line: (start, _end(body, start, level)) for start, line, level in reversed(found)}
    own = list(_headings(text))
    if not own:
        return None
    (begin, first, first_level), *_ = own
    if begin != 0 or first not in parts:
        return None
    levels = {first_level}
    if len(found) > 1 and parts[first] == (0, len(lines)):
        below, _, level_below = found[1]
        parts[first] = 0, below
        levels.add(level_below)
    # The text is cut where it has a heading of the body; those further down belong to the part that they are in.
    starts = [start for start, line, level in own if level in levels and line in parts]
    text_lines = text.split("\n")
    chunks = [text_lines[start:end] for start, end in zip(starts, [*starts[1:], len(text_lines)], strict=True)]
    named = [chunk[0] for chunk in chunks]
    for chunk in sorted(chunks, key=lambda chunk: -parts[chunk[0]][0]):
        start, end = parts[chunk[0]]
        lines = _put(lines, start, end, chunk)
    return Replacement("\n".join(lines), " and ".join(f"“{_title(line)}”" for line in dict.fromkeys(named)))


def by_difference(body: str, other: str, text: str) -> Replacement | None:
    """Replace the passage in which a body differs from another version; None if it is not one passage."""
    lines, others = body.split("\n"), other.split("\n")
    stretches: list[tuple[int, int]] = []
    for tag, start, end, _, _ in SequenceMatcher(None, lines, others, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if stretches and not "".join(lines[stretches[-1][1] : start]).strip():
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    if len(stretches) != 1:
        return None
    start, end = stretches[0]
    above = [line for at, line, _ in _headings(body) if at < start]
    where = f"the passage below “{_title(above[-1])}”" if above else "the passage at its beginning"
    return Replacement("\n".join(_put(lines, start, end, text.split("\n"))), where)


def by_complaint(
    prose: ProseT, render: Callable[[ProseT], str], issue: Mapping[str, Any], text: str
) -> Replacement | None:
    """Replace the text of a draft that a check's issue is about; None if that cannot be told."""
    leaves = list(_leaves(prose.model_dump()))
    scores = [_score(path, leaf, issue) for path, leaf in leaves]
    best = max(scores, default=(0, False))
    if not any(best) or scores.count(best) != 1:
        return None
    path, leaf = leaves[scores.index(best)]
    rendered = render(type(prose).model_validate(_with(prose.model_dump(), path, _PLACE)))
    if _PLACE not in rendered:
        return None
    body = "\n".join(
        text if line.strip() == _PLACE else line.replace(_PLACE, " ".join(text.split()))
        for line in rendered.split("\n")
    )
    quoted = " ".join(leaf.split())
    quoted = quoted if len(quoted) <= _MOST_QUOTED else f"{quoted[: _MOST_QUOTED - 1]}…"
    return Replacement(body, f"“{quoted}” ({path[0]})")


def stands_in(body: str, text: str) -> bool:
    """Whether a body has all that a text says."""
    return set(text.split("\n")) <= set(body.split("\n"))


def _headings(text: str) -> Iterator[tuple[int, str, int]]:
    """Yield line number, line and level of each heading."""
    for number, (line, is_code) in enumerate(lines_with_code(text)):
        found = None if is_code else _HEADING.match(line)
        if found:
            yield number, line.rstrip(), len(found[1])


def _end(body: str, start: int, level: int) -> int:
    """Return the line after the part that a heading begins."""
    return next((at for at, _, other in _headings(body) if at > start and other <= level), body.count("\n") + 1)


def _title(line: str) -> str:
    return line.lstrip("#").strip()


def _put(lines: Sequence[str], start: int, end: int, text: Sequence[str]) -> list[str]:
    """Return lines in which some are replaced, with blank lines around the new ones."""
    new = "\n".join(text).strip("\n").split("\n")
    before, behind = [*lines[:start]], [*lines[end:]]
    while before and not before[-1].strip():
        before.pop()
    while behind and not behind[0].strip():
        behind.pop(0)
    return [*before, *([""] if before else []), *new, *([""] if behind else []), *behind]


def _leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the texts of a draft with their paths in it; a member's text has that member's name in its path."""
    if isinstance(value, str):
        yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list | tuple) else ()
    for name, item in items:
        if name == "name" and isinstance(value, dict) and "text" in value:
            continue
        label = (item["name"],) if isinstance(item, dict) and "name" in item else ()
        for inner, text in _leaves(item, (*path, name)):
            yield (*inner, *(f"={part}" for part in label)), text


def _score(path: Sequence[str | int], text: str, issue: Mapping[str, Any]) -> tuple[int, bool]:
    """Return how well a text fits an issue: how much of its place is named, then whether it holds what is quoted."""
    said = str(issue.get("current_text", "")).strip(" .\"'“”")
    quotes = {said, *_IN_CODE.findall(said)} - {""}
    flat = " ".join(text.split())
    is_quoted = any(" ".join(quote.split()) in flat for quote in quotes)
    words = set(re.findall(r"\w+", str(issue.get("location", ""))))
    return sum(str(part).removeprefix("=") in words for part in path), is_quoted


def _with(plain: Any, path: Sequence[str | int], text: str) -> Any:
    """Return plain data with the text at a path replaced."""
    steps = [step for step in path if not str(step).startswith("=")]
    if not steps:
        return text
    first, rest = steps[0], steps[1:]
    if isinstance(plain, dict):
        return {name: _with(value, rest, text) if name == first else value for name, value in plain.items()}
    return [_with(value, rest, text) if number == first else value for number, value in enumerate(plain)]
