"""The target whose docs a Dagster home holds: only one, since the partitions of a second would replace its own."""

from pathlib import Path

import dagster as dg

from designdoc_assets.orchestration import events

TARGET = "target"
"""The metadata of `repo_snapshot` that names the target."""
_REPORTS = 20
"""How many of the latest events are searched for the name: one that a person reports by hand, in the UI, has none."""


class OtherTargetError(Exception):
    """A Dagster home holds the docs of another target; the message names both, and says what to do."""


def check_same_target(instance: dg.DagsterInstance, target: str) -> None:
    """Check, before anything is changed, that an instance holds no other target's docs.

    Args:
        instance: The instance.
        target: The name of the target, the same for all its clones.

    Raises:
        OtherTargetError: The instance holds another target's docs.
    """
    documented = _target_of(instance) if events.keeps_events(instance) else None
    if documented is None or documented == target or _has_moved(documented):
        return
    raise OtherTargetError(
        f"This Dagster home holds the docs of {documented}, and this run is about {target}: it would remove the "
        "partitions of the other. Nothing is changed. Give each repository a DAGSTER_HOME of its own; or, to give this "
        "home to another repository for good, run `dagster asset wipe repo_snapshot`, and run this again."
    )


def has_target(instance: dg.DagsterInstance) -> bool:
    """Whether an instance has a report of its target: not before the first run, nor after `repo_snapshot` was wiped."""
    return _target_of(instance) is not None


def _target_of(instance: dg.DagsterInstance) -> str | None:
    records = instance.fetch_materializations(dg.AssetKey(events.SNAPSHOT), limit=_REPORTS).records
    reports = (record.asset_materialization for record in records)
    names = (report.metadata.get(TARGET) for report in reports if report)
    return next((str(name.value) for name in names if name is not None), None)


def _has_moved(documented: str) -> bool:
    """Whether a target is named by its folder, having no remote to be named by, and that folder is gone."""
    return documented.startswith("/") and not Path(documented).exists()
