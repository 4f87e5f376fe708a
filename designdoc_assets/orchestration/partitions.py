"""The grains as dynamic partitions: their definitions, and keeping the instance's keys those of the snapshot."""

from collections.abc import Mapping

import dagster as dg

from designdoc_assets.artifacts.kind import Grain
from designdoc_assets.artifacts.survey import Survey

DEFINITIONS: Mapping[Grain, dg.DynamicPartitionsDefinition] = {
    grain: dg.DynamicPartitionsDefinition(name=str(grain)) for grain in Grain
}


def register(instance: dg.DagsterInstance, survey: Survey) -> int:
    """Make the instance's partitions those of the survey, and return how many were added or removed."""
    changes = 0
    for grain in Grain:
        wanted = survey.keys(grain)
        known = set(instance.get_dynamic_partitions(str(grain)))
        added = [str(key) for key in wanted if key not in known]
        if added:
            instance.add_dynamic_partitions(str(grain), added)
        gone = known.difference(wanted)
        for key in sorted(gone):
            instance.delete_dynamic_partition(str(grain), key)
        changes += len(added) + len(gone)
    return changes
