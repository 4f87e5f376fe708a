"""Logging to Dagster what a run found and made: shared by the assets and the job."""

import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from urllib.parse import quote

import dagster as dg
from dagster._core.errors import DagsterExecutionInterruptedError

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.making.outcomes import Made
from designdoc_assets.making.planning import Plan, Planned
from designdoc_assets.orchestration import events, figures, staleness, up_to_date
from designdoc_assets.orchestration.budget_report import budget_materialization
from designdoc_assets.orchestration.failures import EXPLAINED
from designdoc_assets.orchestration.gone import report_gone
from designdoc_assets.orchestration.money_report import force_line, forecast_lines, forecast_table
from designdoc_assets.orchestration.not_read import files_not_read, not_read
from designdoc_assets.orchestration.owner import TARGET, check_owner
from designdoc_assets.orchestration.partition_page import about
from designdoc_assets.orchestration.partitions import register
from designdoc_assets.orchestration.plan_names import plan_names
from designdoc_assets.orchestration.plan_report import plan_lines, plan_table
from designdoc_assets.orchestration.run_cost import tag_cost
from designdoc_assets.orchestration.run_page import RunPage
from designdoc_assets.orchestration.storage.batches import batched
from designdoc_assets.orchestration.summary import summary_of_assets
from designdoc_assets.orchestration.up_to_date import UP_TO_DATE, up_to_date_evaluation
from designdoc_assets.pages.anchors import address
from designdoc_assets.pages.markers import SHORT
from designdoc_assets.session.session import Session

Context = dg.OpExecutionContext | dg.AssetExecutionContext


def take_stock(context: Context, session: Session) -> Plan:
    """Plan, register the partitions, report what is stale, take away what is gone, and log it all."""
    staleness.known_to(context.instance, session)
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
        keys = session.production.survey.all_keys()
        new = staleness.newcomers(context.instance, keys)
        _announce(context, plan, keys)
        staleness.report_changes(context, session, plan, new=new)
        report_gone(context, session, plan)
        if plan.gone and events.is_read(context.instance):
            gone = plan_names(Plan(dict.fromkeys(plan.items, ()), plan.gone))
            context.log.info(f"Taken away, but for what people wrote:\n{gone}")
    announce_cost(context, session, plan.due())
    if not session.plan_only:
        session.production.withdraw(plan.gone)
        session.production.settle()
    return plan


def what_is_next(context: Context, plan: Plan) -> str:
    """Log, after a plan of which this run makes nothing, how it is carried out, and return that."""
    due = sum(1 for _ in plan.due())
    if due:
        said = (
            f"Nothing is made yet: {due} of {sum(map(len, plan.items.values()))} artifacts are missing or stale. "
            "Launch the job design_docs, which makes all of them in one run; or materialize the partitions that are "
            "Missing or Unsynced: they are registered now. The check up_to_date of each asset names them."
        )
        context.log.warning(said)
    else:
        said = "Everything is up to date: there is nothing to make."
        context.log.info(said)
    return said


def announce_cost(context: Context, session: Session, items: Iterable[Planned]) -> None:
    """Log what making some artifacts will cost, and first what of that nobody would pay for but for `force`."""
    items = list(items)
    forced = force_line(session, items)
    if forced:
        (context.log.warning if session.spending else context.log.info)(forced)
    lines = forecast_lines(session, items)
    if lines:
        context.log.info(lines)


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


def is_in_order(context: Context, session: Session, grains: Collection[Grain] = tuple(Grain)) -> bool:
    """Whether it is known that nothing is left to do, and there is nothing that the instance does not know."""
    staleness.known_to(context.instance, session)
    plan = session.in_order
    return plan is not None and not any(unknown(context.instance, session, plan, grains))


def confirm(context: Context, session: Session) -> None:
    """Do what is left of taking stock where all is in order: register the partitions, and log the plan."""
    assert session.in_order is not None
    check_owner(context.instance, session.target_name)
    for warning in session.settings.warnings:
        context.log.warning(warning)
    _announce(context, session.in_order, session.in_order.keys())
    log_up_to_date(context, session, session.in_order, with_first=False)


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


def materialization(
    context: Context,
    session: Session,
    made: Made,
    description: str | None = None,
    earlier: figures.Earlier | None = None,
) -> dg.AssetMaterialization:
    """Return the event of an artifact that stands on its page; one that is reported again keeps what its making took.

    Args:
        context: Of the run.
        session: The run's work.
        made: The artifact.
        description: What the page of the run says of it.
        earlier: What the instance has on record, where it may be reported again.
    """
    artifact = made.planned.artifact
    page, anchor = session.production.survey.layout.place(kinds()[artifact.kind].grain, artifact.key)
    url = session.published.url(page)
    kept = earlier.of(made) if earlier and made.was_fresh else {}
    took = {**figures.of_the_making(made), **kept, **figures.of_the_run(made)}
    known = staleness.known_to(context.instance, session)[artifact.kind]
    return events.materialization(
        made,
        known,
        address(session.docs.location(page), anchor),
        address(url, quote(anchor)) if url else None,
        about(session, made),
        took,
        description,
    )


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

    Where nobody can see an event, none is logged: the summary of the job says what was made, a line that of assets.
    """
    is_read = events.is_read(context.instance)
    keys = list(keys)
    due = (lambda kind: len(keys)) if with_fresh else session.progress.due
    page = RunPage(context.instance, context.run, session.progress, due)
    earlier = figures.Earlier(context.instance, keys)
    known = staleness.known_to(context.instance, session)
    anew: Counter[str] = Counter()
    unchanged = 0
    reported = []
    making = session.production.make(grain, keys, with_fresh=with_fresh, ahead=ahead)
    with batched(context.instance, context.run.run_id), closing(making):
        for made in making:
            artifact = made.planned.artifact
            # What was planned as due may turn out fresh after all: that is told where it is shown as stale.
            if is_read and (with_fresh or not made.was_fresh or known[artifact.kind].shows_stale(artifact.key)):
                context.log_event(materialization(context, session, made, page.describe(made), earlier))
                page.tell()
                reported.append(artifact)
            anew[artifact.kind] += not made.was_fresh
            unchanged += made.was_fresh
    staleness.keep_late_changes(context, session, reported)
    if with_fresh:
        context.log.info(_what_was_made(+anew, unchanged))
    return set(+anew)


def _what_was_made(anew: Mapping[str, int], unchanged: int) -> str:
    made = [f"{count:,} {kind} made" for kind, count in sorted(anew.items())]
    return ", ".join([*([f"{unchanged:,} unchanged"] if unchanged else []), *(made or ["nothing made"])]) + "."


def unknown(
    instance: dg.DagsterInstance, session: Session, plan: Plan, grains: Collection[Grain] = tuple(Grain)
) -> Iterator[Planned]:
    """Return what stands fresh on its page and is not, or not as it is now, known to the instance; or known as failed.

    On an instance that ends with the process there is nobody to tell of what is not known to it.
    """
    is_throw_away = events.is_throw_away(instance)
    for name, items in plan.items.items():
        if kinds()[name].grain in grains:
            known = staleness.known_to(instance, session)[name]
            for item in items:
                key = item.artifact.key
                # A marker has but the beginning of it.
                there = known.versions.get(key, "")[:SHORT]
                is_told = there == item.version.data_version[:SHORT] and key not in known.failed
                if not item.is_due and (not (is_throw_away or is_told) or known.shows_stale(key)):
                    yield item


def adopt(context: Context, session: Session, grains: Collection[Grain] = tuple(Grain)) -> set[str]:
    """Report what is unknown to the instance, as it stands, and return the kinds of it."""
    adopted = set()
    session.progress.enter("Reporting what stands")
    with batched(context.instance, context.run.run_id):
        for item in unknown(context.instance, session, session.production.plan, grains):
            made = session.production.publication.as_it_stands(item)
            context.log_event(materialization(context, session, made, f"{item.artifact}, as it stands"))
            adopted.add(item.artifact.kind)
    return adopted


def observe(context: Context, session: Session, grain: Grain) -> None:
    """Report the inputs of what is stale of a grain, and what is shown as stale and is not. Nothing is made."""
    plan = session.production.plan
    staleness.report_changes(context, session, plan, [grain])
    adopt(context, session, [grain])
    due = sum(1 for _ in plan.due())
    context.log.info(
        f"Looked at {sum(map(len, plan.items.values()))} artifacts: {due} are not up to date"
        + (". To make them, materialize their own assets, or launch the job design_docs." if due else ".")
    )


def evaluate(session: Session, checks: Iterable[dg.AssetCheckKey]) -> Iterator[dg.AssetCheckEvaluation]:
    """Evaluate checks, each over all artifacts of its kind."""
    for check in sorted(checks):
        if check.name == UP_TO_DATE:
            yield _up_to_date(session, check.asset_key.to_user_string())
            continue
        yield events.check_evaluation(check, session.production.rulings.open_disputes(check.asset_key.to_user_string()))


def _up_to_date(session: Session, kind: str) -> dg.AssetCheckEvaluation:
    if not session.is_begun and session.in_order is not None:
        return up_to_date_evaluation(kind, session.in_order)
    outcomes = session.production.outcomes
    return up_to_date_evaluation(kind, session.production.plan, outcomes.made.keys() | outcomes.unchanged)


def log_up_to_date(
    context: Context, session: Session, plan: Plan, grains: Collection[Grain] = tuple(Grain), *, with_first: bool
) -> None:
    """Log what is stale of each kind where that is news, if it can be read.

    Args:
        context: Of the run.
        session: The run's work.
        plan: Its plan: which kinds there are.
        grains: The grains to look at.
        with_first: Log as well what was never evaluated.
    """
    if events.is_read(context.instance):
        evaluations = [_up_to_date(session, name) for name in plan.items if kinds()[name].grain in grains]
        for evaluation in up_to_date.news(context.instance, evaluations, with_first=with_first):
            context.log_event(evaluation)  # type: ignore[arg-type] # Dagster takes it; its annotation does not say so


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
