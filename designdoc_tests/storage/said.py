"""Events of every sort that Dagster's tables know, as a run would log them."""

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster._core.definitions.asset_checks.asset_check_evaluation import (
    AssetCheckEvaluationPlanned,
    AssetCheckEvaluationTargetMaterializationData,
)
from dagster._core.definitions.data_version import CODE_VERSION_TAG, DATA_VERSION_TAG
from dagster._core.definitions.dependency import NodeHandle
from dagster._core.definitions.freshness import FreshnessState, FreshnessStateChange
from dagster._core.events import (
    AssetMaterializationPlannedData,
    AssetObservationData,
    DagsterEvent,
    EngineEventData,
    StepMaterializationData,
    StepSuccessData,
)
from dagster._core.execution.plan.handle import StepHandle

BEGIN = 1_700_000_000.0
"""The time of the first event: seconds since the epoch."""
CHECK = "links"


def entry(run: str, at: float, event: DagsterEvent | None = None, message: str = "") -> dg.EventLogEntry:
    """Return an event of a run, `at` seconds after the first one; without `event`, what its code logged."""
    return dg.EventLogEntry(
        error_info=None,
        level=10,
        user_message=message,
        run_id=run,
        timestamp=BEGIN + at,
        step_key="make" if event is None else event.step_key,
        job_name="job",
        dagster_event=event,
    )


def materialized(run: str, at: float, asset: str, partition: str | None, version: str = "1") -> dg.EventLogEntry:
    """Return that something was made."""
    made = dg.AssetMaterialization(
        asset,
        partition=partition,
        tags={DATA_VERSION_TAG: version, CODE_VERSION_TAG: "7"},
        metadata={"at": at, "page": dg.MetadataValue.md("# Page")},
    )
    return entry(run, at, _event(dg.DagsterEventType.ASSET_MATERIALIZATION, StepMaterializationData(made)))


def observed(run: str, at: float, asset: str, partition: str | None, version: str = "1") -> dg.EventLogEntry:
    """Return that something was seen."""
    seen = dg.AssetObservation(asset, partition=partition, tags={DATA_VERSION_TAG: version})
    return entry(run, at, _event(dg.DagsterEventType.ASSET_OBSERVATION, AssetObservationData(seen)))


def planned(run: str, at: float, asset: str, partition: str | None) -> dg.EventLogEntry:
    """Return that something is to be made."""
    data = AssetMaterializationPlannedData(dg.AssetKey(asset), partition)
    return entry(run, at, _event(dg.DagsterEventType.ASSET_MATERIALIZATION_PLANNED, data))


def freshness(run: str, at: float, asset: str) -> dg.EventLogEntry:
    """Return that an asset is late."""
    change = FreshnessStateChange(
        key=dg.AssetKey(asset),
        new_state=FreshnessState.FAIL,
        previous_state=FreshnessState.PASS,
        state_change_timestamp=BEGIN + at,
    )
    return entry(run, at, _event(dg.DagsterEventType.FRESHNESS_STATE_CHANGE, change, has_step=False))


def check_planned(run: str, at: float, asset: str) -> dg.EventLogEntry:
    """Return that a check is to be evaluated."""
    data = AssetCheckEvaluationPlanned(asset_key=dg.AssetKey(asset), check_name=CHECK)
    return entry(run, at, _event(dg.DagsterEventType.ASSET_CHECK_EVALUATION_PLANNED, data))


def checked(run: str, at: float, asset: str, *, passed: bool, partition: str | None = None) -> dg.EventLogEntry:
    """Return how a check went."""
    evaluation = dg.AssetCheckEvaluation(
        asset_key=dg.AssetKey(asset),
        check_name=CHECK,
        passed=passed,
        metadata={},
        target_materialization_data=AssetCheckEvaluationTargetMaterializationData(
            storage_id=1, run_id=run, timestamp=BEGIN
        ),
        partition=partition,
    )
    return entry(run, at, _event(dg.DagsterEventType.ASSET_CHECK_EVALUATION, evaluation))


def status(run: str, at: float, kind: dg.DagsterEventType) -> dg.EventLogEntry:
    """Return how a run is."""
    return entry(run, at, DagsterEvent(kind.value, "job", message=kind.value))


def succeeded(run: str, at: float) -> dg.EventLogEntry:
    """Return that a step ended well."""
    return entry(run, at, _event(dg.DagsterEventType.STEP_SUCCESS, StepSuccessData(duration_ms=5.0)))


def engine(run: str, at: float) -> dg.EventLogEntry:
    """Return what Dagster says of itself."""
    return entry(run, at, _event(dg.DagsterEventType.ENGINE_EVENT, EngineEventData({}), has_step=False))


def _event(kind: dg.DagsterEventType, data: Any, *, has_step: bool = True) -> DagsterEvent:
    step: Mapping[str, Any] = (
        {"step_handle": StepHandle(NodeHandle("make", None)), "step_kind_value": "COMPUTE"} if has_step else {}
    )
    return DagsterEvent(kind.value, "job", event_specific_data=data, message="", **step)
