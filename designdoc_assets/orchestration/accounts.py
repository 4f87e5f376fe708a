"""What a run did and what it cost, logged when it ends, however it does."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from dagster._core.errors import DagsterExecutionInterruptedError

from designdoc_assets.orchestration.budget_report import budget_materialization
from designdoc_assets.orchestration.contexts import Context
from designdoc_assets.orchestration.failures import EXPLAINED
from designdoc_assets.orchestration.run_cost import tag_cost
from designdoc_assets.orchestration.summary import summary_of_assets
from designdoc_assets.session.session import Session


@contextmanager
def accounted(
    context: Context, session: Session, *, is_last: bool, summing_up: Callable[[Session], str] = summary_of_assets
) -> Iterator[None]:
    """Log what the run did and what it cost, when its last step ends, or when one fails or is interrupted."""
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
    if session.spending is not None and session.spending.claude.total.model_calls:
        context.log_event(budget_materialization(session.statement()))
    tag_cost(context.instance, context.run, session)
