"""Putting regions on their pages, and taking them off again: what happens to text of people when a subject is gone."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from designdoc_assets.pages.conflicts import people_text
from designdoc_assets.pages.layout import Layout
from designdoc_assets.pages.regions import Page, Region, parse_page
from designdoc_assets.pages.scaffold import is_scaffold, orphan_heading, scaffold, with_heading
from designdoc_assets.pages.tree import DocsTree

_ORPHAN = re.compile(r"\s*# [^\n]+\n\s*\*gone\*: ")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an artifact's region stands. `order` is that of the kinds on its page."""

    page: str
    grain: str
    key: str
    order: Sequence[str]


class EditedMeanwhileError(Exception):
    """A person wrote into a region after it was planned what becomes of it; the message says so."""


def publish(
    tree: DocsTree, layout: Layout, place: Place, regions: Sequence[Region], known: Mapping[str, str | None]
) -> tuple[str | None, str]:
    """Write regions of one partition to their page, in one step, and return the page's text before and after.

    Args:
        tree: The docs tree.
        layout: Where the pages are that a new page's heading links to.
        place: Where the regions stand.
        regions: What to write.
        known: By kind, the text of people in its region that the new one takes into account.

    Raises:
        EditedMeanwhileError: A region holds other text of people. The page is left as it was.
    """
    heading = scaffold(layout, place.grain, place.key)
    before: str | None = None
    after = ""

    def change(text: str | None) -> str:
        nonlocal before, after
        before = text
        page = parse_page(text) if text is not None else None
        is_there = page is not None and bool(page.render().strip())
        new = page if page is not None and is_there else Page((f"{heading.rstrip()}\n",) if heading else ())
        if is_there and heading:  # as an orphan has it, or an earlier version
            new = with_heading(new, place.grain, place.key, heading)
        for region in regions:
            current = new.region(region.kind)
            if current is not None and current.edited and people_text(current.body) != known.get(region.kind):
                raise EditedMeanwhileError(f"{place.page} was edited during the run, and is left as it was")
            at = place.order.index(region.kind)
            new = new.with_region(region, after=place.order[:at], ahead_of=place.order[at + 1 :])
        after = new.render()
        return after

    tree.update_text(place.page, change)
    return before, after


def withdraw(tree: DocsTree, page: str, grain: str, key: str, kinds: Collection[str]) -> bool:
    """Take regions of a gone partition off a page, and return whether the page is an orphan now.

    The page goes with its last region, unless a person wrote on it; what a person wrote into a region stays as text.
    """
    is_kept = False

    def change(current: Page | None) -> Page | None:
        nonlocal is_kept
        if current is None:
            return None
        left = current
        for kind in kinds:
            region = left.region(kind)
            kept = _text_of_people(region)
            left = _as_text(left, kind, kept) if kept else left.without_region(kind)
        has_regions = any(isinstance(piece, Region) for piece in left.pieces)
        if not has_regions and is_scaffold(left.own_text(), grain, key):
            return None
        is_kept = not has_regions
        return _as_orphan(left, grain, key) if is_kept else left

    tree.update(page, change)
    return is_kept


def is_orphan(page: Page) -> bool:
    """Whether a page outlived its subject."""
    return not any(isinstance(piece, Region) for piece in page.pieces) and bool(_ORPHAN.match(page.own_text()))


def _as_orphan(page: Page, grain: str, key: str) -> Page:
    """Let a page without regions say that its subject is gone: in its heading, or above one that a person changed."""
    heading = orphan_heading(grain, key)
    headed = with_heading(page, grain, key, heading)
    return headed if is_orphan(headed) else parse_page(f"{heading}\n{page.render()}")


def _text_of_people(region: Region | None) -> str:
    if region is None:
        return ""
    theirs = people_text(region.body)
    return theirs if region.edited or theirs != region.body else ""


def _as_text(page: Page, kind: str, text: str) -> Page:
    mended = page.repaired([kind])
    target = mended.region(kind)
    return Page(tuple(f"{text}\n" if piece is target else piece for piece in mended.pieces))
