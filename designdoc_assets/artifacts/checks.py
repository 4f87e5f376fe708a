"""What judges an artifact: structure, facts, diagram, links; each a function from a draft to a verdict."""

import builtins
import keyword
import posixpath
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import unquote

from designdoc_assets.artifacts.kind import AnyKind, PageFacts, Prose
from designdoc_assets.pages.fences import lines_with_code
from designdoc_assets.pages.mermaid import parser
from designdoc_assets.pages.mermaid.render import render
from designdoc_assets.source.stdlib_names import is_stdlib
from designdoc_assets.writing.verdict import Issue, Stage, Verdict, judge

_HEADING = re.compile(r"(#{1,6}) +(.+?) *\Z")
_CODE = re.compile(r"(`+)(?:.(?!\1))*?.?\1")
_TARGET = re.compile(r"\]\(<?([^)\s>]+)>?\)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_NAMED = re.compile(r"(?<!`)`([A-Za-z_][\w.]*)(?:\(\))?`(?!`)")
_MARKER = re.compile(r"<!-- *designdoc:", re.IGNORECASE)
_ALWAYS_KNOWN = frozenset({*keyword.kwlist, *dir(builtins), "self", "cls"})


@dataclass(frozen=True, slots=True)
class Draft:
    """An artifact before it ships."""

    kind: AnyKind
    facts: PageFacts
    prose: Prose
    body: str


def check(draft: Draft, pages: Collection[str]) -> list[Verdict]:
    """Return the verdicts of all checks, cheapest first, up to the first that fails.

    Args:
        draft: What is judged.
        pages: The tree-relative paths that a link may lead to.
    """
    verdicts = []
    for stage, find in _CHECKS.items():
        verdicts.append(judge(stage, find(draft, pages)))
        if verdicts[-1].status == "fail":
            break
    return verdicts


def _structure(draft: Draft, pages: Collection[str]) -> list[Issue]:
    issues = []
    sections = _sections(draft.body)
    top = [title for level, title, _ in sections if level == 2]
    for title in draft.kind.required_sections(draft.facts):
        if title not in top:
            issues.append(Issue("major", title, "the section is missing", f"Add a section `## {title}`."))
    for title in dict.fromkeys(top):
        if top.count(title) > 1:
            issues.append(Issue("major", title, "the section is there twice", "Merge the two."))
    for level, title, text in sections:
        if not text.strip() and level == 2:
            issues.append(Issue("major", title, "the section is empty", "Fill it, or leave it out."))
    if _MARKER.search(draft.body) and _MARKER.search("\n".join(_text_lines(draft.body))):
        issues.append(Issue("critical", "body", "it holds a region marker", "Take the marker out."))
    return issues


def _facts(draft: Draft, pages: Collection[str]) -> list[Issue]:
    """Find names in prose that nothing defines. An author's text is quoted as it is: that it says so is a fact."""
    known = draft.kind.known_names(draft.facts)
    parts = {part for name in known for part in name.split(".")}
    quoted = draft.kind.quoted(draft.facts)
    issues = []
    for text in draft.prose.texts():
        if text in quoted or "`" not in text:
            continue
        for name in dict.fromkeys(_NAMED.findall("\n".join(_text_lines(text)))):
            segments = name.split(".")
            if (
                name in known
                or all(part in parts or part in _ALWAYS_KNOWN for part in segments)
                or is_stdlib(segments[0])
            ):
                continue
            issues.append(Issue("major", "prose", f"`{name}` does not exist", "Name only what the facts hold."))
    return issues


def _diagram(draft: Draft, pages: Collection[str]) -> list[Issue]:
    diagram = draft.kind.diagram(draft.facts)
    if diagram is None or not parser.parser_available():
        return []
    message = parser.parse(render(diagram))
    return [Issue("critical", "diagram", message, "Leave the diagram out.")] if message else []


def _links(draft: Draft, pages: Collection[str]) -> list[Issue]:
    folder = posixpath.dirname(draft.facts.page)
    issues = []
    for line in _text_lines(draft.body):
        for target in _TARGET.findall(_CODE.sub("`", line)) if "](" in line else ():
            if _SCHEME.match(target) or target.startswith("#"):
                continue
            path = posixpath.normpath(
                posixpath.join(folder, unquote(target.partition("#")[0], errors="surrogateescape"))
            )
            if path not in pages:
                issues.append(
                    Issue("major", target, "the link leads nowhere", "Take the link out, or mend its target.")
                )
    return issues


_CHECKS: dict[Stage, Callable[[Draft, Collection[str]], list[Issue]]] = {
    Stage.STRUCTURE: _structure,
    Stage.FACTS: _facts,
    Stage.DIAGRAM: _diagram,
    Stage.LINKS: _links,
}


def _sections(body: str) -> list[tuple[int, str, str]]:
    """Return level, title and text of each heading. Headings below a heading are part of its text."""
    found: list[tuple[int, str, list[str]]] = []
    open_sections: list[tuple[int, str, list[str]]] = []
    for line, is_code in lines_with_code(body):
        heading = None if is_code else _HEADING.match(line)
        if heading:
            level = len(heading.group(1))
            open_sections = [section for section in open_sections if section[0] < level]
        for section in open_sections:
            section[2].append(line)
        if heading:
            open_sections.append((level, heading.group(2), []))
            found.append(open_sections[-1])
    return [(level, title, "".join(lines)) for level, title, lines in found]


def _text_lines(body: str) -> list[str]:
    return [line for line, is_code in lines_with_code(body) if not is_code]
