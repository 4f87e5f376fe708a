"""Scripted answers: what a test puts in place of `plausible`, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from designdoc_tests.messages_api.bodies import Asked, Body, asked_of, digest_of
from designdoc_tests.messages_api.plausible import plausible
from designdoc_tests.messages_api.shown import draft_in, first_text

Answer = Callable[[Body], Any]
"""From a request's body to what the model says: text, or a value that is sent as JSON."""


def on(
    answer: Answer,
    *,
    verb: str | None = None,
    kind: str | None = None,
    subject: str | None = None,
    otherwise: Answer = plausible,
) -> Answer:
    """Give an answer to the requests whose task has this verb, kind and subject, and another to the rest."""
    wanted = {"verb": verb, "kind": kind, "subject": subject}

    def choose(body: Body) -> Any:
        asked = asked_of(body)
        fits = asked is not None and all(value in (None, getattr(asked, name)) for name, value in wanted.items())
        return answer(body) if fits else otherwise(body)

    return choose


def constant(value: Any) -> Answer:
    """Answer the same to everything."""
    return lambda body: value


def failing_review(
    times: int | None = None, *, complaint: str = "It says too little.", otherwise: Answer = plausible
) -> Answer:
    """Let the first reviews of each artifact fail (all, for None). A review that is asked again gets its old answer."""
    firsts = _Firsts(times)

    def answer(body: Body) -> Any:
        asked = asked_of(body)
        if asked is None or asked.verb != "review" or not firsts.holds(asked, body):
            return otherwise(body)
        return {"issues": [issue_with(body, misleads=complaint)]}

    return answer


def issue_with(body: Body, kind: str = "unsupported", **more: str) -> dict[str, str]:
    """Return an issue with the draft that a review is asked about, which quotes its first text."""
    nothing = {"evidence": "", "misleads": "", "suggestion": "Say what it is for."}
    return {"quote": first_text(draft_in(body)), "kind": kind, **nothing, **more}


def in_draft(change: Callable[[dict[str, Any]], dict[str, Any]], *, otherwise: Answer = plausible) -> Answer:
    """Change every draft, those of revisions too; reviews are answered as before."""

    def answer(body: Body) -> Any:
        asked, said = asked_of(body), otherwise(body)
        if asked is None or asked.verb == "review":
            return said
        return change(said)

    return answer


def invents(name: str, times: int | None = None, *, otherwise: Answer = plausible) -> Answer:
    """Let the first drafts of each artifact (all, for None) speak of something that is not there."""
    firsts = _Firsts(times)

    def answer(body: Body) -> Any:
        asked = asked_of(body)
        if asked is None or asked.verb == "review" or not firsts.holds(asked, body):
            return otherwise(body)
        return in_draft(lambda draft: _saying(draft, f"It relies on `{name}`."), otherwise=otherwise)(body)

    return answer


def _saying(draft: dict[str, Any], sentence: str) -> dict[str, Any]:
    """Return a draft with a sentence behind its first text."""
    name = next(name for name, value in draft.items() if isinstance(value, str))
    return draft | {name: f"{draft[name]} {sentence}"}


@dataclass(slots=True)
class _Firsts:
    """Which requests are among the first different ones about an artifact."""

    times: int | None
    _seen: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def holds(self, asked: Asked, body: Body) -> bool:
        seen, digest = self._seen.setdefault((asked.kind, asked.subject), []), digest_of(body)
        if digest not in seen:
            seen.append(digest)
        return self.times is None or seen.index(digest) < self.times
