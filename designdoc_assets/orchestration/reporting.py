"""Reports artifacts to Dagster that a run made or found fresh, and changed inputs; for the assets and the job."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from urllib.parse import quote

import dagster as dg

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.making.outcomes import Made
from designdoc_assets.making.plan import Plan, Planned
from designdoc_assets.orchestration import events, figures, staleness
from designdoc_assets.orchestration.contexts import Context
from designdoc_assets.orchestration.partition_page import about
from designdoc_assets.orchestration.run_page import RunPage
from designdoc_assets.orchestration.storage.batches import batched
from designdoc_assets.pages.anchors import address
from designdoc_assets.pages.markers import SHORT
from designdoc_assets.session.session import Session


def materialization(
    context: Context,
    session: Session,
    made: Made,
    description: str | None = None,
    earlier: figures.Earlier | None = None,
) -> dg.AssetMaterialization:
    """Return the event of an artifact that is on its page; one that is reported again keeps the figures of its making.

    Args:
        context: Of the run.
        session: The run's work.
        made: The artifact.
        description: What the page of the run says of it.
        earlier: The earlier reports in the instance, if the artifact may have one.
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
    """Make the partitions of a grain, report each when it is on its page, and return its kinds that were made anew.

    Artifacts that share their pages are made and reported with them. If the instance keeps no events, none is logged:
    the summary of the job says what was made, or a line of the run of assets.
    """
    keeps_events = events.keeps_events(context.instance)
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
            # An artifact that was planned as due may turn out fresh: it is reported if Dagster shows it as stale.
            if keeps_events and (with_fresh or not made.was_fresh or known[artifact.kind].shows_stale(artifact.key)):
                context.log_event(materialization(context, session, made, page.describe(made), earlier))
                page.tell()
                reported.append(artifact)
            anew[artifact.kind] += not made.was_fresh
            unchanged += made.was_fresh
    staleness.keep_late_changes(context, session, reported)
    if with_fresh:
        context.log.info(_what_was_made(+anew, unchanged))
    return {artifact.kind for artifact in session.production.outcomes.made if kinds()[artifact.kind].grain is grain}


def _what_was_made(anew: Mapping[str, int], unchanged: int) -> str:
    made = [f"{count:,} {kind} made" for kind, count in sorted(anew.items())]
    return ", ".join([*([f"{unchanged:,} unchanged"] if unchanged else []), *(made or ["nothing made"])]) + "."


def unknown(
    instance: dg.DagsterInstance, session: Session, plan: Plan, grains: Collection[Grain] = tuple(Grain)
) -> Iterator[Planned]:
    """Return the fresh artifacts that the instance does not know at their data version, or shows as failed or stale.

    An instance that ends with this process need not know any.
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
    """Report the fresh artifacts that the instance does not know, and return their kinds."""
    adopted = set()
    session.progress.enter("Reporting what stands")
    with batched(context.instance, context.run.run_id):
        for item in unknown(context.instance, session, session.production.plan, grains):
            made = session.production.publication.as_it_stands(item)
            context.log_event(materialization(context, session, made, f"{item.artifact}, as it stands"))
            adopted.add(item.artifact.kind)
    return adopted


def observe(context: Context, session: Session, grain: Grain) -> None:
    """Report the inputs of a grain's stale artifacts, and the fresh artifacts that are shown as stale; make nothing."""
    plan = session.production.plan
    staleness.report_changes(context, session, plan, [grain])
    adopt(context, session, [grain])
    due = sum(1 for _ in plan.due())
    context.log.info(
        f"Looked at {sum(map(len, plan.items.values()))} artifacts: {due} are not up to date"
        + (". To make them, materialize their own assets, or launch the job design_docs." if due else ".")
    )
