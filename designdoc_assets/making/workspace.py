"""The docs tree that a run works on, with all that earlier runs and persons left there."""

from dataclasses import dataclass

from designdoc_assets.artifacts.artifact import Artifact, Prose
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.disputes.file import DisputeFile
from designdoc_assets.disputes.ledger import DisputeLedger
from designdoc_assets.making.explanations import Explanations
from designdoc_assets.making.found import FoundRegion, FoundTree
from designdoc_assets.pages.content import ContentStore
from designdoc_assets.pages.tree import DocsTree


@dataclass(frozen=True)
class Workspace:
    """A docs tree, and what stands there.

    Attributes:
        tree: Where the pages are.
        found: What stood on them when the run began.
        contents: What models wrote.
        disputes: What waits for persons, and what they decided.
        explanations: What is known of the inputs of what stands there.
    """

    tree: DocsTree
    found: FoundTree
    contents: ContentStore
    disputes: DisputeLedger
    explanations: Explanations

    def prose(self, artifact: Artifact) -> Prose | None:
        """Return what a model wrote of an artifact before this run."""
        content = self.contents.find(artifact.kind, artifact.key)
        return content.typed(kinds()[artifact.kind].prose(artifact.key)) if content else None

    def found_region(self, page: str, artifact: Artifact) -> FoundRegion | None:
        """Return how an artifact that belongs on a page stood when the run began, wherever it did."""
        return self.found.at(page, artifact)[1]


def open_workspace(tree: DocsTree, found: FoundTree, explanations: Explanations) -> Workspace:
    """Take what is stored of a docs tree; nothing is changed but leftovers of killed runs.

    Raises:
        OutputError: The docs tree cannot be read or written.
    """
    tree.check_writable()
    tree.sweep()
    ledger = DisputeLedger(DisputeFile(tree))
    return Workspace(tree, found, ContentStore(tree), ledger, explanations)
