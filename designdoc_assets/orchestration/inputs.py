"""The inputs of each kind as an asset of its own, an observation of which says that a partition's inputs changed.

Dagster calls a partition stale when one that it depends on has a newer data version than that which it was made from.
The target's code is no asset, so this one stands for it: it is observed where a snapshot finds changed inputs only.
Were it materializable, Dagster would count partitions of which nothing ever changed as missing. Its staleness and its
automation conditions both follow observations.
"""

import dagster as dg
from dagster._core.definitions.data_version import DATA_VERSION_TAG, INPUT_EVENT_POINTER_TAG_PREFIX

from designdoc_assets.artifacts.kind import AnyKind
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.session.known import Known, Source

INPUTS_GROUP = "inputs"
INPUTS_CODE_VERSION = "1"
_SUFFIX = "_inputs"
_MADE, _OBSERVED = dg.DagsterEventType.ASSET_MATERIALIZATION, dg.DagsterEventType.ASSET_OBSERVATION
_DESCRIPTION = """\
When what `{kind}` is written from last changed, for each partition of it.

A snapshot that finds `{kind}[x]` stale observes `{asset}[x]`, once: so Dagster shows just that partition of `{kind}`
as *Unsynced*, and automation conditions see it. Nothing is observed where nothing changed, nor for what was never made:
most partitions here stay empty, and that is as it should be.

- **You need not observe it**: `repo_snapshot` and the job `design_docs` do. *Observe* reads the target, looks at all
  partitions of `{kind}`, and makes no page and no call.
"""


def inputs_of(kind: str) -> str:
    """Return the key of the asset of a kind's inputs."""
    return kind + _SUFFIX


def kind_of_inputs(asset: str) -> str | None:
    """Return the kind whose inputs an asset stands for; None for any other asset."""
    kind = asset.removesuffix(_SUFFIX)
    return kind if asset.endswith(_SUFFIX) and kind in kinds() else None


def inputs_spec(kind: AnyKind) -> dg.AssetSpec:
    """Return the spec of the asset of a kind's inputs.

    It depends on nothing, not even on `repo_snapshot`: or `AutomationCondition.eager()` would take every partition for
    updated after each snapshot, and Dagster's backfills would wait.
    """
    asset = inputs_of(kind.name)
    return dg.AssetSpec(
        asset,
        skippable=True,
        group_name=INPUTS_GROUP,
        kinds={"git"},
        code_version=INPUTS_CODE_VERSION,
        description=_DESCRIPTION.format(kind=kind.name, asset=asset),
    )


def inputs_observation(kind: str, key: str, version: str, why: str) -> dg.AssetObservation:
    """Return the event that reports inputs.

    Args:
        kind: The kind.
        key: The partition.
        version: The data version of the inputs.
        why: What changed, for people.
    """
    return dg.AssetObservation(inputs_of(kind), partition=key, tags={DATA_VERSION_TAG: version}, metadata={"why": why})


def read_known(instance: dg.DagsterInstance, kind: str) -> Known:
    """Read an instance's reports of a kind, with a handful of queries however many partitions there are."""
    versions = _versions(instance, kind, _MADE)
    known = Known(versions, sources=read_sources(instance, kind), failed=frozenset(failed_partitions(instance, kind)))
    if versions:
        known.reported = _newest(instance, kind, _MADE)
        known.outdated = _outdated(instance, kind, known.reported)
    return known


def read_sources(instance: dg.DagsterInstance, kind: str) -> dict[str, Source]:
    """Return the newest report of the inputs of each artifact of a kind."""
    ids = _newest(instance, inputs_of(kind), _OBSERVED)
    versions = _versions(instance, inputs_of(kind), _OBSERVED) if ids else {}
    return {key: Source(storage_id, versions.get(key, "")) for key, storage_id in ids.items()}


def failed_partitions(instance: dg.DagsterInstance, kind: str) -> set[str]:
    """Return the partitions of a kind that Dagster shows as failed.

    A run was to make them, and failed, and none made them since.
    """
    storage = instance.event_log_storage
    attempts = storage.get_latest_asset_partition_materialization_attempts_without_materializations(dg.AssetKey(kind))
    if not attempts:
        return set()
    runs = dg.RunsFilter(run_ids=list({run for run, _ in attempts.values()}), statuses=[dg.DagsterRunStatus.FAILURE])
    failed = {run.run_id for run in instance.get_runs(runs)}
    return {partition for partition, (run, _) in attempts.items() if run in failed}


def _versions(instance: dg.DagsterInstance, asset: str, event: dg.DagsterEventType) -> dict[str, str]:
    """Return the data version that the instance knows of each partition of an asset."""
    tags = instance.event_log_storage.get_latest_tags_by_partition(dg.AssetKey(asset), event, [DATA_VERSION_TAG])
    return {partition: values[DATA_VERSION_TAG] for partition, values in tags.items() if DATA_VERSION_TAG in values}


def _newest(instance: dg.DagsterInstance, asset: str, event: dg.DagsterEventType) -> dict[str, int]:
    return dict(instance.event_log_storage.get_latest_storage_id_by_partition(dg.AssetKey(asset), event))


def _outdated(instance: dg.DagsterInstance, kind: str, reported: dict[str, int]) -> frozenset[str]:
    """Return the artifacts that were last reported by a version of this tool without assets of inputs.

    Those reports all come before those with inputs, so that a look at the oldest one shows whether there are any.
    """
    ids = sorted(reported.values())
    first, last = 0, len(ids)
    while first < last:
        middle = (first + last) // 2 if first else 0
        if _tells_inputs(instance, kind, ids[middle]):
            last = middle
        else:
            first = middle + 1
    return frozenset(key for key, storage_id in reported.items() if storage_id in set(ids[:first]))


def _tells_inputs(instance: dg.DagsterInstance, kind: str, storage_id: int) -> bool:
    wanted = dg.AssetRecordsFilter(asset_key=dg.AssetKey(kind), storage_ids=[storage_id])
    records = instance.fetch_materializations(wanted, limit=1).records
    event = records[0].asset_materialization if records else None
    tags = (event.tags if event else None) or {}
    return f"{INPUT_EVENT_POINTER_TAG_PREFIX}/{inputs_of(kind)}" in tags
