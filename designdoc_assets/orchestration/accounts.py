"""Logs the outcome and the cost of a run when it ends, however it ends."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import dagster as dg
from dagster._core.errors import DagsterExecutionInterruptedError

from designdoc_assets.orchestration import events
from designdoc_assets.orchestration.budget_report import BUDGET, budget_materialization
from designdoc_assets.orchestration.contexts import Context
from designdoc_assets.orchestration.failures import EXPLAINED
from designdoc_assets.orchestration.run_cost import tag_cost
from designdoc_assets.orchestration.summary import summary_of_assets
from designdoc_assets.session.session import Session
from designdoc_assets.spending.database import JournalError


@contextmanager
def accounted(
    context: Context, session: Session, *, is_last: bool, summing_up: Callable[[Session], str] = summary_of_assets
) -> Iterator[None]:
    """Log the outcome and the cost of the run when its last step ends, or when a step fails or is interrupted."""
    try:
        yield
    except Exception:
        with suppress(*EXPLAINED):  # which may be what failed
            _account(context, session, summing_up)
        raise
    except DagsterExecutionInterruptedError:
        if session.is_planned:  # or nothing was spent, and whoever interrupts does not wait for a plan
            with suppress(*EXPLAINED):
                session.production.stop()  # or it would go on while the sums are drawn
                _account(context, session, summing_up)
        raise
    if is_last:
        _account(context, session, summing_up)


def _account(context: Context, session: Session, summing_up: Callable[[Session], str]) -> None:
    session.progress.on_sum()
    said = summing_up(session)
    if said:
        is_awaited = any(session.waiting())
        context.log.log(logging.WARNING if is_awaited else logging.INFO, said)
    report_budget(context, session)
    tag_cost(context.instance, context.run, session)


def report_budget(context: Context, session: Session) -> None:
    """Report the budget if this run called a model, or if no run ever reported it: Dagster would show it as missing."""
    if session.spending is not None and session.spending.claude.total.model_calls:
        context.log_event(budget_materialization(session.statement()))
    elif not session.plan_only and _is_first(context.instance):
        with suppress(JournalError):  # a run that spends nothing needs no journal
            context.log_event(budget_materialization(session.statement()))


def _is_first(instance: dg.DagsterInstance) -> bool:
    return not events.is_throw_away(instance) and instance.get_latest_materialization_event(dg.AssetKey(BUDGET)) is None
