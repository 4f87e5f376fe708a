"""Takes stock at the beginning of a run: plan, forecast, partitions, and artifacts that are gone."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import dagster as dg

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.making.plan import Plan, Planned
from designdoc_assets.orchestration import events, staleness
from designdoc_assets.orchestration.contexts import Context
from designdoc_assets.orchestration.documented_target import TARGET, check_same_target, has_target
from designdoc_assets.orchestration.evaluations import log_up_to_date
from designdoc_assets.orchestration.gone import report_gone
from designdoc_assets.orchestration.money_report import force_line, forecast_lines, forecast_table
from designdoc_assets.orchestration.not_read import files_not_read, not_read
from designdoc_assets.orchestration.partitions import register
from designdoc_assets.orchestration.plan_names import plan_names
from designdoc_assets.orchestration.plan_report import plan_lines, plan_table
from designdoc_assets.orchestration.reporting import unknown
from designdoc_assets.session.session import Session


def take_stock(context: Context, session: Session) -> Plan:
    """Plan, register the partitions, report stale artifacts, take away those that are gone, and log it all."""
    staleness.known_to(context.instance, session)
    for warning in session.settings.warnings:
        context.log.warning(warning)
    snapshot = session.snapshot
    if not session.plan_only:
        check_same_target(context.instance, session.target_name)
    context.log.info(
        f"Read {snapshot.name or 'the target'}: {len(snapshot.files)} files to document, "
        f"{len(snapshot.tests)} test files, {not_read(snapshot)}."
    )
    plan = session.production.plan
    if session.plan_only:
        context.log.info("\n".join(filter(None, ["Plan:", plan_lines(plan), plan_names(plan)])))
    else:
        keys = session.production.survey.all_keys()
        new = staleness.newcomers(context.instance, keys)
        _announce(context, plan, keys)
        staleness.report_changes(context, session, plan, new=new)
        report_gone(context, session, plan)
        if plan.gone and events.keeps_events(context.instance):
            gone = plan_names(Plan(dict.fromkeys(plan.items, ()), plan.gone))
            context.log.info(f"Taken away, but for what people wrote:\n{gone}")
    announce_cost(context, session, plan.due())
    if not session.plan_only:
        session.production.withdraw(plan.gone)
        session.production.settle()
    return plan


def what_is_next(context: Context, plan: Plan) -> str:
    """Log how the plan is carried out that this run only drew up, and return that sentence."""
    due = sum(1 for _ in plan.due())
    if due:
        said = (
            f"This run makes no page: {due} of {sum(map(len, plan.items.values()))} artifacts missing or stale. "
            "Launch the job design_docs, which makes all of them in one run; or materialize the partitions that are "
            "Missing or Unsynced: they are registered now. The check up_to_date of each asset names them."
        )
        context.log.warning(said)
    else:
        said = "Everything is up to date: there is nothing to make."
        context.log.info(said)
    return said


def announce_cost(context: Context, session: Session, items: Iterable[Planned]) -> None:
    """Log the cost of making some artifacts, and before it the part of it that is only due to `force`."""
    items = list(items)
    forced = force_line(session, items)
    if forced:
        (context.log.warning if session.spending else context.log.info)(forced)
    lines = forecast_lines(session, items)
    if lines:
        context.log.info(lines)


def is_in_order(context: Context, session: Session, grains: Collection[Grain] = tuple(Grain)) -> bool:
    """Whether nothing is left to do, as a receipt tells, and the instance knows all artifacts."""
    staleness.known_to(context.instance, session)
    plan = session.in_order
    return plan is not None and not any(unknown(context.instance, session, plan, grains))


def is_told(context: Context) -> bool:
    """Whether the instance has a report of `repo_snapshot`, or ends with this process."""
    return events.is_throw_away(context.instance) or has_target(context.instance)


def confirm(context: Context, session: Session) -> None:
    """Take stock where all is in order: register the partitions, and log the plan."""
    assert session.in_order is not None
    check_same_target(context.instance, session.target_name)
    for warning in session.settings.warnings:
        context.log.warning(warning)
    _announce(context, session.in_order, session.in_order.keys())
    log_up_to_date(context, session, session.in_order, with_first=False)


def _announce(context: Context, plan: Plan, keys: Mapping[Grain, Sequence[PartitionKey]]) -> None:
    context.log.info(f"Plan:\n{plan_lines(plan)}")
    added, removed = register(context.instance, keys)
    if (added or removed) and events.keeps_events(context.instance):
        context.log.info(f"Partitions: {added} added, {removed} removed.")


def snapshot_metadata(session: Session, plan: Plan) -> dict[str, dg.MetadataValue]:
    """Return the metadata of `repo_snapshot`."""
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
