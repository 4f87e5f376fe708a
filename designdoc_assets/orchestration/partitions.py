"""The grains as dynamic partitions: their definitions, and keeping the instance's keys those of the snapshot."""

from collections.abc import Mapping, Sequence

import dagster as dg
from sqlalchemy.exc import IntegrityError

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.languages.keys import PartitionKey

DEFINITIONS: Mapping[Grain, dg.DynamicPartitionsDefinition] = {
    grain: dg.DynamicPartitionsDefinition(name=str(grain)) for grain in Grain
}


def register(instance: dg.DagsterInstance, keys: Mapping[Grain, Sequence[PartitionKey]]) -> tuple[int, int]:
    """Make the instance's partitions those of a target, and return how many were added and removed."""
    added = removed = 0
    for grain, wanted in keys.items():
        known = set(instance.get_dynamic_partitions(str(grain)))
        # A run takes ranges of partitions in the order of their registration, so keys are added in alphabetical order.
        new = sorted(str(key) for key in wanted if key not in known)
        if new:
            _add(instance, grain, new)
        gone = known.difference(wanted)
        for key in sorted(gone):
            instance.delete_dynamic_partition(str(grain), key)
        added += len(new)
        removed += len(gone)
    return added, removed


def _add(instance: dg.DagsterInstance, grain: Grain, keys: Sequence[str]) -> None:
    """Add keys; again if that fails, as when another run adds one after Dagster looked which are missing."""
    try:
        instance.add_dynamic_partitions(str(grain), keys)
    except IntegrityError:
        instance.add_dynamic_partitions(str(grain), keys)
