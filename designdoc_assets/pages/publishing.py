"""Putting regions on their pages, and taking them off again: what happens to text of people when a subject is gone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from designdoc_assets.languages.keys import decode, encode, split_class_key
from designdoc_assets.pages.conflicts import people_text
from designdoc_assets.pages.layout import ECOSYSTEMS, Layout, Partition, whole_key
from designdoc_assets.pages.page import Page, parse_page
from designdoc_assets.pages.regions import Region, Slot
from designdoc_assets.pages.scaffold import is_scaffold, moved_heading, orphan_heading, scaffold, with_heading
from designdoc_assets.pages.tree import DocsTree

_ORPHAN = re.compile(r"\s*# [^\n]+\n\s*\*(?:gone|moved)\*: ")


class EditedMeanwhileError(Exception):
    """A person wrote into a region after it was planned what becomes of it; the message says so."""


@dataclass(frozen=True, slots=True)
class Published:
    """A page after regions were written to it.

    Attributes:
        before: Its text before; None where there was no such page.
        after: Its text now.
        untouched: The regions that were left as they were, since a person wrote into them meanwhile.
    """

    before: str | None
    after: str
    untouched: frozenset[Slot]


@dataclass(frozen=True, slots=True)
class Leaving:
    """A region that is to be taken off a page.

    Attributes:
        slot: What it is found by.
        grain: Of its partition.
        key: Of its partition.
        carried: The text of people in it that stands elsewhere now.
    """

    slot: Slot
    grain: str
    key: str
    carried: str | None = None


def publish(  # noqa: PLR0913, PLR0917 - what is written, and where
    tree: DocsTree,
    layout: Layout,
    page: str,
    order: Sequence[Slot],
    regions: Mapping[Slot, Region],
    known: Mapping[Slot, str | None],
) -> Published:
    """Write regions to their page, in one step.

    Args:
        tree: The docs tree.
        layout: Where the pages are that a new page's heading links to.
        page: The page.
        order: The slots of the page, as they follow one another.
        regions: What to write.
        known: The text of people in a region that the new one takes into account.
    """
    owner = layout.pages()[page]
    heading = scaffold(layout, *owner)
    before: str | None = None
    after = ""
    untouched: set[Slot] = set()

    def change(text: str | None) -> str:
        nonlocal before, after
        before = text
        untouched.clear()
        there = parse_page(text) if text is not None else None
        if there is None or not there.render().strip():
            new = Page((f"{heading.rstrip()}\n",) if heading else ())
        else:  # as an orphan has it, or an earlier version
            new = with_heading(there, *owner, heading) if heading else there
        for slot in regions:
            current = new.region(slot)
            if current is not None and current.edited and people_text(current.body) != known.get(slot):
                untouched.add(slot)
        new = new.with_regions({slot: region for slot, region in regions.items() if slot not in untouched}, order)
        after = new.render() if len(untouched) < len(regions) or text is None else text
        return after

    tree.update_text(page, change)
    return Published(before, after, frozenset(untouched))


def withdraw(tree: DocsTree, layout: Layout, page: str, leaving: Sequence[Leaving]) -> bool:
    """Take regions off a page that does not hold them any longer, and return whether the page is an orphan now.

    The page goes with its last region, unless a person wrote on it; what a person wrote into a region stays as text,
    but for what stands elsewhere now.
    """
    is_kept = False

    def change(current: Page | None) -> Page | None:
        nonlocal is_kept
        is_kept = False
        if current is None:
            return None
        texts = {entry.slot: _text_of_people(current.region(entry.slot)) for entry in leaving}
        staying = [entry.slot for entry in leaving if texts[entry.slot] and texts[entry.slot] != entry.carried]
        rest = current
        for slot in staying:
            rest = _as_text(rest, slot, texts[slot])
        rest = rest.without_regions([entry.slot for entry in leaving if entry.slot not in staying])
        if any(isinstance(piece, Region) for piece in rest.pieces):
            return rest
        owner = _subject_of(rest, page, leaving)
        if is_scaffold(rest.own_text(), *owner):
            return None
        is_kept = True
        return _as_orphan(rest, layout, page, owner)

    tree.update(page, change)
    return is_kept


def is_orphan(page: Page) -> bool:
    """Whether a page outlived its subject."""
    return not any(isinstance(piece, Region) for piece in page.pieces) and bool(_ORPHAN.match(page.own_text()))


def _subject_of(rest: Page, page: str, leaving: Sequence[Leaving]) -> Partition:
    """Return the partition that a page was about whose last region leaves it.

    That is the partition of one of the regions, or the one that they shared the page with.
    """
    first = leaving[0]
    found = [(entry.grain, entry.key) for entry in leaving if whole_key(entry.grain, "", page) == entry.key]
    if first.grain == "classes":
        found.append(("files", encode(split_class_key(first.key)[0])))
    if first.grain == "dependencies":
        found.append((ECOSYSTEMS, encode(decode(first.key).partition(":")[0])))
    found.append((first.grain, first.key))
    own = rest.own_text()
    return next((subject for subject in found if with_heading(Page((own,)), *subject, "#").pieces != (own,)), found[0])


def _as_orphan(rest: Page, layout: Layout, page: str, subject: Partition) -> Page:
    """Let a page without regions say that its subject is gone: in its heading, or above one that a person changed."""
    is_there = layout.find(*subject) is not None
    heading = moved_heading(layout, page, *subject) if is_there else orphan_heading(*subject)
    headed = with_heading(rest, *subject, heading)
    return headed if is_orphan(headed) else parse_page(f"{heading}\n{rest.render()}")


def _text_of_people(region: Region | None) -> str:
    if region is None:
        return ""
    theirs = people_text(region.body)
    return theirs if region.edited or theirs != region.body else ""


def _as_text(page: Page, slot: Slot, text: str) -> Page:
    mended = page.repaired([slot])
    target = mended.region(slot)
    return Page(tuple(f"{text}\n" if piece is target else piece for piece in mended.pieces))
