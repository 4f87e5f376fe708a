"""Putting regions on their pages, and taking them off again: what happens to text of people when a subject is gone."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from designdoc_assets.pages.conflicts import people_text
from designdoc_assets.pages.layout import Layout
from designdoc_assets.pages.regions import Page, Region
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


def publish(tree: DocsTree, layout: Layout, place: Place, regions: Sequence[Region]) -> bool:
    """Write regions of one partition to their page, in one step, and return whether the page changed."""
    heading = scaffold(layout, place.grain, place.key)

    def change(page: Page | None) -> Page:
        new = page if page is not None and page.render().strip() else Page((f"{heading.rstrip()}\n",))
        if is_orphan(new):
            new = with_heading(new, place.grain, place.key, heading)
        for region in regions:
            new = new.with_region(region, after=place.order[: place.order.index(region.kind)])
        return new

    return tree.update(place.page, change)


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
        return with_heading(left, grain, key, orphan_heading(grain, key)) if is_kept else left

    tree.update(page, change)
    return is_kept


def is_orphan(page: Page) -> bool:
    """Whether a page outlived its subject."""
    return not any(isinstance(piece, Region) for piece in page.pieces) and bool(_ORPHAN.match(page.own_text()))


def _text_of_people(region: Region | None) -> str:
    if region is None:
        return ""
    theirs = people_text(region.body)
    return theirs if region.edited or theirs != region.body else ""


def _as_text(page: Page, kind: str, text: str) -> Page:
    mended = page.repaired([kind])
    target = mended.region(kind)
    return Page(tuple(f"{text}\n" if piece is target else piece for piece in mended.pieces))
