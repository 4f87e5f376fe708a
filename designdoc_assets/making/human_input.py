"""The edits and disputes of a run: drafts that failed a check, and text of people in regions whose sources changed."""

from collections.abc import Collection, Sequence

from designdoc_assets.artifacts.artifact import Artifact, Prose
from designdoc_assets.artifacts.canonical import besides, digest_besides
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.artifacts.survey import Disputed
from designdoc_assets.disputes.file import Dispute
from designdoc_assets.disputes.ledger import EDIT, KEEP, REPLACE
from designdoc_assets.disputes.remarks import without_remark
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.making.plan import DECIDED_OR_TOOL, RESOLUTION, Planned
from designdoc_assets.making.workspace import Workspace
from designdoc_assets.pages.conflicts import conflict_body
from designdoc_assets.pages.content import Content
from designdoc_assets.pages.layout import Layout
from designdoc_assets.pages.markers import Status
from designdoc_assets.pages.regions import body_digest, normalised
from designdoc_assets.writing.loop import Outcome
from designdoc_assets.writing.verdict import Check, Verdict


class HumanInput:
    """All edits by people that a run found in its regions, and all disputes that wait for a person.

    Attributes:
        ledger: The disputes.
        edited: The text of persons that counts as an artifact's content.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.ledger = ledger = workspace.disputes
        self._workspace = workspace
        self.edited: dict[Artifact, str] = {}
        self._proposals: set[str] = set()
        for (_, artifact), standing in workspace.found.regions.items():
            if standing.header is not None and standing.text is not None:
                self._proposals |= {str(artifact)} if standing.has_proposal else set()
                if not (standing.has_proposal and ledger.edit_decision(str(artifact)) == REPLACE):
                    self.edited[artifact] = without_remark(standing.text)

    def take_over(self, artifact: Artifact, text: str) -> None:
        """Make a person's own text the content of an artifact; its open disputes are dropped."""
        self.edited[artifact] = text
        self._proposals.discard(str(artifact))
        self.ledger.drop_open(str(artifact), list(Check))

    def enter(self, item: Planned, outcome: Outcome[Prose], before: Content | None) -> Status:
        """Enter the outcome of an artifact's checks, and return its status.

        Args:
            item: The artifact.
            outcome: The outcome of its checks.
            before: The content that a model had written before; None if none had.
        """
        artifact = str(item.artifact)
        failures = outcome.failures
        self.ledger.drop_open(artifact, [stage for stage in Check if stage not in {each.stage for each in failures}])
        if not failures:
            return outcome.status
        changed = self._inputs_changed(item, before)
        disputes = [_dispute(item, failure, outcome.attempts) for failure in failures]
        entries = [self.ledger.put(dispute, inputs_changed=changed) for dispute in disputes]
        return "passed" if all(entry.is_resolved for entry in entries) else "disputed"

    def merge(self, item: Planned, proposed: str, status: Status) -> tuple[str, str, Status]:
        """Return body, digest and status of a region that a person edited and whose inputs changed."""
        artifact = str(item.artifact)
        standing = self._workspace.found_region(item.page, item.artifact)
        theirs = (standing.text if standing else None) or ""
        decision = self.ledger.edit_decision(artifact)
        if decision == REPLACE or normalised(theirs) == normalised(proposed):
            self._proposals.discard(artifact)
            self.edited.pop(item.artifact, None)  # a person may have decided so during this run
            return proposed, body_digest(proposed), status
        if decision == KEEP:
            # The digest stays that of the generated text, so that the region goes on counting as edited.
            self._proposals.discard(artifact)
            return theirs, body_digest(proposed), status
        self._proposals.add(artifact)
        self.ledger.put(
            Dispute(
                artifact=artifact,
                stage=EDIT,
                severity="major",
                doer_said=f"The section would now read as proposed on {item.page}.",
                checker_said="It holds text of a person, and its sources or its markers changed since.",
                attempts=1,
                suggested_fixes=(KEEP, REPLACE),
            ),
            inputs_changed=False,
        )
        note = "The sources have changed since this section was edited. It would now read:"
        body = conflict_body(theirs, proposed, note)
        return body, body_digest(body), "disputed"

    def settle(self, artifacts: Collection[str], failed: Collection[str]) -> None:
        """Bring `hil-issues.yaml` up to date: disputes about other artifacts, and edits without one, are dropped.

        What was decided about an artifact that failed in this run stays, since it is not on its page yet.
        """
        self.ledger.retain(artifacts)
        for artifact in self.ledger.edits():
            if artifact not in self._proposals and artifact not in failed:
                self.ledger.drop_open(artifact, [EDIT])
        self.ledger.save()

    def waiting(self, layout: Layout) -> Sequence[Disputed]:
        """Return the artifacts that wait for a person, then those that wait for their review, with their pages."""
        open_ = [(artifact_named(each.artifact), each.id, each.checker_said) for each in self.ledger.open()]
        unreviewed = [artifact for artifact in self._workspace.unreviewed() if artifact not in self.edited]
        found = []
        for artifact, dispute_id, said in [*open_, *((artifact, "", "") for artifact in unreviewed)]:
            kind = kinds().get(artifact.kind)
            place = layout.find(kind.grain, artifact.key) if kind else None
            if place is not None:
                found.append(Disputed(str(artifact), place.address, dispute_id, said))
        return found

    def _inputs_changed(self, item: Planned, before: Content | None) -> bool:
        """Whether an input other than a person's decision changed since the artifact was made; True if not known."""
        if before is not None and before.inputs:
            return before.inputs != digest_besides(item.version, DECIDED_OR_TOOL)
        standing = self._workspace.found_region(item.page, item.artifact)
        if standing is None or standing.header is None:
            return True
        old = standing.header.parts or self._workspace.explanations.parts(standing.header.data_version) or {}
        return besides(old, {RESOLUTION}) != besides(item.version.parts, {RESOLUTION})


def artifact_named(name: str) -> Artifact:
    """Return the artifact of a name such as `kind[partition]`, which disputes use."""
    kind, _, key = name.removesuffix("]").partition("[")
    return Artifact(kind, PartitionKey(key))


def _dispute(item: Planned, failure: Verdict, attempts: int) -> Dispute:
    # Of earlier versions there may be verdicts that fail for minor issues alone.
    serious = next((issue for issue in failure.issues if issue.is_serious), failure.issues[0])
    return Dispute(
        artifact=str(item.artifact),
        stage=str(failure.stage),
        severity=serious.severity,
        doer_said=serious.location,
        checker_said=failure.summary,
        attempts=attempts,
        suggested_fixes=tuple(dict.fromkeys(issue.suggested_fix for issue in failure.issues if issue.suggested_fix)),
    )
