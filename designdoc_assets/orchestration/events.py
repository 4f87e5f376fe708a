"""What a run tells Dagster of an artifact: materializations with provenance, and the evaluations of checks."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import dagster as dg
from dagster._core.definitions.data_version import (
    CODE_VERSION_TAG,
    DATA_VERSION_IS_USER_PROVIDED_TAG,
    DATA_VERSION_TAG,
    INPUT_DATA_VERSION_TAG_PREFIX,
    INPUT_EVENT_POINTER_TAG_PREFIX,
    NULL_EVENT_POINTER,
)

from designdoc_assets.artifacts.canonical import sha256
from designdoc_assets.artifacts.kind import AnyKind
from designdoc_assets.artifacts.registry import code_version, kinds
from designdoc_assets.pages.disputes import Dispute
from designdoc_assets.planning import Planned
from designdoc_assets.production import Made
from designdoc_assets.writing.verdict import Stage

SNAPSHOT = "repo_snapshot"
SNAPSHOT_CODE_VERSION = "1"
SNAPSHOT_DATA_VERSION = sha256(SNAPSHOT_CODE_VERSION)
"""A constant, on purpose: each partition's own inputs say whether it is stale. Were it the commit, Dagster would take
every partition for stale after each one. It is what Dagster itself computes for an asset of that code version."""

EDIT_CHECK = "edit"
PREVIEW_CHARACTERS = 2_000
"""The UI slows down, up to freezing, with previews over some 4 KB."""


def materialization(made: Made, output: Path) -> dg.AssetMaterialization:
    """Return the event of an artifact that stands on its page."""
    item = made.planned
    preview = {"preview": dg.MetadataValue.md(_preview(made.body))} if made.body else {}
    return dg.AssetMaterialization(
        asset_key=item.artifact.kind,
        partition=item.artifact.key,
        tags=_tags(item),
        metadata={
            "path": dg.MetadataValue.path(str(output / item.page)),
            "status": made.status,
            "cached": made.was_fresh,
            "cost_usd": 0.0,
            "model_calls": 0,
            "input_tokens": 0,
            "output_tokens": 0,
            "attempts": made.attempts,
            "seconds": round(made.seconds, 4),
            **preview,
        },
    )


def recorded_versions(instance: dg.DagsterInstance, kind: str) -> dict[str, str]:
    """Return the data version that the instance knows of each partition of a kind."""
    tags = instance.event_log_storage.get_latest_tags_by_partition(
        dg.AssetKey(kind), dg.DagsterEventType.ASSET_MATERIALIZATION, [DATA_VERSION_TAG]
    )
    return {partition: values[DATA_VERSION_TAG] for partition, values in tags.items() if DATA_VERSION_TAG in values}


def is_throw_away(instance: dg.DagsterInstance) -> bool:
    """Whether the instance ends with the process, as `dagster job execute` makes one where there is no DAGSTER_HOME."""
    return instance.is_ephemeral or ".tmp_dagster_home_" in instance.root_directory


def checks_of(kind: AnyKind) -> list[str]:
    """Return the names of the checks that judge a kind."""
    names = [Stage.STRUCTURE, Stage.LINKS]
    names += [Stage.FACTS] if kind.asks_model else []
    names += [Stage.DIAGRAM] if kind.has_diagram else []
    return [*map(str, names), EDIT_CHECK]


def check_specs(kind: AnyKind) -> list[dg.AssetCheckSpec]:
    """Return the specifications of a kind's checks."""
    return [dg.AssetCheckSpec(name, asset=kind.name, description=_CHECK_TEXT[name]) for name in checks_of(kind)]


def check_result(kind: str, name: str, disputes: Iterable[Dispute]) -> dg.AssetCheckResult:
    """Return the evaluation of one check over all artifacts of a kind: those in dispute are its failures."""
    failed = [dispute for dispute in disputes if dispute.stage == name]
    return dg.AssetCheckResult(
        asset_key=kind,
        check_name=name,
        passed=not failed,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"failed": _table(failed)} if failed else {},
    )


def check_evaluation(result: dg.AssetCheckResult) -> dg.AssetCheckEvaluation:
    """Return the same as an event that an op may log."""
    assert result.asset_key is not None and result.check_name is not None
    return dg.AssetCheckEvaluation(
        asset_key=result.asset_key,
        check_name=result.check_name,
        passed=result.passed,
        severity=result.severity,
        metadata=result.metadata,
    )


def upstream_of(kind: AnyKind) -> Sequence[str]:
    """Return the asset keys that a kind depends on."""
    return [*kind.reads] or [SNAPSHOT]


def _tags(item: Planned) -> dict[str, str]:
    kind = kinds()[item.artifact.kind]
    return {
        DATA_VERSION_TAG: item.version.data_version,
        DATA_VERSION_IS_USER_PROVIDED_TAG: "true",
        CODE_VERSION_TAG: code_version(kind.name),
        **dict(_provenance(kind, item)),
    }


def _provenance(kind: AnyKind, item: Planned) -> Iterator[tuple[str, str]]:
    """Say what went in. Pointers are null, as Dagster allows: a real one would call an artifact stale for ever once an
    upstream partition that it does not read has changed, since unchanged artifacts get no event."""
    for upstream in upstream_of(kind):
        field = kind.reads.get(upstream)
        # Some documents read only one of the kinds that the asset depends on.
        read = SNAPSHOT_DATA_VERSION if field is None else sha256(item.version.parts.get(field, ""))
        yield f"{INPUT_DATA_VERSION_TAG_PREFIX}/{upstream}", read
        yield f"{INPUT_EVENT_POINTER_TAG_PREFIX}/{upstream}", NULL_EVENT_POINTER


def _preview(body: str) -> str:
    if len(body) <= PREVIEW_CHARACTERS:
        return body
    return body[: body.rfind("\n\n", 0, PREVIEW_CHARACTERS)] + "\n\n…"


def _table(disputes: Sequence[Dispute]) -> dg.TableMetadataValue:
    return dg.MetadataValue.table(
        [dg.TableRecord({"artifact": d.artifact, "what": d.checker_said, "issue": d.id}) for d in disputes]
    )


_CHECK_TEXT = {
    "structure": "Every required section is there, once, and none is empty.",
    "facts": "Every name in the prose exists in the code.",
    "diagram": "Every diagram parses.",
    "links": "Every link leads to a page.",
    EDIT_CHECK: "No text of people waits for a decision since its sources changed.",
}

