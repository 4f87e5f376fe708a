"""One question to a model: what is sent, what identifies it, and the most that it can cost in tokens."""

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from designdoc_assets.writing.schema import schema_of

AnswerT = TypeVar("AnswerT", bound=BaseModel)

HIDDEN_TOKENS = 1_000
"""Tokens that a provider may add by itself: around messages, and to explain a schema. Anthropic names 346 for tools."""
MOST_OUTPUT_TOKENS = 32_000
"""No answer is let grow longer, however often it was cut off."""
MOST_PROBLEM_CHARACTERS = 300


@dataclass(frozen=True)
class Request(Generic[AnswerT]):
    """A question without tools, without history, and with a schema for its answer.

    Attributes:
        role: Who is asked: `class_doc`, `review_class_doc`.
        model: The model.
        system: Instructions: the same for all artifacts of a kind, for writer and reviewer.
        data: What the artifact is about: the same for writer, reviewer and all attempts.
        task: What is to be done now.
        answer: The type of the answer.
        max_tokens: The length at which the answer is cut off.
        problem: What was wrong with the answer before, if it could not be used.
        attempt: Which attempt at the artifact it belongs to: a model that gave the same draft twice is asked once more.
    """

    role: str
    model: str
    system: str
    data: str
    task: str
    answer: type[AnswerT]
    max_tokens: int
    attempt: int = 1
    problem: str = ""

    @cached_property
    def schema(self) -> dict[str, Any]:
        """The schema of the answer, as the provider takes it."""
        return schema_of(self.answer)

    @cached_property
    def digest(self) -> str:
        """What an answer is stored by. Without the length limit, and what was wrong with an answer before: what a model
        says with more room, or when it is told so, answers the question too."""
        schema = json.dumps(self.schema, sort_keys=True)
        parts = [self.role, str(self.attempt), self.model, self.system, self.data, self.task, schema]
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def most_input_tokens(self) -> int:
        """An upper bound: no token of text is shorter than a byte of its UTF-8 form."""
        parts = (self.system, self.data, self._asked, json.dumps(self.schema))
        return sum(len(part.encode("utf-8", "replace")) for part in parts) + HIDDEN_TOKENS

    @property
    def _asked(self) -> str:
        if not self.problem:
            return self.task
        return (
            f"{self.task}\n\nYour last answer could not be used: {self.problem}. Give all of it, in the form asked for."
        )

    def after(self, problem: str) -> "Request[AnswerT]":
        """Return the same question, with what was wrong with the last answer."""
        return replace(self, problem=problem[:MOST_PROBLEM_CHARACTERS])

    def longer(self) -> "Request[AnswerT]":
        """Return the same question with room for an answer twice as long."""
        return replace(self, max_tokens=min(2 * self.max_tokens, MOST_OUTPUT_TOKENS))

    def body(self) -> dict[str, Any]:
        """Return the parameters of the call. What is shared stands first and is marked for the provider's cache."""
        cached = {"cache_control": {"type": "ephemeral"}}
        return {
            "model": self.model,
            "max_tokens": self.max_tokens,
            "system": [{"type": "text", "text": self.system} | cached],
            "messages": [
                {
                    "role": "user",
                    "content": [
                        {"type": "text", "text": self.data} | cached,
                        {"type": "text", "text": self._asked},
                    ],
                }
            ],
            "output_config": {"format": {"type": "json_schema", "schema": self.schema}},
        }


AnyRequest = Request[Any]
