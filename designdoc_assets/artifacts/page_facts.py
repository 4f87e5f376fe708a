"""The fields that the facts of every kind have."""

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
    """The fields that the facts of every kind have: the page that they are rendered on, and the links of names in them.

    Both are tree-relative. They are inputs, since a page that moves or vanishes changes the links to it.
    """

    page: str
    links: Mapping[str, str]
    """By name, an address: a page, with the anchor of a heading on it."""
    anchor: str = field(default="", kw_only=True)
    """The anchor of the heading, on a shared page; empty on a page of its own."""
    no_diagram: bool = field(default=False, kw_only=True)
    """Whether the diagram is left out, since it turned out not to parse."""

    language: str = field(default="", kw_only=True, metadata=NOT_SHOWN)
    """The name of the page's language; empty if there are several. It follows from the partition, so it is no input."""
    noun: str = field(default="class", kw_only=True, metadata=NOT_SHOWN)
    """The noun for types in the page's languages: see `noun_for`. It follows from the partition, too."""
    here: str = field(default="", kw_only=True, metadata=NOT_SHOWN)
    """The address of the part of the page that is being rendered: a link from there to itself is left out."""

    @property
    def words(self) -> Words:
        """The words of the page's language, such as its noun for a doc comment."""
        return words_of(self.language)

    def about(self, target: str) -> Self:
        """Return the facts for rendering the part of the page at an address."""
        return replace(self, here=target)

    def section(self, title: str) -> Self:
        """Return the facts for rendering the section of the page below a heading."""
        return self.about(address(self.page, markdown.anchor(title)))

    def url(self, target: str) -> str:
        """Return the URL that leads from here to an address; empty where that is here, or the page as a whole."""
        if target in (self.page, address(self.page, self.anchor), self.here):
            return ""
        return markdown.relative_url(self.page, *split_address(target))
