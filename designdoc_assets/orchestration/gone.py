"""Reports that artifacts are gone: Dagster keeps showing their history, which then ends with what became of them."""

from collections.abc import Mapping

import dagster as dg

from designdoc_assets.making.plan import Plan
from designdoc_assets.making.whereabouts import by_name, what_became_of
from designdoc_assets.orchestration import events, staleness
from designdoc_assets.orchestration.contexts import Context
from designdoc_assets.session.session import Session

_AND_SO = "Its partition is removed, and its page with it, but for what people wrote there."


def report_gone(context: Context, session: Session, plan: Plan) -> None:
    """Report an observation of each artifact that the instance knew, and that the target no longer has.

    Args:
        context: Of the run.
        session: The run's work.
        plan: The plan, with the artifacts that are gone.
    """
    if not (plan.gone and events.keeps_events(context.instance)):
        return
    known = staleness.known_to(context.instance, session)
    snapshot = session.snapshot
    there = {grain: by_name(keys) for grain, keys in session.production.survey.all_keys().items()}
    commit: Mapping[str, str] = {"commit": session.commit_shown} if session.commit_shown else {}
    for entry in plan.gone:  # one by one: of events of an asset within a millisecond, the UI shows the last alone
        kind, key = entry.artifact.kind, entry.artifact.key
        if kind in known and key in known[kind].versions:
            why = what_became_of(entry.grain, key, there[entry.grain], snapshot)
            said = f"It is no longer in the target: {why}. {_AND_SO}"
            context.log_event(dg.AssetObservation(kind, partition=key, metadata={"gone": said, **commit}))
