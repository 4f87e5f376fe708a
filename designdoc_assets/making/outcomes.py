"""The outcomes of a run: the artifacts that were made, that failed, and that the budget did not allow."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.languages.keys import decode
from designdoc_assets.making.plan import STATIC, Planned
from designdoc_assets.spending.budget import BudgetExhaustedError
from designdoc_assets.writing.tally import Tally

MOST_SAME_FAILURES = 5
"""After the same failure so many times in a row the run stops, since the cause is not in the artifacts."""

_UNPAID = "the budget does not allow it"
_UNREACHED = "the run ended before it was its turn"


class RepeatedFailureError(Exception):
    """The same thing went wrong with several partitions in a row; the message says what."""


@dataclass(frozen=True, slots=True)
class Made:
    """An artifact that stands on its page: made now, or found fresh (`was_fresh`)."""

    planned: Planned
    status: str
    was_fresh: bool
    body: str = ""
    attempts: int = 0
    seconds: float = 0.0
    """Wall time of writing and checks; publishing is shared by the artifacts of a page."""
    tally: Tally = field(default_factory=Tally)
    """The calls and the cost of it."""
    elided: tuple[str, ...] = ()
    """The parts of its material that were left out, since it was too long for the writer."""
    writer: str = STATIC.name
    """The writer: static, claude or person."""
    model: str | None = None
    beside: Mapping[str, str] = field(default_factory=dict)
    """Files of data that say the same for programs, by name."""


@dataclass(frozen=True, slots=True)
class Failed:
    """An artifact that could not be made, and why."""

    artifact: Artifact
    reason: str


@dataclass(frozen=True, slots=True)
class KindProgress:
    """How far a kind is, where the budget did not allow everything."""

    kind: str
    all: int
    remaining: int

    @property
    def done(self) -> int:
        """How many of the run's artifacts of this kind the budget allowed."""
        return self.all - self.remaining


class Outcomes:
    """The outcomes of the artifacts of a run, as they come.

    Attributes:
        failures: The artifacts that could not be made so far.
        remaining: The artifacts that the budget did not allow so far.
        exhausted: The error that says why the budget did not; None as long as it did.
        made: The status of each artifact that was made so far.
        unchanged: The artifacts that were planned as due and turned out fresh when it was their turn.
    """

    def __init__(self) -> None:
        self.failures: list[Failed] = []
        self.remaining: list[Artifact] = []
        self.exhausted: BudgetExhaustedError | None = None
        self.made: dict[Artifact, str] = {}
        self.unchanged: set[Artifact] = set()
        self._asked_for: dict[str, int] = {}
        self._last_failure, self._same_failures = "", 0

    def expect(self, kind: str, count: int) -> None:
        """Note how many artifacts of a kind the run is about."""
        self._asked_for[kind] = count

    def progress(self) -> list[KindProgress]:
        """Return how far each kind is that the run is about."""
        remaining = Counter(artifact.kind for artifact in self.remaining)
        return [KindProgress(kind, count, remaining[kind]) for kind, count in self._asked_for.items()]

    def not_made(self, planned: Iterable[Planned]) -> Iterator[Failed]:
        """Yield the artifacts that failed, or are due and were not made, and why."""
        failed = {failure.artifact: failure.reason for failure in self.failures}
        unpaid = frozenset(self.remaining)
        for item in planned:
            artifact = item.artifact
            if artifact in failed:
                yield Failed(artifact, failed[artifact])
            elif item.is_due and artifact not in self.made and artifact not in self.unchanged:
                yield Failed(artifact, _UNPAID if artifact in unpaid else _UNREACHED)

    def leave(self, artifact: Artifact, error: BudgetExhaustedError) -> None:
        """Note that the budget does not allow an artifact."""
        self.exhausted = self.exhausted or error
        self.remaining.append(artifact)

    def gone(self, artifacts: Mapping[Artifact, str]) -> None:
        """Note artifacts that are no longer in the target, and what became of each.

        They do not count as one failure that repeats: a whole folder may be gone at once.
        """
        reason = "it is no longer in the target: {}. Materialize repo_snapshot, which removes its partition"
        self.failures += [Failed(artifact, reason.format(became)) for artifact, became in artifacts.items()]

    def fail(self, artifacts: Sequence[Artifact], error: Exception) -> None:
        """Note artifacts that failed for one reason; several share a page that cannot be written.

        Raises:
            RepeatedFailureError: The artifacts before it failed for the same reason.
        """
        reason = _sentence(error)
        self.failures += [Failed(artifact, reason) for artifact in artifacts]
        about = _about(artifacts[0], error, reason)
        self._same_failures = self._same_failures + 1 if about == self._last_failure else 1
        self._last_failure = about
        if self._same_failures >= MOST_SAME_FAILURES:
            raise RepeatedFailureError(
                f"Stopped after the same failure {MOST_SAME_FAILURES} times in a row: {reason.rstrip('.')}. "
                "What was finished is kept. Mend the cause, and materialize again."
            )

    def succeed(self) -> None:
        """Note that an artifact was made, so that failures before and after it are not in a row."""
        self._last_failure, self._same_failures = "", 0


def _about(artifact: Artifact, error: Exception, reason: str) -> str:
    """Return the cause of a failure without the artifact's name: a full disk is the same failure on every page."""
    cause = error.__cause__
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    return reason.replace(artifact.key, "…").replace(decode(artifact.key), "…")


def _sentence(error: Exception) -> str:
    text: Any = str(error) or type(error).__name__
    return text if type(error).__module__.startswith("designdoc_assets") else f"{type(error).__name__}: {text}"
