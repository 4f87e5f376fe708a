"""The loop that every artifact goes through: write, check, and write again with what was found."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, Literal, Protocol, TypeVar

from pydantic import BaseModel

from designdoc_assets.writing.brief import Brief
from designdoc_assets.writing.claude import Claude
from designdoc_assets.writing.client import Asker
from designdoc_assets.writing.prompting import Rejected, show
from designdoc_assets.writing.revision import Answered
from designdoc_assets.writing.tally import Tally
from designdoc_assets.writing.verdict import Check, Verdict, failed

MAX_ATTEMPTS = 3
"""Attempts at one artifact, after which it ships as a dispute. A constant: more attempts hide what is wrong."""

ProseT = TypeVar("ProseT", bound=BaseModel)
ProseT_co = TypeVar("ProseT_co", bound=BaseModel, covariant=True)

Status = Literal["passed", "disputed", "unreviewed"]


class Task(Protocol[ProseT]):
    """One artifact to write: what facts alone say of it, and how a draft becomes a checked body."""

    def describe(self) -> ProseT:
        """Return the prose that facts alone give: the static writer's."""
        ...

    def render(self, prose: ProseT) -> str:
        """Return the body that the prose makes."""
        ...

    def check(self, prose: ProseT, body: str, names: frozenset[str] | None) -> Sequence[Verdict]:
        """Return the verdicts of all checks that cost nothing.

        Args:
            prose: What was written.
            body: What it is rendered to.
            names: The names in what its writer was shown; None where prose is quoted, or was judged before.
        """
        ...


@dataclass(frozen=True, slots=True)
class Written(Generic[ProseT_co]):
    """Prose that was written before, and what became of it: `failures` are why it is in dispute, or cannot stand."""

    prose: ProseT_co
    status: Status
    attempts: int
    failures: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome(Generic[ProseT_co]):
    """What came of the loop: the last draft, and what its checks said of it."""

    prose: ProseT_co
    body: str
    status: Status
    attempts: int
    verdicts: tuple[Verdict, ...]
    tally: Tally = field(default_factory=Tally)
    elided: tuple[str, ...] = ()
    """What of the source a model was not shown."""

    @property
    def failures(self) -> tuple[Verdict, ...]:
        """The verdicts that make it a dispute."""
        return failed(self.verdicts)


def describe(task: Task[ProseT]) -> Outcome[ProseT]:
    """Make an artifact of what facts alone say: there is nothing to be gained by a second attempt."""
    prose = task.describe()
    body = task.render(prose)
    verdicts = tuple(task.check(prose, body, None))  # what an author's text names is quoted, be it code or a product
    return Outcome(prose, body, "disputed" if failed(verdicts) else "passed", 1, verdicts)


def render_again(task: Task[ProseT], written: Written[ProseT]) -> Outcome[ProseT] | None:
    """Render prose anew that was written from the same; None where it no longer passes the checks that cost nothing."""
    body = task.render(written.prose)
    verdicts = tuple(task.check(written.prose, body, None))
    if failed(verdicts) and not written.failures:
        return None
    return Outcome(written.prose, body, written.status, written.attempts, written.failures or verdicts)


async def produce(
    task: Task[ProseT], brief: Brief, asker: Asker, claude: Claude, earlier: Written[ProseT] | None = None
) -> Outcome[ProseT]:
    """Let a model write an artifact until it passes its checks, `MAX_ATTEMPTS` times at most.

    Prose that passed when it was written of something else is attempt 0: it is kept if its checks still pass, and else
    revised, so that what they do not find stays as it is.

    Args:
        task: What is written.
        brief: What the model is shown of it.
        asker: For whom calls are made.
        claude: Writer and reviewer.
        earlier: A draft that only lacks its review, or prose that passed before what it was written from changed.

    Raises:
        BudgetExhaustedError: The budget does not allow a call.
        ProviderStoppedError: The provider takes no call of this run.
        CallFailedError: The provider did not answer.
        UnusableAnswerError: No answer was usable.
    """
    shown = show(brief)
    tally = Tally()
    rejected: Rejected | None = None
    answers: Sequence[Answered] = ()
    attempt = _attempt_of(earlier) - 1 if earlier else 0
    draft = earlier
    while True:
        attempt += 1
        known: tuple[Verdict, ...] = ()
        if draft:
            prose, known, draft = draft.prose, draft.failures, None
        else:
            prose, answers = await claude.write(shown, asker, attempt, rejected, tally)  # type: ignore[assignment]
        body = task.render(prose)
        verdicts = (*known, *task.check(prose, body, shown.names))
        status: Status = "passed"
        if _is_worth_a_review(failed(verdicts), attempt):
            review = await claude.review(shown, asker, attempt, prose, answers, tally)
            verdicts = (*verdicts, review) if review else verdicts
            status = "passed" if review else "unreviewed"
        if failed(verdicts) and attempt < MAX_ATTEMPTS:
            rejected = Rejected.by(verdicts, prose)
            continue
        drafts = attempt or (earlier.attempts if earlier else 0)
        return Outcome(prose, body, "disputed" if failed(verdicts) else status, drafts, verdicts, tally, shown.elided)


def _attempt_of(earlier: Written[ProseT]) -> int:
    return earlier.attempts if earlier.status == "unreviewed" else 0


def _is_worth_a_review(failures: Sequence[Verdict], attempt: int) -> bool:
    """Whether a reviewer is asked about a draft that failed other checks.

    One that is written again anyway is: what the reviewer finds goes out in the same revision, and not in one more. Not
    so where nothing is written after it, or where there is not enough of it to be judged; nor is prose from before, of
    which it is known then that it cannot stay as it is.
    """
    if not failures:
        return True
    return 0 < attempt < MAX_ATTEMPTS and all(failure.stage is not Check.STRUCTURE for failure in failures)
