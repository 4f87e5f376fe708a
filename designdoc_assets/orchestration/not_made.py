"""Shows artifacts as failed that a run of the job was to make and did not, as Dagster does for runs of assets.

Dagster takes a partition for failed that a run intended to materialize, where that run failed; a materialization clears
it. It logs intentions itself where assets are launched; of an op job it knows none. (It also has an event for failures
to materialize, which its own storages do not store.)
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import groupby

import dagster as dg
from dagster._core.events import AssetMaterializationPlannedData, DagsterEvent

from designdoc_assets.making.outcomes import Failed
from designdoc_assets.orchestration import events
from designdoc_assets.orchestration.failures import EXPLAINED
from designdoc_assets.orchestration.inputs import failed_partitions
from designdoc_assets.orchestration.storage.batches import batched
from designdoc_assets.pages.errors import SupersededError
from designdoc_assets.session.session import Session


@contextmanager
def shown_as_failed(context: dg.OpExecutionContext, session: Session) -> Iterator[None]:
    """Mark the artifacts that are due and were not made, if the run fails; marks of earlier runs stay."""
    try:
        yield
    except SupersededError:
        raise
    except Exception:
        if session.is_begun and events.keeps_events(context.instance):
            with suppress(*EXPLAINED):  # which may be what failed
                _mark(context, list(session.production.not_made()))
        raise


def _mark(context: dg.OpExecutionContext, left: Sequence[Failed]) -> None:
    with batched(context.instance, context.run_id):
        for kind, of_kind in groupby(left, lambda entry: entry.artifact.kind):
            marked = failed_partitions(context.instance, kind)
            for entry in of_kind:
                if entry.artifact.key not in marked:
                    context.instance.report_dagster_event(_intended(context, entry), context.run_id, logging.DEBUG)


def _intended(context: dg.OpExecutionContext, left: Failed) -> DagsterEvent:
    """Return the event of a planned materialization, with the reason why it was not made."""
    artifact = left.artifact
    return DagsterEvent(
        event_type_value=dg.DagsterEventType.ASSET_MATERIALIZATION_PLANNED.value,
        job_name=context.job_name,
        message=f"{artifact} was not made: {left.reason.rstrip('.')}.",
        event_specific_data=AssetMaterializationPlannedData(dg.AssetKey(artifact.kind), partition=artifact.key),
    )
