"""Shows a run's progress: as a bar on a terminal, as lines elsewhere. `run_page` has the lines among Dagster's events.

The lines have a thread of their own, as the bar has one of rich's: what a run waits for (git, a database, a model) may
keep its own thread, and its event loop, for minutes, and that is when a person wants to know.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence

from designdoc_assets.making.progress import Count, Money, RunProgress, RunStatus
from designdoc_assets.orchestration.console import stamped
from designdoc_assets.orchestration.terminal import terminal
from designdoc_assets.spending.money import shown

LEAST_S = 1.0
"""The least time between two lines."""
WATCHED_S = 10.0
"""The time between lines of a run that was started on a console."""
UNWATCHED_S = 60.0
"""The time between lines of a run that Dagster started, whose log is in the UI as well."""
_MOST_NAMES = 2


class Lines:
    """The lines about a run's progress: one as soon as a kind ends, and one every so often in between."""

    def __init__(self, progress: RunProgress, every_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._progress = progress
        self._every_s = every_s
        self._clock = clock
        self._last = clock()

    def wait_s(self) -> float:
        """Return the seconds until the next line, unless a kind ends before."""
        pause = LEAST_S if self._progress.has_ended else self._every_s
        return max(0.0, self._last + pause - self._clock())

    def line(self) -> str | None:
        """Return the line that is due now; None if none is."""
        if self.wait_s() > 0:
            return None
        self._last = self._clock()
        standing, ended = self._progress.now(), self._progress.take_ended()
        if ended:
            money = f"; {money_words(standing.money)}" if standing.money else ""
            return f"{counts_words(ended)} done{money}."
        return status_line(standing)


class Display:
    """Shows a run's progress until it is closed."""

    def __init__(self, progress: RunProgress, *, is_watched: bool) -> None:
        """Begin to show the progress.

        Args:
            progress: How far the run is.
            is_watched: Whether the run holds the terminal: else there are few lines, and no bar.
        """
        self._lines = Lines(progress, WATCHED_S if is_watched else UNWATCHED_S)
        self._news = threading.Event()
        self._is_closed = False
        self._thread: threading.Thread | None = None
        if is_watched and terminal.takes_a_bar:
            from designdoc_assets.orchestration.bar import bar  # noqa: PLC0415 - loads rich, see `Terminal.show`

            terminal.show(lambda columns: bar(progress.now(), columns))
            return
        progress.on_end, progress.on_sum = self._news.set, self.close
        self._thread = threading.Thread(target=self._tell, name="progress", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop; `Terminal.let_go` takes the bar away."""
        self._is_closed = True
        self._news.set()
        if self._thread is not None:
            self._thread.join()

    def _tell(self) -> None:
        while not self._is_closed:
            line = self._lines.line()
            try:
                terminal.write(stamped("INFO", line)) if line else None
            except (OSError, ValueError):  # the console is gone, and with it who would be told
                return
            self._news.wait(self._lines.wait_s())
            self._news.clear()


def status_line(standing: RunStatus) -> str:
    """Return the status of a run in a line."""
    money = f"; {money_words(standing.money)}" if standing.money else ""
    count = standing.count
    if standing.in_work:
        return (
            f"{counts_words(standing.kinds)} done, {count.done:,} of {count.due:,} in all{money}; "
            f"in work: {names(standing.in_work)}."
        )
    far = f" {count.done:,} of {count.due:,}," if count.due else ""
    return f"{standing.step}:{far} {standing.seconds:.0f} s so far{money}."


def money_words(money: Money) -> str:
    """Return the cost of a run so far, in words."""
    in_flight = f", {shown(money.in_flight)} in flight" if money.in_flight else ""
    return f"{shown(money.spent)} spent{in_flight}"


def counts_words(kinds: Mapping[str, Count]) -> str:
    """Return the counts of kinds, in words."""
    return ", ".join(f"{kind} {count.done:,} of {count.due:,}" for kind, count in kinds.items())


def names(partitions: Sequence[str]) -> str:
    """Return the names of the partitions in work, as many as there is room for."""
    rest = len(partitions) - _MOST_NAMES
    return ", ".join(partitions[:_MOST_NAMES]) + (f" and {rest:,} more" if rest > 0 else "")
