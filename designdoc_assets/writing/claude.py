"""The Claude writer and its reviewer: two roles, never in one context."""

from collections.abc import Sequence

from pydantic import BaseModel

from designdoc_assets.spending.money import NanoUsd
from designdoc_assets.writing.answers import UnusableAnswerError
from designdoc_assets.writing.client import Asker, Client
from designdoc_assets.writing.failures import CallFailedError
from designdoc_assets.writing.prompting import Rejected, Shown, review_request, writing_request
from designdoc_assets.writing.review import verdict
from designdoc_assets.writing.revision import Answered, answered
from designdoc_assets.writing.tally import Tally
from designdoc_assets.writing.verdict import Verdict


class Claude:
    """Writes and reviews.

    Attributes:
        name: What regions say of their writer.
        model: The model that writes; part of every artifact's inputs.
        checker: The model that reviews.
    """

    name = "claude"

    def __init__(self, client: Client, model: str, checker: str) -> None:
        self.model = model
        self.checker = checker
        self._client = client

    @property
    def total(self) -> Tally:
        """What all calls of this run cost."""
        return self._client.total

    @property
    def in_flight(self) -> NanoUsd:
        """The most that calls can cost that are being made."""
        return self._client.in_flight

    async def close(self) -> None:
        """Close the connections to the provider."""
        await self._client.close()

    async def write(
        self, shown: Shown, asker: Asker, attempt: int, rejected: Rejected | None, tally: Tally
    ) -> tuple[BaseModel, tuple[Answered, ...]]:
        """Return a draft, and what its writer answered to the issues with the rejected one.

        Raises:
            BudgetExhaustedError: The budget does not allow it.
            ProviderStoppedError: The provider takes no call of this run.
            CallFailedError: The provider did not answer.
            UnusableAnswerError: No answer was usable.
        """
        draft = await self._client.ask(writing_request(shown, self.model, rejected, attempt), asker, tally)
        answers = answered(rejected.issues, draft.answers, shown.quotable) if rejected else ()
        return draft.prose(shown.brief.answer), answers

    async def review(  # noqa: PLR0913, PLR0917 - each is a thing of its own
        self,
        shown: Shown,
        asker: Asker,
        attempt: int,
        prose: BaseModel,
        answers: Sequence[Answered],
        tally: Tally,
    ) -> Verdict | None:
        """Return the verdict that follows from a review; None where the reviewer could not be had or understood.

        Raises:
            BudgetExhaustedError: The budget does not allow it.
            ProviderStoppedError: The provider takes no call of this run.
        """
        try:
            request = review_request(shown, self.checker, prose, attempt, answers)
            review = await self._client.ask(request, asker, tally)
        except (CallFailedError, UnusableAnswerError):
            return None
        return verdict(review, prose, shown.quotable)
