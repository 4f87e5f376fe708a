"""The disputes of one run in memory: opened, decided, settled. `disputes` keeps them in the docs tree."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from designdoc_assets.pages.disputes import Dispute, DisputeFile

EDIT_STAGE = "edit"
"""The stage of disputes about text of people; the other stages are checks."""
KEEP, REPLACE = "keep", "replace"
"""The resolutions of such a dispute."""
REOPENED = "reopened"


class DisputeLedger:
    """Disputes by artifact. Artifacts are named as `kind[partition]`."""

    def __init__(self, file: DisputeFile) -> None:
        self._file = file
        self._by_id = {issue: _decided(dispute) for issue, dispute in file.read().items()}

    @property
    def is_empty(self) -> bool:
        """Whether there is no dispute, neither open nor resolved."""
        return not self._by_id

    def of(self, artifact: str) -> list[Dispute]:
        """Return the disputes of an artifact."""
        return [dispute for dispute in self._by_id.values() if dispute.artifact == artifact]

    def open(self) -> list[Dispute]:
        """Return what waits for a person."""
        return sorted((d for d in self._by_id.values() if not d.is_resolved), key=lambda d: (d.artifact, d.stage))

    def resolution(self, artifact: str) -> str | None:
        """Return what persons decided about the content of an artifact."""
        decided = sorted((d.stage, d.resolution) for d in self.of(artifact) if d.stage != EDIT_STAGE and d.resolution)
        return "\n".join(f"{stage}: {text}" for stage, text in decided) or None

    def edit_decision(self, artifact: str) -> str | None:
        """Return what a person decided about their own edit of an artifact: `keep`, `replace`, or nothing yet."""
        texts = (dispute.resolution for dispute in self.of(artifact) if dispute.stage == EDIT_STAGE)
        return next((_decision(text) for text in texts if text), None)

    def put(self, dispute: Dispute, *, inputs_changed: bool) -> Dispute:
        """Enter a failed check, or an edit that conflicts, and return how it stands.

        What a person resolved stays resolved as long as the artifact's other inputs are the same.
        """
        known = self._by_id.get(dispute.id)
        entry = dispute
        if known is not None and known.resolution:
            status = REOPENED if inputs_changed and known.is_resolved else known.status
            entry = replace(dispute, resolution=known.resolution, status=status)
        self._by_id[dispute.id] = entry
        return entry

    def settle(self, artifact: str, stages: Collection[str]) -> None:
        """Drop the open disputes of an artifact at these stages; what a person resolved stays, as it is an input."""
        for dispute in self.of(artifact):
            if dispute.stage in stages and (not dispute.is_resolved or dispute.stage == EDIT_STAGE):
                del self._by_id[dispute.id]

    def retain(self, artifacts: Collection[str]) -> None:
        """Drop the disputes of all other artifacts: they are gone."""
        self._by_id = {issue: dispute for issue, dispute in self._by_id.items() if dispute.artifact in artifacts}

    def edits(self) -> Iterable[str]:
        """Return the artifacts that have a dispute about text of people."""
        return [dispute.artifact for dispute in self._by_id.values() if dispute.stage == EDIT_STAGE]

    def save(self) -> bool:
        """Bring the file up to date, and return whether it changed."""
        return self._file.write(self._by_id.values())


def _decision(resolution: str) -> str | None:
    word = resolution.strip().lower()
    return word if word in {KEEP, REPLACE} else None


def _decided(dispute: Dispute) -> Dispute:
    """Return the dispute as open if it is about an edit, and its resolution is neither to keep nor to replace it."""
    if dispute.stage == EDIT_STAGE and dispute.resolution and _decision(dispute.resolution) is None:
        return replace(dispute, status="unresolved")
    return dispute
