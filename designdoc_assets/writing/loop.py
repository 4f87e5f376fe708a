"""The loop that every artifact goes through: write, check, and write again with what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from designdoc_assets.writing.verdict import Verdict

MAX_ATTEMPTS = 3
"""Attempts at one artifact, after which it ships as a dispute. A constant: more attempts hide what is wrong."""

ProseT = TypeVar("ProseT")
ProseT_co = TypeVar("ProseT_co", covariant=True)

Status = Literal["passed", "disputed"]


class Task(Protocol[ProseT]):
    """One artifact to write: what the static writer says of it, and how a draft becomes a checked body."""

    def describe(self) -> ProseT:
        """Return the prose that facts alone give."""
        ...

    def render(self, prose: ProseT) -> str:
        """Return the body that the prose makes."""
        ...

    def check(self, prose: ProseT, body: str) -> Sequence[Verdict]:
        """Return the verdicts of the checks, cheapest first, up to the first that fails."""
        ...


class Writer(Protocol):
    """What turns inputs into prose."""

    name: str
    model: str | None
    is_deterministic: bool
    """Whether a second attempt could not differ from the first."""

    def write(self, task: Task[ProseT], rejected: Verdict | None) -> ProseT:
        """Return a draft; `rejected` is what was wrong with this attempt's predecessor."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome(Generic[ProseT_co]):
    """What came of the loop: the last draft, and the verdict that made it a dispute, if one did."""

    prose: ProseT_co
    body: str
    status: Status
    attempts: int
    verdicts: tuple[Verdict, ...]

    @property
    def failure(self) -> Verdict | None:
        """The verdict that failed, if one did."""
        return next((verdict for verdict in self.verdicts if verdict.status == "fail"), None)


def produce(task: Task[ProseT], writer: Writer) -> Outcome[ProseT]:
    """Write an artifact until it passes its checks, `MAX_ATTEMPTS` times at most."""
    rejected: Verdict | None = None
    attempt = 0
    while True:
        attempt += 1
        prose = writer.write(task, rejected)
        body = task.render(prose)
        verdicts = tuple(task.check(prose, body))
        rejected = next((verdict for verdict in verdicts if verdict.status == "fail"), None)
        if rejected is None:
            return Outcome(prose, body, "passed", attempt, verdicts)
        if attempt == MAX_ATTEMPTS or writer.is_deterministic:
            return Outcome(prose, body, "disputed", attempt, verdicts)
