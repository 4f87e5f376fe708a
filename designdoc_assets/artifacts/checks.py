"""The checks of an artifact before it is published: structure, facts, diagram, links; each is a function of a draft."""

import posixpath
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from designdoc_assets.artifacts.artifact import Prose
from designdoc_assets.artifacts.kind import AnyKind
from designdoc_assets.artifacts.naming import unknown_names
from designdoc_assets.artifacts.naming_known import Names
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.markup.fences import lines_with_code
from designdoc_assets.markup.mermaid import parser
from designdoc_assets.markup.mermaid.render import render
from designdoc_assets.writing.verdict import Check, Issue, Verdict, judge

_HEADING = re.compile(r"(#{1,6}) +(.+?) *\Z")
_CODE = re.compile(r"(`+)(?:.(?!\1))*?.?\1")
_LINK = re.compile(r"(?<!\\)\]\([^)]*\)|(?<!\\)\]: *\S+|<[a-z][a-z0-9+.-]*:[^>]*>", re.IGNORECASE)
"""A link in a model's prose, which may not have any: a text in the target could have told it where to link to."""
_TARGET = re.compile(r"(?<!\\)\]\(<?([^)\s>]+)>?\)")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_MARKER = re.compile(r"<!-- *designdoc:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """An artifact that is to be checked and published."""

    kind: AnyKind
    facts: PageFacts
    prose: Prose
    body: str
    names: Sequence[Names] | None = ()
    """The names that exist; None if names are not to be judged: the text is an author's, or was judged when it was
    written."""
    members: Collection[str] = ()
    """The members that may have a text of their own."""
    languages: Collection[str] = ()
    """The languages of the target."""


def check(draft: Draft, pages: Collection[str]) -> list[Verdict]:
    """Return the verdicts of all checks.

    Args:
        draft: The artifact.
        pages: The tree-relative paths that a link may lead to.
    """
    return [judge(stage, find(draft, pages)) for stage, find in _CHECKS.items()]


def _structure(draft: Draft, pages: Collection[str]) -> list[Issue]:
    issues = []
    sections = _sections(draft.body)
    top = [title for level, title, _ in sections if level == 2]
    is_written = draft.names is not None
    for name in draft.kind.written_texts if is_written else ():
        if not getattr(draft.prose, name).strip():
            issues.append(Issue("major", name, "the text is empty", "Say what it is for."))
    for title in draft.kind.required_sections(draft.facts):
        if title not in top:
            issues.append(Issue("major", title, "the section is missing", f"Add a section `## {title}`."))
    for title in dict.fromkeys(top):
        if top.count(title) > 1:
            issues.append(Issue("major", title, "the section is there twice", "Merge the two."))
    # On a shared page, a region begins with the heading of its subject, and may have nothing below it.
    for level, title, text in sections[1:] if draft.facts.anchor else sections:
        # The static writer has no text where no author wrote one: an empty section is no fault then.
        if is_written and level == 2 and not text.strip():
            issues.append(Issue("major", title, "the section is empty", "Fill it, or leave it out."))
    # A marker in code is quoted, as where it is the default of a parameter.
    if _MARKER.search(draft.body) and any(_MARKER.search(_CODE.sub("`", line)) for line in _text_lines(draft.body)):
        issues.append(Issue("critical", "body", "it holds a region marker", "Take the marker out."))
    return issues


def _facts(draft: Draft, pages: Collection[str]) -> list[Issue]:
    """Find names that nothing defines. The text of an author is quoted as it is, whatever names it has."""
    if draft.names is None:
        return []
    quoted = draft.kind.quoted(draft.facts)
    issues = []
    for entry in draft.kind.described(draft.prose):
        if entry.name not in draft.members:
            fix = f"Describe only {', '.join(f'`{name}`' for name in draft.members) or 'nothing here'}."
            issues.append(Issue("major", "members", f"there is no member `{entry.name}`", fix))
    for phrase in draft.kind.invented(draft.facts, draft.prose):
        issues.append(Issue("major", "diagram", phrase, "Choose from the nodes and edges that the facts list."))
    for text in draft.prose.texts():
        for name in unknown_names(text, draft.names, draft.languages) if text not in quoted else ():
            said = f"`{name}` stands neither in what you were shown nor in the target"
            fix = f"Leave `{name}` out, or spell it as it stands there. Keep all else that you say there."
            issues.append(Issue("major", "prose", said, fix))
    return list(dict.fromkeys(issues))


def _diagram(draft: Draft, pages: Collection[str]) -> list[Issue]:
    diagrams = draft.kind.diagrams(draft.facts, draft.prose)
    if not diagrams or not parser.parser_available():
        return []
    messages = filter(None, (parser.parse(render(diagram)) for diagram in diagrams))
    return [Issue("critical", "diagram", message, "Leave the diagram out.") for message in messages]


def _links(draft: Draft, pages: Collection[str]) -> list[Issue]:
    folder = posixpath.dirname(draft.facts.page)
    issues = [
        Issue(
            "major",
            "prose",
            f"it holds a link: {link}",
            "Write no links: names that have pages are linked by themselves.",
        )
        for text in (draft.prose.texts() if draft.names is not None else ())
        for line in _text_lines(text)
        for link in _LINK.findall(_CODE.sub("`", line))
    ]
    for line in _text_lines(draft.body) if "](" in draft.body else ():
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


_CHECKS: dict[Check, Callable[[Draft, Collection[str]], list[Issue]]] = {
    Check.STRUCTURE: _structure,
    Check.FACTS: _facts,
    Check.DIAGRAM: _diagram,
    Check.LINKS: _links,
}


def _sections(body: str) -> list[tuple[int, str, str]]:
    """Return level, title and text of each heading. Headings below a heading are part of its text."""
    found: list[tuple[int, str, list[str]]] = []
    open_sections: list[tuple[int, str, list[str]]] = []
    for line, is_code in lines_with_code(body):
        heading = _HEADING.match(line) if line.startswith("#") and not is_code else None
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
