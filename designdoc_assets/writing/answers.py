"""From a message to the typed object that was asked for."""

import json

from pydantic import BaseModel, ValidationError

from designdoc_assets.spending.calls import StoredAnswer
from designdoc_assets.writing.request import AnswerT

_CUT_OFF = {"max_tokens", "model_context_window_exceeded"}
_MOST_STARTS = 64
"""Opening braces that may begin the object, where something stands before it."""


class UnusableAnswerError(Exception):
    """An answer is not what was asked for: a failure of the protocol, which says nothing about the artifact."""

    def __init__(self, reason: str, *, is_cut_off: bool = False) -> None:
        super().__init__(reason)
        self.is_cut_off = is_cut_off


def parsed(answer: StoredAnswer, expected: type[AnswerT]) -> AnswerT:
    """Return the typed object that an answer holds; a fence or a sentence around it is passed over.

    Raises:
        UnusableAnswerError: It was cut off or refused, or holds no such object.
    """
    if answer.stop_reason in _CUT_OFF:
        raise UnusableAnswerError("the answer was cut off", is_cut_off=True)
    if answer.stop_reason == "refusal":
        raise UnusableAnswerError("the model refused to answer")
    problem = "it holds no JSON object"
    for value in _objects(answer.text):
        try:
            return expected.model_validate(_encodable(value))
        except ValidationError as error:
            problem = _first_problem(error)
    raise UnusableAnswerError(f"the answer cannot be read: {problem}")


def _objects(text: str) -> list[object]:
    """Return the JSON objects that a text is or holds, the whole text first."""
    try:
        return [json.loads(text)]
    except ValueError:
        pass
    decoder = json.JSONDecoder()
    found: list[object] = []
    at = text.find("{")
    for _ in range(_MOST_STARTS):
        if at < 0:
            break
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            found.append(value)
        at = text.find("{", end)
    return found


def _encodable(value: object) -> object:
    """Return the value without halves of surrogate pairs: JSON can hold them, and no file can."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case list():
            return [_encodable(item) for item in value]
        case dict():
            return {_encodable(key): _encodable(item) for key, item in value.items()}
    return value


def _first_problem(error: ValidationError) -> str:
    """Say what is wrong without quoting the answer."""
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    return f"{where}: {first['msg']}" if where else str(first["msg"])


def as_text(value: BaseModel) -> str:
    """Return a typed object as the JSON in which a model sees it again."""
    return json.dumps(value.model_dump(mode="json"), ensure_ascii=False, indent=1)
