"""The events that a run reports to Dagster: materializations with provenance, and evaluations of checks."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any

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
from designdoc_assets.disputes.file import Dispute
from designdoc_assets.disputes.ledger import EDIT
from designdoc_assets.making.outcomes import Made
from designdoc_assets.making.plan import Planned
from designdoc_assets.markup.markdown import code
from designdoc_assets.orchestration.descriptions import CHECKS
from designdoc_assets.orchestration.inputs import inputs_of
from designdoc_assets.orchestration.up_to_date import UP_TO_DATE
from designdoc_assets.session.known import Known
from designdoc_assets.writing.verdict import Check

SNAPSHOT = "repo_snapshot"
SNAPSHOT_CODE_VERSION = "1"
SNAPSHOT_DATA_VERSION = sha256(SNAPSHOT_CODE_VERSION)
"""A constant, on purpose: each partition's own inputs say whether it is stale. Were it the commit, Dagster would take
every partition for stale after each one."""

MOST_LISTED = 100
"""Rows of a table in an event: events are loaded by the dozen."""
PREVIEW_CHARACTERS = 2_000
"""The UI slows down, up to freezing, with previews over some 4 KB."""
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.)*)\]\((?!https?:)(?:<[^<>\n]*>|[^()\s]*)\)")
_LINKED_CODE = re.compile(r"(?P<fence>`{2,}).*?(?P=fence)(?!`)|`[^`\n]+`|<code>(?P<linked>[^\n]*?)</code>", re.DOTALL)
"""Code that is linked in parts, which is HTML. It matches code spans and blocks as well, which are left as they are."""
_ESCAPED = re.compile(r"\\([^\w\s])")
_DIAGRAM = re.compile(r"^```mermaid\n.*?^```$", re.MULTILINE | re.DOTALL)


def materialization(  # noqa: PLR0913, PLR0917 - each is a thing of its own
    made: Made,
    known: Known,
    path: str,
    url: str | None,
    about: Mapping[str, Any],
    figures: Mapping[str, Any],
    description: str | None = None,
) -> dg.AssetMaterialization:
    """Return the event of an artifact that stands on its page.

    Args:
        made: The artifact.
        known: What the instance knew of its kind before the target was read.
        path: Where the page stands.
        url: Its address on the web, if it has one.
        about: Metadata on why, for which source and by whom it was made.
        figures: The figures of its making and of its cost, which take the place of equally named metadata.
        description: Its line on the page of the run.
    """
    item = made.planned
    return dg.AssetMaterialization(
        asset_key=item.artifact.kind,
        partition=item.artifact.key,
        description=description,
        tags=_tags(item, known),
        metadata={
            "path": dg.MetadataValue.path(path),
            **({"page_as_pushed": dg.MetadataValue.url(url)} if url else {}),
            "status": made.status,
            **about,
            "preview": dg.MetadataValue.md(_preview(made.body)),  # above the figures, which are the longer list
            "cached": made.was_fresh,
            "words": len(made.body.split()),
            **figures,
        },
    )


def snapshot_materialization(metadata: dict[str, dg.MetadataValue]) -> dg.AssetMaterialization:
    """Return the event of `repo_snapshot`, for a run that is not a run of that asset."""
    return whole_materialization(SNAPSHOT, SNAPSHOT_DATA_VERSION, SNAPSHOT_CODE_VERSION, metadata)


def whole_materialization(
    asset: str, data_version: str, code_version: str, metadata: Mapping[str, Any]
) -> dg.AssetMaterialization:
    """Return the event of an asset without partitions."""
    tags = {DATA_VERSION_TAG: data_version, DATA_VERSION_IS_USER_PROVIDED_TAG: "true", CODE_VERSION_TAG: code_version}
    return dg.AssetMaterialization(asset, tags=tags, metadata=metadata)


def data_version_of(event: dg.AssetMaterialization) -> str:
    """Return the data version that an event records; empty if it records none."""
    return (event.tags or {}).get(DATA_VERSION_TAG, "")


def is_throw_away(instance: dg.DagsterInstance) -> bool:
    """Whether the instance ends with this process, so that it knows of no earlier run."""
    return instance.is_ephemeral or not keeps_events(instance)


def keeps_events(instance: dg.DagsterInstance) -> bool:
    """Whether the instance outlives this process: not the temporary home that `dagster job execute` makes where there
    is no DAGSTER_HOME. An in-memory instance counts: whoever made it can read it."""
    return ".tmp_dagster_home_" not in instance.root_directory


def check_specs(kind: AnyKind) -> list[dg.AssetCheckSpec]:
    """Return the checks that judge a kind."""
    names = [Check.STRUCTURE, Check.LINKS]
    names += [Check.FACTS, Check.REVIEW] if kind.asks_model else []
    names += [Check.DIAGRAM] if kind.has_diagram else []
    return [
        dg.AssetCheckSpec(name, asset=kind.name, description=CHECKS[name])
        for name in (*map(str, names), EDIT, UP_TO_DATE)
    ]


def check_evaluation(check: dg.AssetCheckKey, disputes: Iterable[Dispute]) -> dg.AssetCheckEvaluation:
    """Return the evaluation of one check over all artifacts of a kind; those in dispute are its failures."""
    failed = [dispute for dispute in disputes if dispute.stage == check.name]
    return dg.AssetCheckEvaluation(
        asset_key=check.asset_key,
        check_name=check.name,
        passed=not failed,
        severity=dg.AssetCheckSeverity.WARN,
        description=_HOW_TO_RESOLVE if failed else None,
        metadata={"disputes": dg.MetadataValue.int(len(failed))} | ({"failed": _table(failed)} if failed else {}),
    )


def check_result(evaluation: dg.AssetCheckEvaluation) -> dg.AssetCheckResult:
    """Return an evaluation as the outcome that an asset's run yields."""
    return dg.AssetCheckResult(
        asset_key=evaluation.asset_key,
        check_name=evaluation.check_name,
        passed=evaluation.passed,
        severity=evaluation.severity,
        description=evaluation.description,
        metadata=evaluation.metadata,
    )


def upstream_of(kind: AnyKind) -> Sequence[str]:
    """Return the asset keys that a kind depends on."""
    return [inputs_of(kind.name), *kind.reads]


def _tags(item: Planned, known: Known) -> dict[str, str]:
    kind = kinds()[item.artifact.kind]
    return {
        DATA_VERSION_TAG: item.version.data_version,
        DATA_VERSION_IS_USER_PROVIDED_TAG: "true",
        CODE_VERSION_TAG: code_version(kind.name),
        **dict(_provenance(kind, item, known)),
    }


def _provenance(kind: AnyKind, item: Planned, known: Known) -> Iterator[tuple[str, str]]:
    """Say what went in. Pointers to other kinds are null, as Dagster allows: a real one would call an artifact stale
    for ever once an upstream partition that it does not read has changed, since unchanged artifacts get no event. What
    an artifact does read of them is among its inputs, to which the pointer is real."""
    pointer, version = known.points_to(item.artifact.key)
    yield f"{INPUT_DATA_VERSION_TAG_PREFIX}/{inputs_of(kind.name)}", version
    yield f"{INPUT_EVENT_POINTER_TAG_PREFIX}/{inputs_of(kind.name)}", pointer
    for upstream, field in kind.reads.items():
        # Some documents read only one of the kinds that the asset depends on.
        yield f"{INPUT_DATA_VERSION_TAG_PREFIX}/{upstream}", sha256(item.version.parts.get(field, ""))
        yield f"{INPUT_EVENT_POINTER_TAG_PREFIX}/{upstream}", NULL_EVENT_POINTER


def _preview(body: str) -> str:
    """Return the beginning of a body, without links to other pages and diagrams, which do not work in the UI."""
    if not body:
        return "*Empty: there is nothing to show here.*"
    body = _DIAGRAM.sub("*The page shows a diagram here.*", body)
    body = _LINKED_CODE.sub(_without_html, body)
    body = _LINK.sub(lambda link: link[1], body)
    if len(body) <= PREVIEW_CHARACTERS:
        return body
    end = body.rfind("\n\n", 0, PREVIEW_CHARACTERS)
    shown = body[: end if end > 0 else PREVIEW_CHARACTERS]
    if shown.count("\n```") % 2:  # cut within a block of code or a diagram
        shown = shown[: shown.rindex("\n```")]
    return f"{shown.rstrip()}\n\n…"


def _without_html(found: re.Match[str]) -> str:
    """Return code that is linked in parts as a code span: the UI shows HTML as text."""
    if found["linked"] is None:
        return found[0]
    text = _LINK.sub(lambda link: link[1], found["linked"])
    line = found.string.rfind("\n", 0, found.start()) + 1
    return code(unescape(_ESCAPED.sub(r"\1", text)), in_table=found.string.startswith("|", line))


def _table(disputes: Sequence[Dispute]) -> dg.TableMetadataValue:
    return dg.MetadataValue.table(
        [
            dg.TableRecord({"artifact": entry.artifact, "what": entry.checker_said, "issue": entry.id})
            for entry in disputes[:MOST_LISTED]
        ]
    )


_HOW_TO_RESOLVE = (
    "These wait for a person. Launch the job resolve_dispute with the id under `issue` and your resolution, or write "
    "that into hil-issues.yaml and run design_docs."
)
