"""Answers that could be a model's: valid for the schema that was sent, the same for the same request.

A text is a sentence of plain English, and one that is taken from the data, as good drafts speak of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from designdoc_tests.messages_api.bodies import Body, asked_of, digest_of, members_of, schema_of
from designdoc_tests.messages_api.faults import fraction
from designdoc_tests.messages_api.schemas import Schema, definitions_of, resolve, type_of
from designdoc_tests.messages_api.shown import issues_in, quotes

_WHO = ("It", "This part", "The code here", "This piece", "What is here", "The whole of it")
_DOES = ("keeps", "holds", "carries", "checks", "prepares", "hands over", "collects", "guards", "describes", "follows")
_WHAT = (
    "what the caller gave",
    "the state of the work",
    "the order of the steps",
    "one answer for each question",
    "the rules that others rely on",
    "what was agreed between both sides",
    "the result of the step before",
    "a small set of decisions",
)
_HOW = (
    "until it is needed",
    "so that others need not",
    "before anything leaves",
    "in one place",
    "without asking twice",
    "as long as the caller wants",
    "and says so when it cannot",
    "for those who come after",
)
_MEMBER_LISTS = ("members", "functions")


def plausible(body: Body) -> Any:
    """Answer a request; a review finds nothing, and `members` or `functions` hold what the line `Members:` names.

    A revision says of each issue that it is mended.
    """
    return _answer(body, {})


def filling(**lengths: int) -> "Filling":
    """Answer like `plausible`, with so many items in the arrays of these names: `filling(notes=2)`."""
    return Filling(lengths)


@dataclass(frozen=True, slots=True)
class Filling:
    """See `filling`."""

    lengths: Mapping[str, int]

    def __call__(self, body: Body) -> Any:
        return _answer(body, self.lengths)


def _answer(body: Body, lengths: Mapping[str, int]) -> Any:
    seed, schema, asked = digest_of(body), schema_of(body), asked_of(body)
    if schema is None:
        return sentences(seed, "text")
    answer = _Maker(seed, definitions_of(schema), members_of(body), lengths, quotes(body)).make(schema, "")
    if asked and asked.verb == "review" and isinstance(answer, dict):
        answer |= {name: value for name, value in (("issues", []),) if name in answer}
    if asked and asked.verb == "revise" and isinstance(answer, dict) and "answers" in answer:
        answer["answers"] = [{"issue": number, "outcome": "mended", "quote": ""} for number in issues_in(body)]
    return answer


def sentences(*seed: object) -> str:
    """Return one to three sentences without names, digits or marks of code."""
    number = 1 + int(fraction("length", *seed) * 3)
    return " ".join(_sentence(int(fraction("sentence", i, *seed) * 2**48)) for i in range(number))


def _sentence(choice: int) -> str:
    words = []
    for options in (_WHO, _DOES, _WHAT, _HOW):
        choice, i = divmod(choice, len(options))
        words.append(options[i])
    return f"{' '.join(words)}."


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes a value for each part of a schema, by its path."""

    seed: str
    definitions: Mapping[str, Schema]
    members: list[str] | None
    lengths: Mapping[str, int]
    quotes: Sequence[str]

    def make(self, schema: Schema, path: str) -> Any:
        schema = resolve(schema, self.definitions)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][int(self._fraction(path) * len(schema["enum"]))]
        kind = type_of(schema)
        if kind == "object":
            properties = schema.get("properties") or {}
            return {name: self.make(part, f"{path}.{name}") for name, part in properties.items()}
        return self._array(schema, path) if kind == "array" else self._scalar(kind, path)

    def _scalar(self, kind: str | None, path: str) -> str | float | bool | None:
        match kind:
            case "string":
                said = sentences(self.seed, path)
                quoted = self.quotes[int(self._fraction(path) * len(self.quotes))] if self.quotes else ""
                return f"{said} {quoted}".rstrip()
            case "integer":
                return int(self._fraction(path) * 10)
            case "number":
                return round(self._fraction(path), 3)
            case "boolean":
                return self._fraction(path) < 0.5
            case _:
                return None

    def _array(self, schema: Schema, path: str) -> list[Any]:
        name, items = path.rpartition(".")[2], schema.get("items") or {"type": "string"}
        if name in _MEMBER_LISTS and self.members is not None:
            made = [self.make(items, f"{path}.{i}") for i in range(len(self.members))]
            return [
                value | {"name": member} if isinstance(value, dict) and "name" in value else member
                for value, member in zip(made, self.members, strict=True)
            ]
        length = self.lengths.get(name, schema.get("minItems", 0))
        return [self.make(items, f"{path}.{i}") for i in range(length)]

    def _fraction(self, path: str) -> float:
        return fraction("value", self.seed, path)
