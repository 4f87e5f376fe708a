"""Logging to Dagster what a run found and made: shared by the assets and the job."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress

import dagster as dg

from designdoc_assets.artifacts.kind import Grain
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.orchestration import events
from designdoc_assets.orchestration.budget_report import budget_materialization
from designdoc_assets.orchestration.failures import EXPLAINED
from designdoc_assets.orchestration.money_report import forecast_lines, forecast_table, spent_line
from designdoc_assets.orchestration.not_read import files_not_read, not_read
from designdoc_assets.orchestration.owner import TARGET, check_owner
from designdoc_assets.orchestration.partitions import register
from designdoc_assets.orchestration.plan_names import plan_names
from designdoc_assets.orchestration.plan_report import plan_lines, plan_table
from designdoc_assets.orchestration.session import Session
from designdoc_assets.orchestration.storage.batches import batched
from designdoc_assets.outcomes import Made
from designdoc_assets.planning import Plan, Planned
from designdoc_assets.source.keys import PartitionKey

Context = dg.OpExecutionContext | dg.AssetExecutionContext


def take_stock(context: Context, session: Session) -> Plan:
    """Plan, register the partitions, take away what is gone, and log it all."""
    for warning in session.settings.warnings:
        context.log.warning(warning)
    snapshot = session.snapshot
    if not session.plan_only:
        check_owner(context.instance, session.target_name)
    context.log.info(
        f"Read {snapshot.name or 'the target'}: {len(snapshot.files)} files to document, "
        f"{len(snapshot.tests)} test files, {not_read(snapshot)}."
    )
    plan = session.production.plan
    if session.plan_only:
        context.log.info("\n".join(filter(None, ["Plan:", plan_lines(plan), plan_names(plan)])))
    else:
        _announce(context, plan, session.production.survey.all_keys())
    announce_cost(context, session, plan.due())
    if not session.plan_only:
        session.production.withdraw(plan.gone)
        session.production.settle()
    return plan


def announce_cost(context: Context, session: Session, items: Iterable[Planned]) -> None:
    """Log what making some artifacts will cost."""
    lines = forecast_lines(session, items)
    if lines:
        context.log.info(lines)


@contextmanager
def accounted(
    context: Context, session: Session, *, is_last: bool, closing: Callable[[Session], str] = spent_line
) -> Iterator[None]:
    """Log what the run did and what it cost, when its last step ends, or when one fails."""
    try:
        yield
    except Exception:
        with suppress(*EXPLAINED):  # which may be what failed
            _account(context, session, closing)
        raise
    if is_last:
        _account(context, session, closing)


def _account(context: Context, session: Session, closing: Callable[[Session], str]) -> None:
    said = closing(session)
    if said:
        context.log.info(said)
    if session.spending is not None and session.spending.claude.total.model_calls:
        context.log_event(budget_materialization(session.statement()))


def is_in_order(context: Context, session: Session, grains: Collection[Grain] = tuple(Grain)) -> bool:
    """Whether it is known that nothing is left to do, and there is nothing that the instance does not know."""
    plan = session.in_order
    return plan is not None and not any(unknown(context.instance, plan, grains))


def confirm(context: Context, session: Session) -> None:
    """Do what is left of taking stock where all is in order: register the partitions, and log the plan."""
    assert session.in_order is not None
    check_owner(context.instance, session.target_name)
    for warning in session.settings.warnings:
        context.log.warning(warning)
    _announce(context, session.in_order, session.in_order.keys())


def _announce(context: Context, plan: Plan, keys: Mapping[Grain, Sequence[PartitionKey]]) -> None:
    context.log.info(f"Plan:\n{plan_lines(plan)}")
    added, removed = register(context.instance, keys)
    if (added or removed) and events.is_read(context.instance):
        context.log.info(f"Partitions: {added} added, {removed} removed.")


def snapshot_metadata(session: Session, plan: Plan) -> dict[str, dg.MetadataValue]:
    """Return what `repo_snapshot` shows."""
    snapshot = session.snapshot
    skipped = [
        dg.TableRecord({"path": entry.path, "reason": entry.reason}) for entry in snapshot.skipped[: events.MOST_LISTED]
    ]
    return {
        "plan": plan_table(plan),
        **forecast_table(session, plan.due()),
        "files": dg.MetadataValue.int(len(snapshot.files)),
        "test_files": dg.MetadataValue.int(len(snapshot.tests)),
        "not_read": dg.MetadataValue.int(files_not_read(snapshot)),
        **({"not_read_because": dg.MetadataValue.table(skipped)} if skipped else {}),
        "repository": dg.MetadataValue.path(str(session.settings.repo)),
        TARGET: dg.MetadataValue.text(session.target_name),
        "docs": dg.MetadataValue.path(session.docs.shown),
        "commit": dg.MetadataValue.text(snapshot.commit or "none: not a git repository"),
        "digest": dg.MetadataValue.text(snapshot.digest),
    }


def materialization(session: Session, made: Made) -> dg.AssetMaterialization:
    """Return the event of an artifact that stands on its page."""
    page = made.planned.page
    return events.materialization(made, session.docs.location(page), session.published.url(page))


def make(  # noqa: PLR0913 - where to report, and what `Production.make` takes
    context: Context,
    session: Session,
    grain: Grain,
    keys: Iterable[PartitionKey],
    *,
    with_fresh: bool,
    ahead: Sequence[Grain] = (),
) -> set[str]:
    """Make the partitions of a grain, report each when it stands, and return the kinds that were made anew.

    Where nobody can see an event, none is logged: the summary of the job says what was made, a line for each kind that
    of assets.
    """
    is_read = events.is_read(context.instance)
    anew: Counter[str] = Counter()
    with batched(context.instance, context.run.run_id):
        for made in session.production.make(grain, keys, with_fresh=with_fresh, ahead=ahead):
            if is_read:
                context.log_event(materialization(session, made))
            anew[made.planned.artifact.kind] += not made.was_fresh
    if not is_read and with_fresh:
        for kind, count in sorted((+anew).items()):
            context.log.info(f"{count} {kind} made.")
    return set(+anew)


def unknown(instance: dg.DagsterInstance, plan: Plan, grains: Collection[Grain] = tuple(Grain)) -> Iterator[Planned]:
    """Return what stands fresh on its page and is not, or not as it is now, known to the instance.

    On an instance that ends with the process there is nobody to tell, and so nothing.
    """
    for name, items in plan.items.items():
        if kinds()[name].grain in grains and not events.is_throw_away(instance):
            known = events.recorded_versions(instance, name)
            for item in items:
                if not item.is_due and known.get(item.artifact.key) != item.version.data_version:
                    yield item


def adopt(context: Context, session: Session, grains: Collection[Grain] = tuple(Grain)) -> set[str]:
    """Report what is unknown to the instance, as it stands, and return the kinds of it."""
    adopted = set()
    session.progress.enter("Reporting what stands")
    with batched(context.instance, context.run.run_id):
        for item in unknown(context.instance, session.production.plan, grains):
            context.log_event(materialization(session, session.production.as_it_stands(item)))
            adopted.add(item.artifact.kind)
    return adopted


def evaluate(session: Session, checks: Iterable[dg.AssetCheckKey]) -> Iterator[dg.AssetCheckEvaluation]:
    """Evaluate checks, each over all artifacts of its kind."""
    for check in sorted(checks):
        yield events.check_evaluation(check, session.production.open_disputes(check.asset_key.to_user_string()))


def log_evaluations(context: Context, session: Session, names: Iterable[str]) -> None:
    """Evaluate all checks of some kinds, and log how they went, if that can be read."""
    if not events.is_read(context.instance):
        return
    checks = [spec.key for name in names for spec in events.check_specs(kinds()[name])]
    for evaluation in evaluate(session, checks):
        context.log_event(evaluation)  # type: ignore[arg-type] # Dagster takes it; its annotation does not say so


def gone_kinds(plan: Plan, grains: Collection[Grain] = tuple(Grain)) -> set[str]:
    """Return the kinds of which something is gone: their checks may have been about it."""
    return {entry.artifact.kind for entry in plan.gone if entry.grain in grains}
