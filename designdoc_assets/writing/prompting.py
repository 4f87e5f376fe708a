"""From a brief to requests: what the writer and the reviewer of one artifact are told.

Instructions come first and are those of the kind, then the data, then what is to be done: so that writer and reviewer,
and all attempts, share what stands first. The data come from the target and are not trusted: they stand between marks
that are made of their own digest, which nothing in them can imitate.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from pydantic import BaseModel

from designdoc_assets.languages.keys import decode
from designdoc_assets.writing.answers import as_text
from designdoc_assets.writing.brief import MOST_MATERIAL_BYTES, Brief
from designdoc_assets.writing.context import fitting
from designdoc_assets.writing.instructions import REVIEW, instructions
from designdoc_assets.writing.request import Request
from designdoc_assets.writing.review import Review
from designdoc_assets.writing.verdict import Issue, Verdict

MOST_REVIEW_TOKENS = 3_000
_WORD = re.compile(r"\w+")
"""Of a partition key, a resolution and context: what these say may be named."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A brief with its material read.

    Attributes:
        brief: The brief.
        data: Facts, material and context between their marks.
        names: The identifiers that prose about it may name.
        elided: What was left out of the material, as phrases.
    """

    brief: Brief
    data: str
    names: frozenset[str]
    elided: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A draft that failed a check in this attempt."""

    prose: BaseModel
    verdict: Verdict


def show(brief: Brief) -> Shown:
    """Read a brief's material and context, as much of them as a request may hold."""
    text = brief.material.read()
    ground, elided = text.fitted(MOST_MATERIAL_BYTES)
    language = {"language": brief.language} if brief.language else {}
    facts = json.dumps({**language, **brief.facts}, ensure_ascii=False, indent=1, sort_keys=True)
    parts = [f"Facts that parsing found:\n{facts}", f"{brief.material.title}:\n{ground}"]
    if elided:
        parts.append(f"Left out for length: {'; '.join(elided)}.")
    context = fitting(brief.context(), brief.most_context_tokens)
    if context:
        parts.append(f"Beside it, to understand it by:\n\n{context}")
    words = frozenset(_WORD.findall(f"{decode(brief.subject)} {brief.resolution} {context}"))
    return Shown(brief, _marked("data", "\n\n".join(parts)), text.names | brief.known() | words, elided)


def writing_request(shown: Shown, model: str, rejected: Rejected | None, attempt: int = 1) -> Request[BaseModel]:
    """Return the question to the writer; with what was wrong, if this is not the first attempt."""
    brief = shown.brief
    verb = "revise" if rejected else "write"
    task = [_task(verb, brief)]
    if rejected:
        task.append("Your last draft was rejected:")
        task.append(_marked("draft", as_text(rejected.prose)))
        task.append(f"What is wrong with it:\n{_issues(rejected.verdict.issues)}")
        task.append("Write all of it again, with every issue mended. Change nothing that is right.")
    return Request(
        brief.role,
        model,
        _system(brief),
        shown.data,
        "\n\n".join(task),
        brief.answer,
        brief.most_output_tokens,
        attempt,
    )


def review_request(shown: Shown, model: str, prose: BaseModel, attempt: int = 1) -> Request[Review]:
    """Return the question to the reviewer."""
    brief = shown.brief
    role = REVIEW + brief.role
    task = [_task("review", brief), instructions(role).text, _marked("draft", as_text(prose))]
    return Request(role, model, _system(brief), shown.data, "\n\n".join(task), Review, MOST_REVIEW_TOKENS, attempt)


def _system(brief: Brief) -> str:
    return f"{instructions('rules').text}\n\n{instructions(brief.role).text}"


def _task(verb: str, brief: Brief) -> str:
    lines = [f"Task: {verb} {brief.role} of {brief.subject}"]
    if brief.members:
        lines.append(f"Members: {', '.join(brief.members)}")
    if brief.resolution:
        lines.append(f"A maintainer decided about an earlier draft, and this decision holds:\n{brief.resolution}")
    return "\n".join(lines).encode("utf-8", "replace").decode()


def _issues(issues: Sequence[Issue]) -> str:
    return json.dumps([asdict(issue) for issue in issues], ensure_ascii=False, indent=1)


def _marked(name: str, text: str) -> str:
    text = text.encode("utf-8", "replace").decode()  # names of files may hold bytes that are no text
    mark = f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    return f"<{mark}>\n{text}\n</{mark}>"
