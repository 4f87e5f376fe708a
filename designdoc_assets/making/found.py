"""The regions of a docs tree as they were when a run began, with what planning needs of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.canonical import sha256
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.pages.conflicts import people_text, proposal
from designdoc_assets.pages.layout import subjects, whole_key
from designdoc_assets.pages.markers import RegionHeader
from designdoc_assets.pages.page import Page, parse_page
from designdoc_assets.pages.publishing import is_orphan
from designdoc_assets.pages.regions import Region, Slot
from designdoc_assets.pages.tree import DocsTree


@dataclass(frozen=True, slots=True)
class FoundRegion:
    """A region as it was when the run began."""

    header: RegionHeader | None
    is_edited: bool
    has_proposal: bool
    text: str | None
    """The text of people in it; None if nobody edited it."""
    is_broken: bool = False
    """Whether one of its markers is missing, or there are too many."""


@dataclass(frozen=True)
class FoundTree:
    """The regions of a docs tree by page and artifact, and the pages that outlived their subject."""

    regions: Mapping[tuple[str, Artifact], FoundRegion] = field(default_factory=dict)
    orphans: Sequence[str] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    """sha256 of the text of each page."""

    def at(self, page: str, artifact: Artifact) -> tuple[str, FoundRegion | None]:
        """Return the page that has an artifact's region, which may be another than it belongs on, and the region."""
        standing = self.regions.get((page, artifact))
        if standing is None:
            elsewhere = self._pages.get(artifact, page)
            return elsewhere, self.regions.get((elsewhere, artifact))
        return page, standing

    def is_at(self, page: str, artifact: Artifact) -> bool:
        """Whether an artifact has a region on a page."""
        return (page, artifact) in self.regions

    @cached_property
    def _pages(self) -> Mapping[Artifact, str]:
        return {artifact: page for page, artifact in self.regions}


def scan(tree: DocsTree) -> FoundTree:
    """Read all pages of a docs tree."""
    regions: dict[tuple[str, Artifact], FoundRegion] = {}
    orphans = []
    digests = {}
    for name, text in tree.texts():
        digests[name] = sha256(text)
        page = parse_page(text)
        if is_orphan(page):
            orphans.append(name)
        regions |= {(name, artifact): standing for artifact, standing in standings(page, name).items()}
    return FoundTree(regions, orphans, digests)


def standings(page: Page, name: str) -> dict[Artifact, FoundRegion]:
    """Return the regions of a page by artifact; those of unknown kinds are left out."""
    found: dict[Artifact, FoundRegion] = {}
    for piece in page.pieces:
        if not isinstance(piece, Region) or piece.kind not in kinds():
            continue
        artifact = artifact_of(piece, name)
        slot = slot_of(artifact, name)
        region = page.region(slot)
        if region is not None and artifact not in found:
            found[artifact] = _standing(region, artifact, is_broken=not page.is_whole(slot))
    return found


def artifact_of(region: Region, page: str) -> Artifact:
    """Return the artifact of a region; None if its kind is unknown."""
    return Artifact(region.kind, whole_key(kinds()[region.kind].grain, region.subject, page))


def slot_of(artifact: Artifact, page: str) -> Slot:
    """Return the slot of an artifact on a page, which its region is found by."""
    return Slot(artifact.kind, subjects(kinds()[artifact.kind].grain, artifact.key, page))


def _standing(region: Region, artifact: Artifact, *, is_broken: bool) -> FoundRegion:
    has_proposal = proposal(region.body) is not None
    is_edited = region.edited
    text = people_text(region.body) if is_edited or has_proposal else None
    header = replace(region.header, partition=artifact.key) if region.header is not None else None
    return FoundRegion(header, is_edited, has_proposal, text, is_broken)
