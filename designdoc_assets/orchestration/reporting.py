"""Logging to Dagster what a run made: shared by the assets and the job."""

from collections.abc import Collection, Iterable, Iterator

import dagster as dg

from designdoc_assets.artifacts.kind import Grain
from designdoc_assets.orchestration import events
from designdoc_assets.orchestration.partitions import register
from designdoc_assets.orchestration.plan_report import plan_lines, plan_table
from designdoc_assets.orchestration.session import Session
from designdoc_assets.planning import Plan, State
from designdoc_assets.production import Made
from designdoc_assets.source.keys import PartitionKey

Context = dg.OpExecutionContext | dg.AssetExecutionContext


def take_stock(context: Context, session: Session) -> Plan:
    """Plan, register the partitions, take away what is gone, and log it all."""
    for warning in session.settings.warnings:
        context.log.warning(warning)
    snapshot = session.snapshot
    context.log.info(
        f"Read {snapshot.name}: {len(snapshot.files)} files to document, {len(snapshot.tests)} test files, "
        f"{len(snapshot.skipped)} not read."
    )
    plan = session.production.plan
    context.log.info(f"Plan:\n{plan_lines(plan)}")
    changes = register(context.instance, session.production.survey)
    if changes:
        context.log.info(f"Registered or removed {changes} partitions.")
    session.production.withdraw(plan.gone)
    return plan


def snapshot_metadata(session: Session, plan: Plan) -> dict[str, dg.MetadataValue]:
    """Return what `repo_snapshot` shows."""
    snapshot = session.snapshot
    return {
        "plan": plan_table(plan),
        "files": dg.MetadataValue.int(len(snapshot.files)),
        "test_files": dg.MetadataValue.int(len(snapshot.tests)),
        "not_read": dg.MetadataValue.int(len(snapshot.skipped)),
        "digest": dg.MetadataValue.text(snapshot.digest),
        "commit": dg.MetadataValue.text(snapshot.commit or "none: not a git repository"),
    }


def make(
    context: Context, session: Session, grain: Grain, keys: Iterable[PartitionKey], *, with_fresh: bool
) -> Collection[str]:
    """Make the partitions of a grain, log each as soon as it stands, and return the kinds that were made anew."""
    anew = set()
    for made in session.production.make(grain, keys, with_fresh=with_fresh):
        context.log_event(events.materialization(made, session.output))
        if not made.was_fresh:
            anew.add(made.planned.artifact.kind)
    return anew


def adopt(context: Context, session: Session, plan: Plan) -> int:
    """Report artifacts that stand fresh on their pages and that this instance does not know; return how many."""
    if events.is_throw_away(context.instance):
        return 0
    adopted = 0
    for kind, items in plan.items.items():
        known = events.recorded_versions(context.instance, kind)
        for item in items:
            if item.state in {State.FRESH, State.KEPT} and known.get(item.artifact.key) != item.version.data_version:
                context.log_event(events.materialization(Made(item, item.status, was_fresh=True), session.output))
                adopted += 1
    return adopted


def check_results(session: Session, kinds: Iterable[str]) -> Iterator[dg.AssetCheckResult]:
    """Evaluate the checks of some kinds."""
    for kind in session.production.kinds:
        if kind.name in kinds:
            disputes = session.production.open_disputes(kind.name)
            for name in events.checks_of(kind):
                yield events.check_result(kind.name, name, disputes)
