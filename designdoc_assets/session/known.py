"""The reports of artifacts and of their inputs that a Dagster instance had before the target was read."""

from dataclasses import dataclass, field

from designdoc_assets.artifacts.canonical import sha256
from designdoc_assets.making.plan import Planned

NOTHING = "1"
"""The pointer to inputs that were never reported. It is not 0, which Dagster takes for no pointer at all."""


@dataclass(frozen=True, slots=True)
class Source:
    """The newest report of one artifact's inputs: its place in the event log, and the data version in it."""

    id: int
    version: str = ""


@dataclass(slots=True)
class Known:
    """The reports of one kind in an instance, by partition.

    Attributes:
        versions: The data version of each artifact that was ever reported.
        reported: The place in the event log of its newest report.
        sources: The newest report of its inputs: what a report of the artifact may point to, since it was there
            before the target was read.
        failed: Artifacts that Dagster shows as failed.
        outdated: Artifacts whose newest report has no inputs, so that Dagster shows them as stale.
    """

    versions: dict[str, str] = field(default_factory=dict)
    reported: dict[str, int] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    failed: frozenset[str] = frozenset()
    outdated: frozenset[str] = frozenset()

    def shows_stale(self, key: str) -> bool:
        """Whether Dagster shows an artifact as stale, as far as these reports tell."""
        source = self.sources.get(key)
        return key in self.outdated or (source is not None and source.id > self.reported.get(key, source.id))

    def news(self, item: Planned) -> str | None:
        """Return the version of the inputs that makes Dagster call an artifact stale.

        It holds where the artifact was last reported: so it differs from that which it was made from, be it that the
        same inputs came back, or that no input changed and the page is gone. And it stays the same until it is made.

        Returns:
            None where it is not stale, never was there, or is shown as it is already.
        """
        key = item.artifact.key
        if not item.is_changed or key not in self.versions:
            return None
        version = sha256(f"{item.version.data_version} after {self.reported.get(key, 0)}")
        source = self.sources.get(key)
        return version if source is None or source.version != version else None

    def points_to(self, key: str) -> tuple[str, str]:
        """Return pointer and version of the inputs of an artifact of this run, as values of tags."""
        source = self.sources.get(key)
        return (str(source.id), source.version or _NO_VERSION) if source else (NOTHING, _NO_VERSION)


_NO_VERSION = "NULL"
"""As Dagster writes it."""
