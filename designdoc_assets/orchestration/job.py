"""`design_docs`: everything in one run and one process, snapshot first, then the grains in order.

An op job, since one asset run can hold partitions of one grain only. Its ops log the materializations that the assets
would. Each op finds the session in the resource, so that a run that is re-executed from a failed op just opens it anew.
"""

from collections.abc import Callable

import dagster as dg

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.orchestration import (
    accounts,
    descriptions,
    evaluations,
    events,
    reporting,
    staleness,
    stocktaking,
)
from designdoc_assets.orchestration.delivery import delivered, giving_way
from designdoc_assets.orchestration.failures import NO_RETRIES, exhausted, explained, raise_for
from designdoc_assets.orchestration.not_made import shown_as_failed
from designdoc_assets.orchestration.pools import pool_of
from designdoc_assets.orchestration.reexecution import is_executed, steps_of
from designdoc_assets.orchestration.resources import DesignDocsResource
from designdoc_assets.orchestration.restating import restated
from designdoc_assets.orchestration.run_config import explained_job
from designdoc_assets.orchestration.summary import summary
from designdoc_assets.session.session import Session

_SNAPSHOT = "snapshot"
_STEPS = (_SNAPSHOT, *Grain)
_NEXT = {Grain.FILES: (Grain.CLASSES, Grain.PACKAGES), Grain.CLASSES: (Grain.PACKAGES,)}
"""By grain, the later ones whose partitions may be begun before all of it is made."""


@dg.op(name=_SNAPSHOT, out=dg.Out(dg.Nothing))
def take_snapshot(context: dg.OpExecutionContext, designdoc: DesignDocsResource) -> None:
    """Read the target, plan, register partitions, and take away the pages of what is gone."""
    session = designdoc.session
    with explained(), giving_way(context, session), delivered(context, session, is_last=False):
        _take_stock(context, session)


def _take_stock(context: dg.OpExecutionContext, session: Session) -> None:
    if stocktaking.is_told(context) and stocktaking.is_in_order(context, session):
        stocktaking.confirm(context, session)
        context.log.info("Nothing has changed.")
        return
    plan = stocktaking.take_stock(context, session)
    if session.plan_only:
        context.log.info("Only the plan was asked for: nothing is made.")
        return
    evaluations.log_up_to_date(context, session, plan, with_first=False)
    to_adopt = sum(1 for _ in reporting.unknown(context.instance, session, plan))
    if to_adopt:
        what = "1 artifact is" if to_adopt == 1 else f"{to_adopt} artifacts are"
        context.log.info(f"{what} fresh on disk and new to this instance: only reported.")
    if to_adopt or plan.gone or any(plan.due()) or not stocktaking.is_told(context):
        context.log_event(events.snapshot_materialization(stocktaking.snapshot_metadata(session, plan)))
    else:
        context.log.info("Nothing has changed.")


def _grain_op(grain: Grain) -> Callable[..., object]:
    @dg.op(
        name=str(grain),
        description=f"Make what is due of the {grain}.",
        pool=pool_of(grain),
        ins={"after": dg.In(dg.Nothing)},
        out=dg.Out(dg.Nothing),
    )
    def make_grain(context: dg.OpExecutionContext, designdoc: DesignDocsResource) -> None:
        session = designdoc.session
        is_last = grain is Grain.DOCUMENTS
        if session.plan_only or session.is_superseded:
            return
        with explained(), giving_way(context, session), shown_as_failed(context, session):
            with (
                restated(context, session, is_last=is_last),
                accounts.accounted(context, session, is_last=is_last, summing_up=summary),
                delivered(context, session, is_last=is_last),
            ):
                for step in steps_of(context.run, grain, _STEPS):
                    if step == _SNAPSHOT:
                        _take_stock(context, session)
                    else:
                        _make(context, session, Grain(step))
            if is_last and session.is_begun:
                raise_for(session.production.outcomes.failures, exhausted=exhausted(session))

    return make_grain


def _make(context: dg.OpExecutionContext, session: Session, grain: Grain) -> None:
    if stocktaking.is_in_order(context, session, [grain]):
        return
    is_last = grain is Grain.DOCUMENTS
    production = session.production
    if is_last:
        production.settle()
    keys = production.due(grain)
    ahead = [later for later in _NEXT.get(grain, ()) if is_executed(context.run, later)]
    adopted = reporting.adopt(context, session, [grain])
    staleness.report_changes(context, session, production.plan, [grain, *ahead])
    anew = reporting.make(context, session, grain, keys, with_fresh=False, ahead=ahead)
    if is_last:
        session.progress.enter("Finishing")
        production.settle()
        session.leave_receipt()
    gone = evaluations.gone_kinds(production.plan, [grain])
    evaluations.log_evaluations(context, session, adopted | anew | gone)
    # Of the others something may be left: what failed, or what the budget did not allow.
    is_left = bool(production.outcomes.failures or production.outcomes.remaining)
    evaluations.log_up_to_date(context, session, production.plan, [grain], with_first=is_left)


@dg.graph(name="design_docs", description=descriptions.JOB)
def _everything() -> None:
    """Snapshot, then the grains in order."""
    done = take_snapshot()
    for grain in Grain:
        done = _grain_op(grain)(done)


design_docs = explained_job(_everything, {}, tags=NO_RETRIES)
