"""Keeps Dagster's view of staleness that of the plan: each change of inputs is reported once, and nothing else."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import dagster as dg

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.canonical import sha256
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.making.plan import Plan
from designdoc_assets.orchestration import events
from designdoc_assets.orchestration.contexts import Context
from designdoc_assets.orchestration.inputs import (
    inputs_observation,
    read_known,
    read_sources,
)
from designdoc_assets.orchestration.storage.batches import batched
from designdoc_assets.session.known import Known
from designdoc_assets.session.session import Session


def known_to(instance: dg.DagsterInstance, session: Session) -> Mapping[str, Known]:
    """Return what the instance knew of each kind when this was first called: before the target is read, or a change
    that another run reports in between would count as one that went into what this run makes."""
    if session.known is None:
        is_kept = events.keeps_events(instance)
        session.known = {kind.name: read_known(instance, kind.name) if is_kept else Known() for kind in session.kinds}
    return session.known


def newcomers(instance: dg.DagsterInstance, keys: Mapping[Grain, Sequence[PartitionKey]]) -> set[Artifact]:
    """Return the artifacts of partitions that are about to be registered beside others.

    On a first run there are no others: then all is missing, which Dagster shows by itself.
    """
    if not events.keeps_events(instance):
        return set()
    found = set()
    for grain, wanted in keys.items():
        known = set(instance.get_dynamic_partitions(str(grain)))
        new = [key for key in wanted if key not in known] if known else []
        found |= {Artifact(kind.name, key) for kind in kinds().values() if kind.grain == grain for key in new}
    return found


def report_changes(
    context: Context,
    session: Session,
    plan: Plan,
    grains: Collection[Grain] = tuple(Grain),
    *,
    new: Collection[Artifact] = (),
) -> None:
    """Report the inputs of artifacts that are stale but not shown so, and of new ones, which automation waits for, too.

    Args:
        context: Of the run.
        session: The run's work.
        plan: The plan, with the stale artifacts.
        grains: The grains to look at.
        new: Artifacts whose partitions were not there before.
    """
    known = known_to(context.instance, session)
    items = (item for kind, items in plan.items.items() if kinds()[kind].grain in grains for item in items)
    changes = []
    for item in items:
        version = known[item.artifact.kind].news(item)
        if version is None and item.artifact in new and item.artifact.key not in known[item.artifact.kind].versions:
            version = sha256(f"{item.version.data_version} is new")
        if version is not None:
            changes.append((item.artifact, version, ", ".join(item.reasons)))
    _report(context, session, changes)


def report_readers(context: Context, session: Session, anew: Collection[str]) -> None:
    """Report the artifacts that became stale since the kinds that they are written from were made anew."""
    known, changed = known_to(context.instance, session), set(anew)
    readers = []
    for kind in session.kinds:  # in order: what is read comes first
        if changed & kind.reads.keys():
            changed.add(kind.name)
            readers += [kind] if known[kind.name].versions else []
    if readers:
        report_changes(context, session, session.production.plan_of(readers))


def keep_late_changes(context: Context, session: Session, made: Iterable[Artifact]) -> None:
    """Report again the changes that another run reported while these artifacts were made from older inputs.

    So the newer report of the two, of an artifact and of its inputs, always tells whether the artifact is stale.
    """
    by_kind: dict[str, set[str]] = defaultdict(set)
    for artifact in made:
        by_kind[artifact.kind].add(artifact.key)
    for kind, keys in by_kind.items():
        known = known_to(context.instance, session)[kind].sources
        for key, source in read_sources(context.instance, kind).items():
            if key in keys and source != known.get(key):
                why = "changed while it was being made"
                context.log_event(inputs_observation(kind, key, source.version, why))


def _report(context: Context, session: Session, changes: Sequence[tuple[Artifact, str, str]]) -> None:
    """Log reports of inputs, from which this run's artifacts are made."""
    logged: dict[str, dict[str, str]] = defaultdict(dict)
    with batched(context.instance, context.run.run_id):
        for artifact, version, why in changes:
            context.log_event(inputs_observation(artifact.kind, artifact.key, version, why))
            logged[artifact.kind][artifact.key] = version
    for kind, versions in logged.items():
        sources = known_to(context.instance, session)[kind].sources
        for key, source in read_sources(context.instance, kind).items():
            if versions.get(key) == source.version:  # else another run was faster, with something newer
                sources[key] = source
