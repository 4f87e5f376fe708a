"""Scripted answers: what a test puts in place of `plausible`, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from designdoc_tests.messages_api.bodies import Asked, Body, asked_of, digest_of, schema_of
from designdoc_tests.messages_api.plausible import plausible
from designdoc_tests.messages_api.schemas import Schema, definitions_of, resolve

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
        issue = {
            "severity": "major",
            "location": "purpose",
            "current_text": complaint,
            "suggested_fix": "Say what it is for.",
        }
        return {"status": "fail", "summary": complaint, "issues": [issue]}

    return answer


def invents(name: str, times: int | None = None, *, otherwise: Answer = plausible) -> Answer:
    """Let the first drafts of each artifact (all, for None) speak of something that is not there."""
    firsts = _Firsts(times)

    def answer(body: Body) -> Any:
        draft, asked = otherwise(body), asked_of(body)
        if asked is None or asked.verb == "review" or not firsts.holds(asked, body):
            return draft
        sentence = f"It relies on `{name}`."
        if isinstance(draft, str):
            return f"{draft} {sentence}"
        field_name = _first_prose(body)
        return draft | {field_name: f"{draft[field_name]} {sentence}"}

    return answer


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


def _first_prose(body: Body) -> str:
    schema = schema_of(body) or {}
    definitions = definitions_of(schema)
    properties: dict[str, Schema] = resolve(schema, definitions).get("properties", {})
    parts = {name: resolve(part, definitions) for name, part in properties.items()}
    return next(n for n, part in parts.items() if part.get("type") == "string" and not {"enum", "const"} & part.keys())
