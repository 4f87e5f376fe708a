"""Resolves one dispute by its id: the artifact that it is about, and the passage that a person's text replaces."""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from typing import Any

from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.disputes.file import Dispute, id_for
from designdoc_assets.disputes.ledger import EDIT
from designdoc_assets.disputes.remarks import without_remark
from designdoc_assets.disputes.replacing import Replacement, by_complaint, by_difference, by_headings, headings
from designdoc_assets.disputes.resolutions import ResolutionError, unknown
from designdoc_assets.making.human_input import artifact_named
from designdoc_assets.making.workspace import Workspace
from designdoc_assets.writing.verdict import Check


class DisputeResolver:
    """Finds disputes by their ids, and enters what a person answers to one."""

    def __init__(self, survey: Survey, workspace: Workspace, names: Callable[[], Collection[str]]) -> None:
        """Take where disputes and their artifacts are found.

        Args:
            survey: The target.
            workspace: The docs tree.
            names: Returns the names of the kinds that the run makes.
        """
        self._survey = survey
        self._workspace = workspace
        self._ledger = workspace.disputes
        self._names = names

    def dispute(self, dispute_id: str) -> Dispute | None:
        """Return the dispute of an id; None if there is none, as when it was resolved and its artifact made since."""
        return self._ledger.find(dispute_id)

    def disputed(self, dispute_id: str) -> Artifact:
        """Return the artifact that a dispute of this id is about, whether it is still open or not.

        Raises:
            ResolutionError: No artifact has a dispute of this id, or it is gone, or its kind is not one of the run's.
        """
        dispute = self.dispute(dispute_id)
        artifact = artifact_named(dispute.artifact) if dispute else self._named_by(dispute_id)
        if artifact is None:
            raise unknown(dispute_id, self._ledger)
        if artifact.kind not in kinds() or artifact.key not in kinds()[artifact.kind].keys(self._survey):
            raise ResolutionError(
                f"{artifact} is no longer in the target: the next run of design_docs drops {dispute_id}. "
                "Nothing is changed."
            )
        if artifact.kind not in self._names():
            raise ResolutionError(
                f"The settings leave out {artifact.kind} ([stages] skip and only). Nothing is changed."
            )
        return artifact

    def _named_by(self, dispute_id: str) -> Artifact | None:
        stages = [*Check, EDIT]
        artifacts = (Artifact(kind.name, key) for kind in kinds().values() for key in kind.keys(self._survey))
        return next((each for each in artifacts if dispute_id in {id_for(str(each), stage) for stage in stages}), None)

    def decide(self, dispute: Dispute, resolution: str) -> None:
        """Enter what a person decided in `hil-issues.yaml`; it is an input of the artifact from now on.

        Raises:
            OutputError: `hil-issues.yaml` cannot be read or written. Nothing is decided.
            LockError: Its lock could not be had.
        """
        self._ledger.resolve(dispute.id, resolution)
        self._workspace.tree.flush()

    def passage(self, dispute: Dispute, artifact: Artifact, text: str) -> Replacement:
        """Return the section of an artifact with a person's own text in place of the passage in dispute.

        Raises:
            ResolutionError: The passage cannot be told.
        """
        kind = kinds()[artifact.kind]
        facts = kind.facts(artifact.key, self._survey)
        standing = self._workspace.found_region(self._survey.page(kind.grain, artifact.key), artifact)
        stored = self._workspace.contents.find(kind.name, artifact.key)
        prose = self._workspace.prose(artifact) or kind.describe(facts)
        shown = replace(facts, no_diagram=True) if dispute.stage == Check.DIAGRAM else facts
        generated = kind.render(shown, prose)
        if standing is not None and standing.text is not None:
            theirs = without_remark(standing.text)
            body, other = (generated, theirs) if standing.has_proposal else (theirs, generated)
            found = by_headings(body, text) or by_difference(body, other, text)
        else:
            body = generated
            failures = [stored.failure, *stored.also_failed] if stored and stored.failure else []
            issues = [each for failure in failures if failure["stage"] == dispute.stage for each in failure["issues"]]
            nothing: dict[str, Any] = {}
            issue = next((each for each in issues if each["location"] == dispute.doer_said), nothing)
            found = by_headings(body, text) or by_complaint(prose, partial(kind.render, shown), issue, text)
        parts = headings(body)
        if found is None and parts:
            raise ResolutionError(
                f"Which passage of {artifact} {dispute.id} is about cannot be told. Begin the `replacement` with the "
                f"heading of the part that it is for: {', '.join(f'“{part}”' for part in parts)}. Nothing is changed."
            )
        return found or Replacement(text, "all of it")

    def open_disputes(self, kind: str) -> list[Dispute]:
        """Return the disputes of one kind that wait for a person."""
        return [dispute for dispute in self._ledger.open() if dispute.artifact.startswith(f"{kind}[")]

    def open_disputes_of(self, artifact: Artifact) -> list[Dispute]:
        """Return the disputes of one artifact that wait for a person."""
        return [dispute for dispute in self._ledger.of(str(artifact)) if not dispute.is_resolved]
