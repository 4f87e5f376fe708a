"""The asset graph: `repo_snapshot`, and one multi-asset per grain, so that no step of a grain waits on another."""

from collections.abc import Iterator
from typing import Any

import dagster as dg

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.kind import AnyKind
from designdoc_assets.artifacts.registry import code_version, kinds
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.orchestration import (
    accounts,
    descriptions,
    evaluations,
    events,
    reporting,
    staleness,
    stocktaking,
)
from designdoc_assets.orchestration.budget_report import BUDGET, BUDGET_CODE_VERSION, data_version, statement_metadata
from designdoc_assets.orchestration.code_references import code_reference
from designdoc_assets.orchestration.delivery import delivered
from designdoc_assets.orchestration.documented_target import check_same_target
from designdoc_assets.orchestration.failures import NO_RETRIES, exhausted, explained, raise_for
from designdoc_assets.orchestration.inputs import inputs_spec, kind_of_inputs
from designdoc_assets.orchestration.partitions import DEFINITIONS
from designdoc_assets.orchestration.pools import pool_of
from designdoc_assets.orchestration.resources import DesignDocsResource

OVERVIEW = "overview"
"""The group of the assets that people look at first, plan and money; the other groups are named by grain."""


@dg.asset(
    name=events.SNAPSHOT,
    group_name=OVERVIEW,
    kinds={"git"},
    code_version=events.SNAPSHOT_CODE_VERSION,
    description=descriptions.SNAPSHOT,
)
def repo_snapshot(context: dg.AssetExecutionContext, designdoc: DesignDocsResource) -> dg.MaterializeResult[Any]:
    """Read the target and plan."""
    context.instance.add_run_tags(context.run.run_id, NO_RETRIES)
    session = designdoc.session
    with explained(), delivered(context, session, is_last=True):
        plan = stocktaking.take_stock(context, session)
        adopted = reporting.adopt(context, session)
        accounts.report_budget(context, session)
        evaluations.log_evaluations(context, session, adopted | evaluations.gone_kinds(plan))
        metadata = stocktaking.snapshot_metadata(session, plan)
        if not session.plan_only:
            evaluations.log_up_to_date(context, session, plan, with_first=True)
            metadata = {"next": dg.MetadataValue.text(stocktaking.what_is_next(context, plan)), **metadata}
    return dg.MaterializeResult(data_version=dg.DataVersion(events.SNAPSHOT_DATA_VERSION), metadata=metadata)


@dg.asset(
    name=BUDGET,
    group_name=OVERVIEW,
    kinds={"claude", "sql"},
    code_version=BUDGET_CODE_VERSION,
    description=descriptions.BUDGET,
)
def budget_report(context: dg.AssetExecutionContext, designdoc: DesignDocsResource) -> dg.MaterializeResult[Any]:
    """Ask the journal."""
    context.instance.add_run_tags(context.run.run_id, NO_RETRIES)
    session = designdoc.session
    with explained():
        statement = session.statement()
    return dg.MaterializeResult(
        data_version=dg.DataVersion(data_version(statement)), metadata=statement_metadata(statement)
    )


def grain_assets(grain: Grain, partitions_per_run: int = 0) -> dg.AssetsDefinition:
    """Return the assets of one grain: they share partitions, and a run may ask for any of them.

    Args:
        grain: The grain.
        partitions_per_run: How many partitions one run of a backfill takes; 0 means all of them.
    """
    members = [kind for kind in kinds().values() if kind.grain == grain]

    @dg.multi_asset(
        name=f"assets_of_{grain}",  # the job's op has the plain name, and no two may share one
        specs=[_spec(kind) for kind in members],
        check_specs=[spec for kind in members for spec in events.check_specs(kind)],
        partitions_def=DEFINITIONS[grain],
        can_subset=True,
        pool=pool_of(grain),
        backfill_policy=_backfill_policy(partitions_per_run),
    )
    def materialize(context: dg.AssetExecutionContext, designdoc: DesignDocsResource) -> Iterator[dg.AssetCheckResult]:
        context.instance.add_run_tags(context.run.run_id, NO_RETRIES)
        session = designdoc.session
        wanted = {key.to_user_string() for key in context.selected_asset_keys}
        # Checks can be run alone: of all partitions.
        keys = [PartitionKey(key) for key in (context.partition_keys if wanted else [])]
        with (
            explained(),
            delivered(context, session, is_last=True),
            accounts.accounted(context, session, is_last=True),
        ):
            check_same_target(context.instance, session.target_name)
            staleness.known_to(context.instance, session)
            production = session.production
            checked = {check.asset_key.to_user_string() for check in context.selected_asset_check_keys}
            production.narrow(wanted | checked)  # what there is a plan of
            production.narrow(wanted)
            stocktaking.announce_cost(context, session, production.items(grain, keys))
            anew = reporting.make(context, session, grain, keys, with_fresh=True)
            production.settle()
            staleness.report_readers(context, session, anew)
        # Evaluated before the failure is raised, or Dagster would show the checks themselves as broken.
        yield from map(events.check_result, evaluations.evaluate(session, context.selected_asset_check_keys))
        left_out = wanted.difference(kind.name for kind in session.kinds)
        raise_for(production.outcomes.failures, left_out=left_out, exhausted=exhausted(session))

    return materialize


def inputs_assets(grain: Grain) -> dg.AssetsDefinition:
    """Return the assets of the inputs of a grain's kinds. To observe some by hand looks at all their partitions."""

    @dg.multi_observable_source_asset(  # type: ignore[untyped-decorator] # Dagster does not say what it returns
        name=f"inputs_of_{grain}",
        specs=[inputs_spec(kind) for kind in kinds().values() if kind.grain == grain],
        partitions_def=DEFINITIONS[grain],
        can_subset=True,
    )
    def observe(context: dg.AssetExecutionContext, designdoc: DesignDocsResource) -> Iterator[dg.ObserveResult]:
        context.instance.add_run_tags(context.run.run_id, NO_RETRIES)
        session = designdoc.session
        with explained():
            check_same_target(context.instance, session.target_name)
            staleness.known_to(context.instance, session)
            observed = {kind_of_inputs(key.to_user_string()) for key in context.selected_asset_keys}
            session.production.narrow({kind for kind in observed if kind})
            reporting.observe(context, session, grain)
        yield from ()  # a generator: of anything else Dagster would take each asset for observed as a whole

    assert isinstance(observe, dg.AssetsDefinition)
    return observe


def _backfill_policy(partitions_per_run: int) -> dg.BackfillPolicy:
    return dg.BackfillPolicy.multi_run(partitions_per_run) if partitions_per_run else dg.BackfillPolicy.single_run()


def _spec(kind: AnyKind) -> dg.AssetSpec:
    return dg.AssetSpec(
        kind.name,
        deps=[dg.AssetDep(upstream, partition_mapping=_mapping(upstream)) for upstream in events.upstream_of(kind)],
        skippable=True,
        group_name=str(kind.grain),
        kinds=_kinds(kind),
        code_version=code_version(kind.name),
        description=descriptions.of_kind(kind, [spec.name for spec in events.check_specs(kind)]),
        metadata=code_reference(type(kind)),
    )


def _kinds(kind: AnyKind) -> set[str]:
    written = {"claude"} if kind.asks_model and not descriptions.is_drawn(kind) else set()
    return {"markdown"} | written | ({"mermaid"} if kind.has_diagram else set())


def _mapping(upstream: str) -> dg.PartitionMapping:
    return dg.IdentityPartitionMapping() if kind_of_inputs(upstream) else dg.AllPartitionMapping()
