"""The docs tree that a run works on: its pages, stored content, disputes and explanations."""

from dataclasses import dataclass

from designdoc_assets.artifacts.artifact import Artifact, Prose
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.disputes.file import DisputeFile
from designdoc_assets.disputes.ledger import DisputeLedger
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.making.explanations import Explanations
from designdoc_assets.making.found import FoundRegion, FoundTree
from designdoc_assets.pages.content import ContentStore
from designdoc_assets.pages.markers import Status
from designdoc_assets.pages.tree import DocsTree


@dataclass(frozen=True)
class Workspace:
    """A docs tree, and everything that earlier runs and people left there.

    Attributes:
        tree: Where the pages are.
        found: The regions on them when the run began.
        contents: The stored content that models wrote.
        disputes: The disputes, open and resolved.
        explanations: The digests of the inputs of artifacts on the pages, as far as they are known.
    """

    tree: DocsTree
    found: FoundTree
    contents: ContentStore
    disputes: DisputeLedger
    explanations: Explanations

    def prose(self, artifact: Artifact) -> Prose | None:
        """Return the prose of an artifact that a model wrote before this run; None if none did."""
        content = self.contents.find(artifact.kind, artifact.key)
        return content.typed(kinds()[artifact.kind].prose(artifact.key)) if content else None

    def status(self, artifact: Artifact) -> Status | None:
        """Return what became of what a model wrote of an artifact, in this run or before it; None if none did."""
        content = self.contents.find(artifact.kind, artifact.key)
        return content.status if content else None

    def unreviewed(self) -> list[Artifact]:
        """Return the artifacts that a model wrote and none reviewed, in order."""
        return sorted(Artifact(kind, PartitionKey(key)) for kind, key in self.contents.of_status("unreviewed"))

    def found_region(self, page: str, artifact: Artifact) -> FoundRegion | None:
        """Return the region of an artifact when the run began, on whatever page it was; None if there was none."""
        return self.found.at(page, artifact)[1]


def open_workspace(tree: DocsTree, found: FoundTree, explanations: Explanations) -> Workspace:
    """Open a docs tree; nothing is changed but leftovers of killed runs, which are removed.

    Raises:
        OutputError: The docs tree cannot be read or written.
    """
    tree.check_writable()
    tree.sweep()
    ledger = DisputeLedger(DisputeFile(tree))
    return Workspace(tree, found, ContentStore(tree), ledger, explanations)
