"""`design_docs`: everything in one run and one process, snapshot first, then the grains in order.

An op job, since one asset run can hold partitions of one grain only. Its ops log the materializations that the assets
would. Each op finds the session in the resource, so that a run that is re-executed from a failed op just opens it anew.
"""

from collections.abc import Callable

import dagster as dg

from designdoc_assets.artifacts.kind import Grain
from designdoc_assets.orchestration import events, reporting
from designdoc_assets.orchestration.console import console
from designdoc_assets.orchestration.failures import explained, raise_for
from designdoc_assets.orchestration.resources import DesignDocsResource


@dg.op(name="snapshot", out=dg.Out(dg.Nothing))
def take_snapshot(context: dg.OpExecutionContext, designdoc: DesignDocsResource) -> None:
    """Read the target, plan, register partitions, and take away the pages of what is gone."""
    session = designdoc.session
    with explained():
        plan = reporting.take_stock(context, session)
        adopted = reporting.adopt(context, session, plan)
        if adopted:
            context.log.info(f"Adopted {adopted} artifacts that are fresh on disk and new to this instance.")
        if adopted or plan.gone or any(True for _ in plan.due()):
            tags = {"dagster/data_version": events.SNAPSHOT_DATA_VERSION}
            tags["dagster/code_version"] = events.SNAPSHOT_CODE_VERSION
            metadata = reporting.snapshot_metadata(session, plan)
            context.log_event(dg.AssetMaterialization(events.SNAPSHOT, tags=tags, metadata=metadata))
        else:
            context.log.info("Nothing has changed.")


def _grain_op(grain: Grain) -> Callable[..., object]:
    @dg.op(name=str(grain), ins={"after": dg.In(dg.Nothing)}, out=dg.Out(dg.Nothing))
    def make_grain(context: dg.OpExecutionContext, designdoc: DesignDocsResource) -> None:
        production = designdoc.session.production
        is_last = grain is Grain.DOCUMENTS
        with explained():
            if is_last:
                production.settle()
            anew = reporting.make(context, designdoc.session, grain, production.due(grain), with_fresh=False)
            if is_last:
                production.settle()
            for result in reporting.check_results(designdoc.session, anew):
                context.log_event(events.check_evaluation(result))
        if is_last:
            raise_for(production.failures)

    return make_grain


@dg.job(
    description="Bring all design documentation up to date, in one run.",
    executor_def=dg.in_process_executor,
    logger_defs={"console": console},
    config={"loggers": {"console": {}}},
    tags={"dagster/max_retries": "0"},
)
def design_docs() -> None:
    """Snapshot, then the grains in order."""
    done = take_snapshot()
    for grain in Grain:
        done = _grain_op(grain)(done)
