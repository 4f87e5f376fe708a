"""The progress of a run: its step, how many artifacts of each kind are due, in work and done, and the money spent.

The thread that works notes it; any thread may read it. Noting an artifact takes some microseconds.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from designdoc_assets.spending.money import NanoUsd

Note = Callable[[int, int], None]
"""Called with the number of parts of a step that are done, and of all."""


@dataclass(frozen=True, slots=True)
class Money:
    """The cost of a run's calls so far.

    Attributes:
        spent: By calls that ended.
        in_flight: The most that the calls in flight can cost.
    """

    spent: NanoUsd
    in_flight: NanoUsd


@dataclass(frozen=True, slots=True)
class Count:
    """How many are done, of how many."""

    done: int
    due: int


@dataclass(frozen=True, slots=True)
class RunStatus:
    """How far a run is at one moment.

    Attributes:
        step: The name of the current step, such as `Planning`.
        count: How far that step is; of zero, where it cannot be told.
        kinds: How far each kind in work is.
        in_work: The partitions that are in work, or the latest that was.
        money: The cost; None where nothing can be spent.
        seconds: How long the step has taken so far.
    """

    step: str
    count: Count
    kinds: Mapping[str, Count]
    in_work: tuple[str, ...]
    money: Money | None
    seconds: float


class RunProgress:
    """The progress of one run. One thread notes it; any may read it.

    Attributes:
        money: Returns what the run costs so far.
        on_end: Called when a kind ends.
        on_sum: Called before the run is summed up, after which no progress is shown.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.money: Callable[[], Money | None] = lambda: None
        self.on_end: Callable[[], None] = lambda: None
        self.on_sum: Callable[[], None] = lambda: None
        self._clock = clock
        self._began = clock()
        self._step, self._since, self._count = "Opening the target", self._began, Count(0, 0)
        self._is_making = False
        self._due: dict[str, int] = {}
        self._done: dict[str, int] = {}
        self._reported: dict[str, int] = {}
        self._in_work: dict[tuple[str, str], None] = {}
        self._latest: tuple[str, str] | None = None
        self._ended: dict[str, Count] = {}

    @property
    def seconds(self) -> float:
        """How long the run has taken so far."""
        return self._clock() - self._began

    def enter(self, step: str) -> None:
        """Begin a step that makes no artifacts."""
        self._step, self._since, self._count, self._is_making = step, self._clock(), Count(0, 0), False

    def note(self, done: int, due: int) -> None:
        """Note how far the step is."""
        self._count = Count(done, due)

    def expect(self, due: Mapping[str, int]) -> None:
        """Note how many artifacts of some kinds the run will make."""
        self._due = {**self._due, **due}

    def make(self) -> None:
        """Begin the step that makes artifacts, or go on with it."""
        if not self._is_making:
            self.enter("Writing")
            self._is_making = True

    @contextmanager
    def working(self, kind: str, partition: str) -> Iterator[None]:
        """Note that an artifact is in work, and then that it is done, unless that raises."""
        self._in_work[kind, partition] = None
        self._latest = kind, partition
        try:
            yield
            self._done[kind] = self._done.get(kind, 0) + 1
        finally:
            del self._in_work[kind, partition]

    def report(self, kind: str) -> int:
        """Note that an artifact of a kind is reported, and return the number of those so far."""
        self._reported[kind] = self._reported.get(kind, 0) + 1
        return self._reported[kind]

    def end(self, kinds: Iterable[str]) -> None:
        """Note that no more artifacts of some kinds will be made."""
        ended = {kind: self._of(kind) for kind in kinds if self._of(kind).due}
        if ended:
            self._ended = {**self._ended, **ended}
            self.on_end()

    def due(self, kind: str) -> int:
        """Return how many artifacts of a kind the run makes, as far as that is known."""
        return self._of(kind).due

    def take_ended(self) -> Mapping[str, Count]:
        """Return the counts of the kinds that ended since the last call."""
        ended, self._ended = self._ended, {}
        return ended

    @property
    def has_ended(self) -> bool:
        """Whether a kind ended since `take_ended`."""
        return bool(self._ended)

    def now(self) -> RunStatus:
        """Return the status of the run now."""
        in_work = tuple(self._in_work)  # at once: meanwhile, others note
        count = self._count
        if self._is_making:
            # Without a model, making takes no time: the latest partition is shown while it is published or reported.
            in_work = in_work or ((self._latest,) if self._latest else ())
            counts = [self._of(kind) for kind in tuple({**self._due, **self._done})]
            count = Count(sum(each.done for each in counts), sum(each.due for each in counts))
        return RunStatus(
            self._step,
            count,
            {kind: self._of(kind) for kind in dict.fromkeys(kind for kind, _ in in_work)},
            tuple(dict.fromkeys(partition for _, partition in in_work)),
            self.money(),
            self._clock() - self._since,
        )

    def _of(self, kind: str) -> Count:
        done = self._done.get(kind, 0)
        return Count(done, max(self._due.get(kind, 0), done))
