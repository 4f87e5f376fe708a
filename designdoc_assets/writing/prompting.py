"""From a brief to requests: what the writer and the reviewer of one artifact are told.

Instructions come first and are those of the kind, then the data, then what is to be done: so that writer and reviewer,
and all attempts, share what stands first. The data come from the target and are not trusted: they stand between marks
that are made of their own digest, which nothing in them can imitate.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pydantic import BaseModel

from designdoc_assets.languages.keys import decode
from designdoc_assets.languages.written_names import names_written_in
from designdoc_assets.writing.answers import as_text
from designdoc_assets.writing.brief import MOST_MATERIAL_BYTES, Brief, Text
from designdoc_assets.writing.context import fitting
from designdoc_assets.writing.instructions import REVIEW, instructions
from designdoc_assets.writing.quotes import Quotable
from designdoc_assets.writing.request import Request
from designdoc_assets.writing.review import Review
from designdoc_assets.writing.revision import Answered, Draft, draft_of
from designdoc_assets.writing.verdict import Issue, Verdict

MOST_REVIEW_TOKENS = 3_000
MOST_TOLD = 40
"""Issues that a writer is told of at once."""
_TOKENS_OF_ANSWER = 60
"""Of output, for what a writer answers to one issue."""


@dataclass(frozen=True)
class Shown:
    """A brief with its material read.

    Attributes:
        brief: The brief.
        data: Facts, material and context between their marks.
        material: The material in full.
        context: What is shown beside it.
        elided: What was left out of the material, as phrases.
    """

    brief: Brief
    data: str
    material: Text
    context: str
    elided: tuple[str, ...]

    @cached_property
    def quotable(self) -> Quotable:
        """What issues with a draft, and answers to them, may quote."""
        return Quotable(f"{self.data}\n{self.brief.resolution}")

    @cached_property
    def names(self) -> frozenset[str]:
        """All names in what is shown, and in what a person decided: prose may use them."""
        facts = json.dumps(self.brief.facts, ensure_ascii=False)
        beside = f"{facts}\n{decode(self.brief.subject)}\n{self.brief.resolution}\n{self.context}"
        return self.material.words | names_written_in(beside)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A draft that failed checks in this attempt, and all that they found; what it need not fail for comes last."""

    prose: BaseModel
    issues: tuple[Issue, ...]

    @classmethod
    def by(cls, verdicts: Iterable[Verdict], prose: BaseModel) -> "Rejected":
        """Return a draft with the issues of all verdicts, as many as a writer is told."""
        found = (issue for verdict in verdicts for issue in verdict.issues)
        issues = {(issue.kind, issue.location, issue.current_text, issue.reason): issue for issue in found}.values()
        return cls(prose, tuple(sorted(issues, key=lambda issue: not issue.is_serious)[:MOST_TOLD]))


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
    return Shown(brief, _marked("data", "\n\n".join(parts)), text, context, elided)


def writing_request(shown: Shown, model: str, rejected: Rejected | None, attempt: int = 1) -> Request[Draft]:
    """Return the question to the writer; with what was found in its draft, if this is not the first attempt."""
    brief = shown.brief
    task, most_tokens = [_task("write", brief)], brief.most_output_tokens
    if rejected:
        task = [
            _task("revise", brief),
            _marked("draft", as_text(rejected.prose)),
            f"What was found in it:\n{_numbered(map(_told, rejected.issues))}",
            instructions("revise").text,
        ]
        most_tokens += len(rejected.issues) * _TOKENS_OF_ANSWER
    form = draft_of(brief.answer)
    return Request(brief.role, model, _system(brief), shown.data, "\n\n".join(task), form, most_tokens, attempt)


def review_request(
    shown: Shown, model: str, prose: BaseModel, attempt: int = 1, answers: Sequence[Answered] = ()
) -> Request[Review]:
    """Return the question to the reviewer; with what the writer answered to the review of the draft before."""
    brief = shown.brief
    role = REVIEW + brief.role
    task = [_task("review", brief), instructions("review").text, instructions(role).text]
    earlier = [_told(each.issue) | _what_became(each) for each in answers if each.issue.kind]
    if earlier:
        task.append(f"What a reviewer found in the draft before, and its writer's answers:\n{_numbered(earlier)}")
    task.append(_marked("draft", as_text(prose)))
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


def _told(issue: Issue) -> dict[str, str]:
    """Return what a model is told of an issue."""
    told = {
        "must_be_answered": "yes" if issue.is_serious else "only if it makes the text better",
        "kind": issue.kind,
        "where": issue.location,
        "what": issue.current_text,
        "reason": issue.reason,
        "suggestion": issue.suggested_fix,
    }
    return {name: text for name, text in told.items() if text}


def _what_became(answer: Answered) -> dict[str, str]:
    return {"answer": answer.outcome} | ({"quote_of_the_data": answer.quote} if answer.quote else {})


def _numbered(entries: Iterable[Mapping[str, str]]) -> str:
    numbered = [{"issue": number, **entry} for number, entry in enumerate(entries, start=1)]
    return json.dumps(numbered, ensure_ascii=False, indent=1)


def _marked(name: str, text: str) -> str:
    text = text.encode("utf-8", "replace").decode()  # names of files may hold bytes that are no text
    mark = f"{name}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
    return f"<{mark}>\n{text}\n</{mark}>"
