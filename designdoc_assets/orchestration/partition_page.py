"""Metadata for the page of a partition: the source of its artifact, why it was made, at which commit and by whom."""

from collections.abc import Mapping
from typing import Any

import dagster as dg

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import ROOT_PACKAGE, decode, split_class_key
from designdoc_assets.making.outcomes import Made
from designdoc_assets.making.plan import State
from designdoc_assets.session.session import Session
from designdoc_assets.source.source_links import SourceLinks

_FOUND = "it stood on its page, and this instance had no record of it"


def about(session: Session, made: Made) -> dict[str, Any]:
    """Return the metadata of an artifact beside its text and figures."""
    artifact = made.planned.artifact
    commit = session.commit_shown
    return {
        "source": _source(session.source_links, session.production.survey, artifact),
        "reason": _FOUND if made.was_fresh else "; ".join(made.planned.reasons) or "it was asked for",
        **({"commit": commit} if commit else {}),
        "writer": made.writer if made.planned.state is not State.KEPT else f"{made.writer}, edited by a person",
        **({"model": made.model} if made.model else {}),
        **_waiting(session, artifact),
    }


def _waiting(session: Session, artifact: Artifact) -> Mapping[str, str]:
    """Return why an artifact is in dispute, and the id by which a person decides; empty if it is not."""
    open_ = session.production.resolver.open_disputes_of(artifact)
    said = [f"{dispute.checker_said} ({dispute.stage}, issue {dispute.id})" for dispute in open_]
    return {"in_dispute": "; ".join(said)} if said else {}


def _source(links: SourceLinks, survey: Survey, artifact: Artifact) -> dg.MetadataValue:
    path, line, is_folder = _place(survey, artifact)
    url = links.folder_url(path) if is_folder else links.url(path, line)
    return dg.MetadataValue.url(url) if url else dg.MetadataValue.path(links.location(path, line))


def _place(survey: Survey, artifact: Artifact) -> tuple[str, int | None, bool]:
    """Return the path in the target that an artifact documents, the line in it, and whether it is a folder."""
    match kinds()[artifact.kind].grain:
        case Grain.FILES:
            return decode(artifact.key), None, False
        case Grain.CLASSES:
            return split_class_key(artifact.key)[0], survey.class_of(artifact.key)[1].line, False
        case Grain.PACKAGES:
            return ("" if artifact.key == ROOT_PACKAGE else decode(artifact.key)), None, True
        case Grain.DEPENDENCIES:
            name = decode(artifact.key)
            declared = (d for d in survey.snapshot.manifests.dependencies if f"{d.ecosystem}:{d.name}" == name)
            return next(declared).declarations[0].manifest, None, False
        case _:
            return "", None, True
