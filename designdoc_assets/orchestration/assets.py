"""The asset graph: `repo_snapshot`, and one multi-asset per grain, so that no step of a grain waits on another."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from designdoc_assets.artifacts.kind import AnyKind, Grain
from designdoc_assets.artifacts.registry import code_version, kinds
from designdoc_assets.orchestration import events, reporting
from designdoc_assets.orchestration.failures import NO_RETRIES, exhausted, explained, raise_for
from designdoc_assets.orchestration.partitions import DEFINITIONS
from designdoc_assets.orchestration.resources import DesignDocsResource
from designdoc_assets.source.keys import PartitionKey

GROUP = "design_docs"
"""One for all: the UI folds groups, and eight assets are best seen at once."""


@dg.asset(
    name=events.SNAPSHOT,
    group_name=GROUP,
    kinds={"git"},
    code_version=events.SNAPSHOT_CODE_VERSION,
    description=(
        "What the target looks like now. Materializing it registers the partitions of all other assets, removes those "
        "of what is gone, and shows the plan: what is fresh, stale, missing and gone, and why."
    ),
)
def repo_snapshot(context: dg.AssetExecutionContext, designdoc: DesignDocsResource) -> dg.MaterializeResult[Any]:
    """Read the target and plan."""
    context.instance.add_run_tags(context.run.run_id, NO_RETRIES)
    session = designdoc.session
    with explained():
        plan = reporting.take_stock(context, session)
        adopted = reporting.adopt(context, session)
        reporting.log_evaluations(context, session, adopted | reporting.gone_kinds(plan))
    return dg.MaterializeResult(
        data_version=dg.DataVersion(events.SNAPSHOT_DATA_VERSION), metadata=reporting.snapshot_metadata(session, plan)
    )


def grain_assets(grain: Grain) -> dg.AssetsDefinition:
    """Return the assets of one grain: they share partitions, and a run may ask for any of them."""
    members = [kind for kind in kinds().values() if kind.grain == grain]

    @dg.multi_asset(
        name=f"assets_of_{grain}",  # the job's op has the plain name, and no two may share one
        specs=[_spec(kind) for kind in members],
        check_specs=[spec for kind in members for spec in events.check_specs(kind)],
        partitions_def=DEFINITIONS[grain],
        can_subset=True,
        backfill_policy=dg.BackfillPolicy.single_run(),
    )
    def materialize(context: dg.AssetExecutionContext, designdoc: DesignDocsResource) -> Iterator[dg.AssetCheckResult]:
        context.instance.add_run_tags(context.run.run_id, NO_RETRIES)
        session = designdoc.session
        wanted = {key.to_user_string() for key in context.selected_asset_keys}
        # Checks can be run alone: of all partitions.
        keys = [PartitionKey(key) for key in (context.partition_keys if wanted else [])]
        with explained(), reporting.accounted(context, session, is_last=True):
            production = session.production
            production.narrow(wanted)
            reporting.announce_cost(context, session, production.items(grain, keys))
            reporting.make(context, session, grain, keys, with_fresh=True)
            production.settle()
        # Evaluated before the failure is raised, or Dagster would show the checks themselves as broken.
        yield from map(events.check_result, reporting.evaluate(session, context.selected_asset_check_keys))
        left_out = wanted.difference(kind.name for kind in production.kinds)
        raise_for(production.outcomes.failures, left_out=left_out, exhausted=exhausted(session))

    return materialize


def _spec(kind: AnyKind) -> dg.AssetSpec:
    return dg.AssetSpec(
        kind.name,
        deps=[dg.AssetDep(upstream, partition_mapping=_mapping(upstream)) for upstream in events.upstream_of(kind)],
        skippable=True,
        group_name=GROUP,
        kinds={"markdown", "mermaid"} if kind.has_diagram else {"markdown"},
        code_version=code_version(kind.name),
        description=kind.description,
    )


def _mapping(upstream: str) -> dg.PartitionMapping | None:
    return None if upstream == events.SNAPSHOT else dg.AllPartitionMapping()
