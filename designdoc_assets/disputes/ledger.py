"""The disputes of one run in memory. `file` keeps them in the docs tree."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from designdoc_assets.disputes.file import RESOLVED, Dispute, DisputeFile

EDIT = "edit"
"""The `stage` of a dispute about text of people; that of any other dispute is the check that failed."""
KEEP, REPLACE = "keep", "replace"
"""What a person may answer to a dispute about their own text."""
REOPENED = "reopened"


class DisputeLedger:
    """Disputes by artifact. Artifacts are named as `kind[partition]`."""

    def __init__(self, file: DisputeFile) -> None:
        self._file = file
        self._by_id = _reopened_where_unclear(file.read())
        self._written = dict(self._by_id)
        """The disputes as the file had them when it was last read or written here."""

    def is_told_by(self, text: str | None) -> bool:
        """Whether a text of the file has just the disputes that are known here; None stands for no file."""
        return _reopened_where_unclear(DisputeFile.parse(text)) == self._by_id

    def find(self, dispute_id: str) -> Dispute | None:
        """Return a dispute by its id."""
        return self._by_id.get(dispute_id)

    def of(self, artifact: str) -> list[Dispute]:
        """Return the disputes of an artifact."""
        return [dispute for dispute in self._by_id.values() if dispute.artifact == artifact]

    def open(self) -> list[Dispute]:
        """Return the disputes that wait for a person."""
        return sorted((d for d in self._by_id.values() if not d.is_resolved), key=lambda d: (d.artifact, d.stage))

    def resolution(self, artifact: str) -> str | None:
        """Return the resolutions of an artifact's disputes about checks, as one text; None if there are none."""
        decided = sorted((d.stage, d.resolution) for d in self.of(artifact) if d.stage != EDIT and d.resolution)
        return "\n".join(f"{stage}: {text}" for stage, text in decided) or None

    def edit_decision(self, artifact: str) -> str | None:
        """Return what a person decided about an edit of an artifact: `keep` or `replace`; None if nothing yet."""
        texts = (dispute.resolution for dispute in self.of(artifact) if dispute.stage == EDIT)
        return next((keep_or_replace(text) for text in texts if text), None)

    def put(self, dispute: Dispute, *, inputs_changed: bool) -> Dispute:
        """Enter a dispute about a failed check or an edit, and return it with its status and resolution.

        What a person resolved stays resolved as long as the artifact's other inputs are the same.
        """
        known = self._by_id.get(dispute.id)
        entry = dispute
        if known is not None and known.resolution:
            status = REOPENED if inputs_changed and known.is_resolved else known.status
            entry = replace(dispute, resolution=known.resolution, status=status)
        self._by_id[dispute.id] = entry
        return entry

    def resolve(self, dispute_id: str, resolution: str) -> None:
        """Resolve a dispute, at once in the file too, so that the resolution outlives the run.

        Raises:
            OutputError: The file cannot be read or written. Nothing is entered.
            LockError: Its lock could not be had.
        """
        decided = replace(self._by_id[dispute_id], status=RESOLVED, resolution=resolution)
        self._file.update(lambda current: {**current, dispute_id: decided})
        self._by_id[dispute_id] = self._written[dispute_id] = decided

    def drop_open(self, artifact: str, stages: Collection[str]) -> None:
        """Drop the open disputes of an artifact at these stages, and one about an edit even if it is resolved.

        What a person resolved about a check stays, since it is an input of the artifact.
        """
        for dispute in self.of(artifact):
            if dispute.stage in stages and (not dispute.is_resolved or dispute.stage == EDIT):
                del self._by_id[dispute.id]

    def retain(self, artifacts: Collection[str]) -> None:
        """Drop the disputes of all other artifacts, which are gone."""
        self._by_id = {
            dispute_id: dispute for dispute_id, dispute in self._by_id.items() if dispute.artifact in artifacts
        }

    def edits(self) -> Iterable[str]:
        """Return the artifacts that have a dispute about text of people."""
        return [dispute.artifact for dispute in self._by_id.values() if dispute.stage == EDIT]

    def save(self) -> bool:
        """Write the changes to the file, and return whether it changed. Entries of others stay."""
        has_changed = self._file.update(self._onto)
        self._written = dict(self._by_id)
        return has_changed

    def _onto(self, current: Mapping[str, Dispute]) -> Mapping[str, Dispute]:
        """Return the disputes of the file as it is now, with what was entered, changed or dropped here since."""
        changed = {id_: dispute for id_, dispute in self._by_id.items() if self._written.get(id_) != dispute}
        dropped = self._written.keys() - self._by_id.keys()
        kept = {id_: dispute for id_, dispute in _reopened_where_unclear(current).items() if id_ not in dropped}
        return kept | changed


def keep_or_replace(resolution: str) -> str | None:
    """Return what a resolution says about a person's edit: `keep` or `replace`; None if it says neither."""
    word = resolution.strip().lower()
    return word if word in {KEEP, REPLACE} else None


def _reopened_where_unclear(disputes: Mapping[str, Dispute]) -> dict[str, Dispute]:
    """Return all disputes; open again those about an edit whose resolution says neither `keep` nor `replace`."""
    return {
        dispute_id: replace(entry, status="unresolved")
        if entry.stage == EDIT and entry.resolution and keep_or_replace(entry.resolution) is None
        else entry
        for dispute_id, entry in disputes.items()
    }
