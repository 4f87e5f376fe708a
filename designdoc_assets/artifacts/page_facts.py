"""What the facts of every kind hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from designdoc_assets.artifacts.canonical import NOT_SHOWN
from designdoc_assets.languages.registry import words_of
from designdoc_assets.languages.words import Words
from designdoc_assets.markup import markdown
from designdoc_assets.pages.anchors import address, split_address


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What every kind's facts hold: where they are rendered, and what names in them link to.

    Both are tree-relative. They are inputs, since a page that moves or vanishes changes the links to it.
    """

    page: str
    links: Mapping[str, str]
    """Addresses: pages, with the anchors of headings on them."""
    anchor: str = field(default="", kw_only=True)
    """That of the heading, on a page that is shared; empty on a page of its own."""
    no_diagram: bool = field(default=False, kw_only=True)
    """Set when the diagram turned out not to parse: such a one is never shown."""

    language: str = field(default="", kw_only=True, metadata=NOT_SHOWN)
    """The name of that which the page is about; empty where it is about several. It follows from the partition."""
    noun: str = field(default="class", kw_only=True, metadata=NOT_SHOWN)
    """What types are called in the languages that the page is about: see `noun_for`. It follows from the same."""
    here: str = field(default="", kw_only=True, metadata=NOT_SHOWN)
    """The address of the part of a page that is rendered, to which nothing in it needs to lead; see `about`."""

    @property
    def words(self) -> Words:
        """How the page speaks of things."""
        return words_of(self.language)

    def about(self, target: str) -> Self:
        """Return the facts for rendering what is said of the thing at an address."""
        return replace(self, here=target)

    def section(self, title: str) -> Self:
        """Return the facts for rendering what stands below a heading of the page."""
        return self.about(address(self.page, markdown.anchor(title)))

    def url(self, target: str) -> str:
        """Return the URL that leads from here to an address; empty where that is here, or the page as a whole."""
        if target in (self.page, address(self.page, self.anchor), self.here):
            return ""
        return markdown.relative_url(self.page, *split_address(target))
