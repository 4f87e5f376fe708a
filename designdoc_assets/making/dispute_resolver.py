"""What a person decides of one dispute: which it is about, and which passage their own text takes the place of."""

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial
from typing import Any

from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.disputes.file import Dispute, dispute_id
from designdoc_assets.disputes.ledger import EDIT_STAGE
from designdoc_assets.disputes.replacing import Replacement, by_complaint, by_difference, by_headings, headings
from designdoc_assets.disputes.resolutions import ResolutionError, unknown
from designdoc_assets.making.decisions import artifact_named
from designdoc_assets.making.workspace import Workspace
from designdoc_assets.writing.verdict import Stage


class Rulings:
    """Disputes by their ids, and what becomes of them by a person's word."""

    def __init__(self, survey: Survey, workspace: Workspace, names: Callable[[], Collection[str]]) -> None:
        """Take what disputes are about.

        Args:
            survey: The target.
            workspace: The docs tree.
            names: Returns the names of the kinds that the run makes.
        """
        self._survey = survey
        self._workspace = workspace
        self._ledger = workspace.disputes
        self._names = names

    def dispute(self, issue: str) -> Dispute | None:
        """Return the dispute of an id; None where the artifact that it would be about waits for no person."""
        return self._ledger.find(issue)

    def disputed(self, issue: str) -> Artifact:
        """Return the artifact that a dispute of this id is about, or would be.

        Raises:
            ResolutionError: There is none, or it is gone, or of no kind of this run.
        """
        dispute = self.dispute(issue)
        artifact = artifact_named(dispute.artifact) if dispute else self._named_by(issue)
        if artifact is None:
            raise unknown(issue, self._ledger)
        if artifact.kind not in kinds() or artifact.key not in kinds()[artifact.kind].keys(self._survey):
            raise ResolutionError(
                f"{artifact} is no longer in the target: the next run of design_docs drops {issue}. Nothing is changed."
            )
        if artifact.kind not in self._names():
            raise ResolutionError(
                f"The settings leave out {artifact.kind} ([stages] skip and only). Nothing is changed."
            )
        return artifact

    def _named_by(self, issue: str) -> Artifact | None:
        stages = [*Stage, EDIT_STAGE]
        artifacts = (Artifact(kind.name, key) for kind in kinds().values() for key in kind.keys(self._survey))
        return next((each for each in artifacts if issue in {dispute_id(str(each), stage) for stage in stages}), None)

    def decide(self, dispute: Dispute, resolution: str) -> None:
        """Write down what a person decided; it is an input of the artifact from now on.

        Raises:
            OutputError: `hil-issues.yaml` cannot be read or written. Nothing is decided.
            LockError: Its lock could not be had.
        """
        self._ledger.resolve(dispute.id, resolution)
        self._workspace.tree.flush()

    def passage(self, dispute: Dispute, artifact: Artifact, text: str) -> Replacement:
        """Return the section of an artifact with a person's own text in the place of what is in dispute.

        Raises:
            ResolutionError: It cannot be told what that is.
        """
        kind = kinds()[artifact.kind]
        facts = kind.facts(artifact.key, self._survey)
        standing = self._workspace.standing(self._survey.page(kind.grain, artifact.key), artifact)
        stored = self._workspace.contents.find(kind.name, artifact.key)
        prose = self._workspace.prose(artifact) or kind.describe(facts)
        shown = replace(facts, no_diagram=True) if dispute.stage == Stage.DIAGRAM else facts
        generated = kind.render(shown, prose)
        if standing is not None and standing.text is not None:
            body, other = (generated, standing.text) if standing.has_proposal else (standing.text, generated)
            found = by_headings(body, text) or by_difference(body, other, text)
        else:
            body = generated
            issues = stored.failure["issues"] if stored and stored.failure else []
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
        """Return what waits for a person, of one kind."""
        return [dispute for dispute in self._ledger.open() if dispute.artifact.startswith(f"{kind}[")]

    def open_disputes_of(self, artifact: Artifact) -> list[Dispute]:
        """Return what waits for a person, of one artifact."""
        return [dispute for dispute in self._ledger.of(str(artifact)) if not dispute.is_resolved]
