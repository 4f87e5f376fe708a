"""The check `up_to_date` of each kind: the names of its artifacts that do not fit the target, and why."""

from collections.abc import Collection, Iterator

import dagster as dg

from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.making.plan import Plan, Planned

UP_TO_DATE = "up_to_date"
UP_TO_DATE_DESCRIPTION = "Every page is there, and made from the target as it was when it was last read."
_MOST_LISTED = 100
"""Rows of a table in an event: events are loaded by the dozen."""
_WHAT_TO_DO = (
    "To make them, launch the job design_docs; or materialize the partitions of this asset that are *Unsynced* or "
    "*Missing*."
)


def up_to_date_evaluation(kind: str, plan: Plan, settled: Collection[Artifact] = ()) -> dg.AssetCheckEvaluation:
    """Return the evaluation of the check of one kind.

    Args:
        kind: The kind.
        plan: The plan that was drawn up when the target was read.
        settled: The artifacts that the run made since, or found fresh.
    """
    items = plan.items.get(kind)
    left = [item for item in items or () if item.is_changed and item.artifact not in settled]
    return dg.AssetCheckEvaluation(
        asset_key=dg.AssetKey(kind),
        check_name=UP_TO_DATE,
        passed=not left,
        severity=dg.AssetCheckSeverity.WARN,
        description=_said(items is None, left),
        metadata={
            "not_up_to_date": dg.MetadataValue.int(len(left)),
            **({"which": dg.MetadataValue.table(list(_rows(left)))} if left else {}),
        },
    )


def news(
    instance: dg.DagsterInstance, evaluations: Collection[dg.AssetCheckEvaluation], *, with_first: bool
) -> Iterator[dg.AssetCheckEvaluation]:
    """Return the evaluations that differ from the last ones.

    Args:
        instance: The instance with the last evaluations.
        evaluations: The evaluations.
        with_first: Return the checks that were never evaluated as well.
    """
    keys = [evaluation.asset_check_key for evaluation in evaluations]
    records = instance.event_log_storage.get_latest_asset_check_execution_by_key(keys)
    for evaluation in evaluations:
        record = records.get(evaluation.asset_check_key)
        last = record.event.asset_check_evaluation if record and record.event else None
        if last is None:
            if with_first:
                yield evaluation
        elif (last.passed, last.metadata) != (evaluation.passed, evaluation.metadata):
            yield evaluation


def _said(is_left_out: bool, left: Collection[Planned]) -> str | None:
    if is_left_out:
        return "The settings leave this kind out ([stages] skip and only): it was not looked at."
    return _WHAT_TO_DO if left else None


def _rows(left: list[Planned]) -> Iterator[dg.TableRecord]:
    for item in left[:_MOST_LISTED]:
        yield dg.TableRecord({"artifact": str(item.artifact), "is": str(item.state), "why": ", ".join(item.reasons)})
