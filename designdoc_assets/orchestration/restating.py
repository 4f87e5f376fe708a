"""`repo_snapshot` at the end of a run of the job: how things stand then, and what is left to do."""

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
    """Log how things stand when the last step of the job ends, or one fails: its snapshot shows them as they were.

    Not where that is the same still, and not for one that interrupts the run, and waits for its end.
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
