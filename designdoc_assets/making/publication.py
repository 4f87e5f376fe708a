"""Puts artifacts on their pages, and takes those off that are gone; notes what each page holds now."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar

from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.canonical import Versioned, sha256
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.disputes.file import FILE_NAME
from designdoc_assets.languages.keys import PartitionKey
from designdoc_assets.making.found import FoundRegion, slot_of, standings
from designdoc_assets.making.outcomes import Made, Outcomes
from designdoc_assets.making.plan import Gone, Planned, State, WriterId
from designdoc_assets.making.workspace import Workspace
from designdoc_assets.pages.errors import SupersededError
from designdoc_assets.pages.markers import SHORT, RegionHeader, Status
from designdoc_assets.pages.page import parse_page
from designdoc_assets.pages.publishing import EditedMeanwhileError, Leaving, publish, withdraw
from designdoc_assets.pages.regions import Region, Slot
from designdoc_assets.pages.tree import STATE_FOLDER

T = TypeVar("T")


class Publication:
    """The pages of a docs tree, as far as one run knows and changes them.

    Attributes:
        outcomes: Where failures, and artifacts that were made, are noted.
        digests: The digest of each page by its path: as the run found it, or as the run wrote it.
        orphans: Pages that outlived their subject.
        written: Of each artifact that this run wrote, its version, and its region as it is on the page now. In place of
            the region None, if it passed and no person edited it.
    """

    def __init__(self, survey: Survey, workspace: Workspace, outcomes: Outcomes, *, is_slow: bool) -> None:
        """Take the docs tree as the run found it.

        Args:
            survey: Knows which pages there should be.
            workspace: The docs tree.
            outcomes: Where failures, and artifacts that were made, are noted.
            is_slow: Whether writing a page takes so long that others should be made meanwhile.
        """
        self._survey = survey
        self.outcomes = outcomes
        self._tree = workspace.tree
        self._found = found = workspace.found
        self._contents = workspace.contents
        self._explanations = workspace.explanations
        self._is_slow = is_slow
        self.digests = dict(found.digests)
        self.orphans = set(found.orphans)
        self.written: dict[Artifact, tuple[Versioned, FoundRegion | None]] = {}
        self._writing: dict[str, asyncio.Lock] = {}
        """By page, a lock, so that its digests are noted in the order in which it was written."""

    async def publish(self, new: Sequence[tuple[Made, Region]]) -> list[Made]:
        """Write the regions of a page, and return the artifacts that are on it now."""
        made = [result for result, _ in new]
        page = made[0].planned.page
        order = self._order(page)
        regions = {slot_of(result.planned.artifact, page): region for result, region in new}
        try:
            async with self._writing.setdefault(page, asyncio.Lock()):
                known = self._text_of_people(page)
                done = await self.on_disk(publish, self._tree, self._survey.layout, page, order, regions, known)
                there = [each for each in made if slot_of(each.planned.artifact, page) not in done.untouched]
                self._note(there, page, done.before, done.after)
            for name, text in (each for result in there for each in result.beside.items()):
                await self.on_disk(self._tree.update_text, f"{STATE_FOLDER}/{name}", lambda _, text=text: text)
            self.orphans.discard(page)
            await self._leave_others(there)
        except SupersededError:
            raise
        except Exception as error:  # noqa: BLE001 - the failure of these artifacts, of whatever sort, is their own
            self.outcomes.fail([result.planned.artifact for result in made], error)
            return []
        if done.untouched:
            meanwhile = EditedMeanwhileError(f"{page} was edited during the run, and is left as it was")
            self.outcomes.fail([each.planned.artifact for each in made if each not in there], meanwhile)
        self.outcomes.made |= {result.planned.artifact: result.status for result in there}
        return there

    async def _leave_others(self, made: Iterable[Made]) -> None:
        """Take sections that moved off their old pages, now that they are on their new ones."""
        by_page: dict[str, list[Leaving]] = {}
        for item in (result.planned for result in made if result.planned.moved_from):
            grain = kinds()[item.artifact.kind].grain
            standing = self._found.regions.get((item.moved_from, item.artifact))
            carried = standing.text if standing else None
            leaving = Leaving(slot_of(item.artifact, item.moved_from), grain, item.artifact.key, carried)
            by_page.setdefault(item.moved_from, []).append(leaving)
        for page, gone in by_page.items():
            async with self._writing.setdefault(page, asyncio.Lock()):
                await self.on_disk(self._withdraw, page, gone)

    def _order(self, page: str) -> list[Slot]:
        """Return the slots of a page, as they follow one another on it."""
        return [
            slot_of(Artifact(kind.name, PartitionKey(key)), page)
            for grain, key in self._survey.layout.on_page(page)
            for kind in kinds().values()
            if kind.grain == grain
        ]

    async def on_disk(self, work: Callable[..., T], *arguments: Any) -> T:
        """Do work that waits for a disk or a server; in a thread, if others should be made meanwhile."""
        return await asyncio.to_thread(work, *arguments) if self._is_slow else work(*arguments)

    def as_it_stands(self, item: Planned) -> Made:
        """Return an artifact that is fresh, with the body that its page has."""
        page = self._tree.read(item.page)
        region = page.region(slot_of(item.artifact, item.page)) if page is not None else None
        if region is None or region.header is None:
            return Made(item, item.status, was_fresh=True, body=region.body if region else "")
        content = self._contents.find(item.artifact.kind, item.artifact.key)
        return Made(
            item,
            item.status,
            was_fresh=True,
            body=region.body,
            attempts=content.attempts if content else 1,
            writer=region.header.writer,
            model=content.model if content else None,
        )

    def withdraw(self, gone: Iterable[Gone]) -> None:
        """Take away the regions of artifacts that are gone."""
        by_page: dict[str, list[Leaving]] = {}
        for entry in gone:
            slot = slot_of(entry.artifact, entry.page)
            by_page.setdefault(entry.page, []).append(Leaving(slot, entry.grain, entry.artifact.key))
        for page, leaving in by_page.items():
            self._withdraw(page, leaving)
        self._tree.flush()

    def _withdraw(self, page: str, leaving: Sequence[Leaving]) -> None:
        if withdraw(self._tree, self._survey.layout, page, leaving):
            self.orphans.add(page)
        self._contents.withdraw(page, [entry.slot for entry in leaving])
        left = self._tree.read_text(page)
        if left is None:
            self.digests.pop(page, None)
        else:
            self.digests[page] = sha256(left)

    def _text_of_people(self, page: str) -> dict[Slot, str | None]:
        """Return what people had written into the regions of a page when the run began."""
        return {
            slot_of(artifact, page): standing.text
            for grain, key in self._survey.layout.on_page(page)
            for artifact in (Artifact(kind.name, PartitionKey(key)) for kind in kinds().values() if kind.grain == grain)
            if (standing := self._found.regions.get((page, artifact))) is not None
        }

    def _note(self, made: Iterable[Made], page: str, before: str | None, after: str) -> None:
        """Note what a page holds now, without reading it again; unless somebody else wrote on it meanwhile."""
        if before is not None and sha256(before) != self.digests.get(page):
            self.digests[page] = "changed by somebody else since it was planned"
            return
        self.digests[page] = sha256(after)
        is_plain = all(result.status == "passed" and result.planned.state is not State.CONFLICT for result in made)
        there = {} if is_plain else standings(parse_page(after), page)
        for result in made:
            item = result.planned
            self._explanations.keep(item.version)
            self.written[item.artifact] = Versioned(item.version.data_version, {}), there.get(item.artifact)

    def unwritten(self) -> Iterator[str]:
        """Yield the addresses of artifacts that are not written yet."""
        yield from (page for page in self._survey.layout.pages() if page not in self.digests)
        for kind in {kind.grain: kind for kind in reversed(list(kinds().values()))}.values():
            # The first kind of a grain has the heading.
            for key in kind.keys(self._survey):
                place, artifact = self._survey.layout.place(kind.grain, key), Artifact(kind.name, key)
                if place.anchor and artifact not in self.outcomes.made and not self._found.is_at(place.page, artifact):
                    yield place.address

    @cached_property
    def linkable(self) -> frozenset[str]:
        """The tree-relative paths that links of a page may lead to."""
        snapshot, sources = self._survey.snapshot, self._survey.layout.sources
        beside = (sources.beside(path) for path in (*snapshot.files, *snapshot.tests, *snapshot.others))
        return frozenset({*self._survey.layout.pages(), *self.orphans, *filter(None, beside), FILE_NAME})


def header_of(item: Planned, digest: str, status: Status, writer: WriterId) -> RegionHeader:
    """Return the header that the markers of a new region hold."""
    return RegionHeader(
        kind=item.artifact.kind,
        partition=slot_of(item.artifact, item.page).subjects[0],
        data_version=item.version.data_version[:SHORT],
        body_digest=digest[:SHORT],
        writer=writer.name,
        status=status,
    )
