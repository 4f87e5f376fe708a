"""Reports `repo_snapshot` anew at the end of a run of the job, with the plan as it is then."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import dagster as dg

from designdoc_assets.orchestration import events
from designdoc_assets.orchestration.failures import EXPLAINED
from designdoc_assets.orchestration.stocktaking import snapshot_metadata
from designdoc_assets.pages.errors import SupersededError
from designdoc_assets.session.session import Session


@contextmanager
def restated(context: dg.OpExecutionContext, session: Session, *, is_last: bool) -> Iterator[None]:
    """Report the snapshot with the current plan when the last step of the job ends, or one fails.

    Nothing is reported if its counts are the same, or if the run is interrupted or gives way to one for newer code.
    """
    try:
        yield
    except SupersededError:
        raise
    except Exception:
        with suppress(*EXPLAINED):  # which may be what failed
            _restate(context, session)
        raise
    if is_last:
        _restate(context, session)


def _restate(context: dg.OpExecutionContext, session: Session) -> None:
    if not session.is_planned or not events.keeps_events(context.instance):
        return
    before, now = session.production.plan, session.production.remainder.plan_now()
    if now.counts() != before.counts():
        context.log_event(events.snapshot_materialization(snapshot_metadata(session, now)))
