"""The progress of a run on its page in the UI: in the event of each artifact, and in a line now and then."""

import logging
import time
from collections.abc import Callable

import dagster as dg

from designdoc_assets.making.outcomes import Made
from designdoc_assets.making.progress import RunProgress
from designdoc_assets.orchestration.progress import WATCHED_S, status_line
from designdoc_assets.spending.money import shown


class RunPage:
    """Writes the progress of a run on its page. The console has lines of its own, see `progress`."""

    def __init__(
        self,
        instance: dg.DagsterInstance,
        run: dg.DagsterRun,
        progress: RunProgress,
        due: Callable[[str], int],
    ) -> None:
        """Take what to write about; nothing is written yet.

        Args:
            instance: The instance with the run's events.
            run: The run.
            progress: The progress of the run.
            due: Returns how many artifacts of a kind will be reported.
        """
        self._instance = instance
        self._run = run
        self._progress = progress
        self._due = due
        self._last = time.monotonic()

    def describe(self, made: Made) -> str:
        """Count an artifact that is reported, and return what its event says: `12 of 67 class_doc: a.py::A, $0.005`."""
        kind, key = made.planned.artifact.kind, made.planned.artifact.key
        reported = self._progress.report(kind)
        return ", ".join([f"{reported:,} of {max(self._due(kind), reported):,} {kind}: {key}", *_news(made)])

    def tell(self) -> None:
        """Log a line about the progress, if the last one is old enough."""
        if time.monotonic() < self._last + WATCHED_S:
            return
        self._last = time.monotonic()
        line = dg.EventLogEntry(  # type: ignore[no-untyped-call]
            error_info=None,
            level=logging.INFO,
            user_message=status_line(self._progress.now()),
            run_id=self._run.run_id,
            timestamp=time.time(),
            job_name=self._run.job_name,
        )
        self._instance.handle_new_event(line)


def _news(made: Made) -> list[str]:
    if made.was_fresh:
        return ["unchanged"]
    status = [made.status] if made.status != "passed" else []
    if made.tally.model_calls:
        return [shown(made.tally.cost), *status]
    return ["paid for before", *status] if made.tally.replayed else status
