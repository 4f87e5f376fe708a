"""Evaluations of asset checks: those that disputes come from, and `up_to_date`."""

from collections.abc import Collection, Iterable, Iterator

import dagster as dg

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.making.plan import Plan
from designdoc_assets.orchestration import events, up_to_date
from designdoc_assets.orchestration.contexts import Context
from designdoc_assets.orchestration.up_to_date import UP_TO_DATE, up_to_date_evaluation
from designdoc_assets.session.session import Session


def evaluate(session: Session, checks: Iterable[dg.AssetCheckKey]) -> Iterator[dg.AssetCheckEvaluation]:
    """Evaluate checks, each over all artifacts of its kind."""
    for check in sorted(checks):
        if check.name == UP_TO_DATE:
            yield _up_to_date(session, check.asset_key.to_user_string())
            continue
        yield events.check_evaluation(
            check, session.production.resolver.open_disputes(check.asset_key.to_user_string())
        )


def _up_to_date(session: Session, kind: str) -> dg.AssetCheckEvaluation:
    if not session.is_begun and session.in_order is not None:
        return up_to_date_evaluation(kind, session.in_order)
    outcomes = session.production.outcomes
    return up_to_date_evaluation(kind, session.production.plan, outcomes.made.keys() | outcomes.unchanged)


def log_up_to_date(
    context: Context, session: Session, plan: Plan, grains: Collection[Grain] = tuple(Grain), *, with_first: bool
) -> None:
    """Log the check `up_to_date` of each kind whose result is news, if the instance keeps events.

    Args:
        context: Of the run.
        session: The run's work.
        plan: Its plan: which kinds there are.
        grains: The grains to look at.
        with_first: Log the checks that were never evaluated as well.
    """
    if events.keeps_events(context.instance):
        evaluations = [_up_to_date(session, name) for name in plan.items if kinds()[name].grain in grains]
        for evaluation in up_to_date.news(context.instance, evaluations, with_first=with_first):
            context.log_event(evaluation)  # type: ignore[arg-type] # Dagster takes it; its annotation does not say so


def log_evaluations(context: Context, session: Session, names: Iterable[str]) -> None:
    """Evaluate all checks of some kinds, and log the evaluations, if the instance keeps events."""
    if not events.keeps_events(context.instance):
        return
    checks = [spec.key for name in names for spec in events.check_specs(kinds()[name])]
    for evaluation in evaluate(session, checks):
        context.log_event(evaluation)  # type: ignore[arg-type] # Dagster takes it; its annotation does not say so


def gone_kinds(plan: Plan, grains: Collection[Grain] = tuple(Grain)) -> set[str]:
    """Return the kinds with artifacts that are gone, which their checks may have been about."""
    return {entry.artifact.kind for entry in plan.gone if entry.grain in grains}
