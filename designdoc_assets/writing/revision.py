"""A draft that is written again: its writer answers each issue with the one before, and code checks what it quotes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, create_model

from designdoc_assets.writing.quotes import Quotable
from designdoc_assets.writing.verdict import Issue

ProseT = TypeVar("ProseT", bound=BaseModel)


class IssueAnswer(BaseModel):
    """What a writer answers to one issue."""

    model_config = ConfigDict(frozen=True)

    issue: int = Field(description="The number of the issue.")
    outcome: Literal["mended", "kept"]
    quote: str = Field(description="If kept: the words of the data that bear the draft out, copied; else empty.")


class Draft(BaseModel):
    """A draft as its writer returns it: the prose, and answers to issues with the draft before it.

    A first draft has the same form, since for another form a provider would read all that is shown anew.
    """

    model_config = ConfigDict(frozen=True)

    answers: tuple[IssueAnswer, ...] = Field(description="For each issue that was found in your draft; else empty.")

    def prose(self, form: type[ProseT]) -> ProseT:
        """Return the prose alone."""
        return form.model_validate(self.model_dump(exclude={"answers"}))


@cache
def draft_of(form: type[BaseModel]) -> type[Draft]:
    """Return the form of drafts whose prose has some form."""
    fields: dict[str, Any] = {name: (field.annotation, field) for name, field in form.model_fields.items()}
    return create_model("Draft", __base__=Draft, **fields)


@dataclass(frozen=True, slots=True)
class Answered:
    """An issue with a draft, and what its writer answered: `mended`, or `kept` with words of the data."""

    issue: Issue
    outcome: str
    quote: str = ""


_NOT_BORNE_OUT = "kept, without words of the data that bear it out"
_NO_ANSWER = "not answered"


def answered(issues: Sequence[Issue], answers: Sequence[IssueAnswer], data: Quotable) -> tuple[Answered, ...]:
    """Return what a writer answered to issues; words that do not stand in the data bear nothing out."""
    by_number = {answer.issue: answer for answer in answers}
    return tuple(_answered(issue, by_number.get(number), data) for number, issue in enumerate(issues, start=1))


def _answered(issue: Issue, answer: IssueAnswer | None, data: Quotable) -> Answered:
    if answer is None:
        return Answered(issue, _NO_ANSWER)
    if answer.outcome == "kept":
        is_borne_out = data.holds(answer.quote)
        return Answered(issue, "kept", answer.quote.strip()) if is_borne_out else Answered(issue, _NOT_BORNE_OUT)
    return Answered(issue, answer.outcome)
