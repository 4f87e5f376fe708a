"""The disputes of one run in memory: opened, decided, settled. `disputes` keeps them in the docs tree."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from designdoc_assets.disputes.file import RESOLVED, Dispute, DisputeFile

EDIT_STAGE = "edit"
"""The stage of disputes about text of people; the other stages are checks."""
KEEP, REPLACE = "keep", "replace"
"""The resolutions of such a dispute."""
REOPENED = "reopened"


class DisputeLedger:
    """Disputes by artifact. Artifacts are named as `kind[partition]`."""

    def __init__(self, file: DisputeFile) -> None:
        self._file = file
        self._by_id = _decided(file.read())
        self._written = dict(self._by_id)
        """The disputes as the file had them when it was last read or written here."""

    def is_told_by(self, text: str | None) -> bool:
        """Whether the text of the file says just what is known here; None is that of no file."""
        return _decided(DisputeFile.parse(text)) == self._by_id

    def find(self, issue: str) -> Dispute | None:
        """Return a dispute by its id."""
        return self._by_id.get(issue)

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
        return next((decision(text) for text in texts if text), None)

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

    def resolve(self, issue: str, resolution: str) -> None:
        """Enter what a person decided about a dispute, in the file too, where it lasts whatever becomes of the run.

        Raises:
            OutputError: The file cannot be read or written. Nothing is entered.
            LockError: Its lock could not be had.
        """
        decided = replace(self._by_id[issue], status=RESOLVED, resolution=resolution)
        self._file.update(lambda current: {**current, issue: decided})
        self._by_id[issue] = self._written[issue] = decided

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
        """Enter in the file what changed here, and return whether the file did. What others entered there stays."""
        has_changed = self._file.update(self._onto)
        self._written = dict(self._by_id)
        return has_changed

    def _onto(self, current: Mapping[str, Dispute]) -> Mapping[str, Dispute]:
        changed = {issue: dispute for issue, dispute in self._by_id.items() if self._written.get(issue) != dispute}
        dropped = self._written.keys() - self._by_id.keys()
        return {issue: entry for issue, entry in _decided(current).items() if issue not in dropped} | changed


def decision(resolution: str) -> str | None:
    """Return what a resolution says about a person's edit: `keep`, `replace`, or nothing that is understood."""
    word = resolution.strip().lower()
    return word if word in {KEEP, REPLACE} else None


def _decided(disputes: Mapping[str, Dispute]) -> dict[str, Dispute]:
    """Return disputes by id, open if they are about an edit, and their resolution neither keeps nor replaces it."""
    return {
        issue: replace(entry, status="unresolved")
        if entry.stage == EDIT_STAGE and entry.resolution and decision(entry.resolution) is None
        else entry
        for issue, entry in disputes.items()
    }
