"""Headings that links reach, and addresses: a page, and the anchor of a heading on it.

Names alone stand in these headings, so that no anchor changes with a signature. Their texts are chosen so that no class
falls together with a function, and nothing with the titles of sections; what does all the same is numbered as GitHub
numbers it. Prose has no headings of its own: see `sections.text`.
"""

import re

from designdoc_assets.languages.keys import unnumbered
from designdoc_assets.markup import markdown

_ADDRESS = re.compile(r"(.*\.md)#([^./#]+)\Z", re.DOTALL)
"""Every page ends in `.md`; no anchor has a dot."""
_LINE_ENDS = re.compile(r"[\r\n]+")


class Slugs:
    """Gives out the anchors of a page's headings, in order, as GitHub does: what falls together is numbered."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def take(self, title: str) -> str:
        """Return the anchor of the next heading, of which the Markdown is given: names as code, and plain words."""
        slug = markdown.anchor(title)
        found, number = slug, self._taken.get(slug, 0)
        while found in self._taken:
            number += 1
            found = f"{slug}-{number}"
        self._taken[slug] = number
        self._taken.setdefault(found, 0)
        return found


def class_title(qualname: str, noun: str) -> str:
    """Return the heading of a type, which its language calls by some noun, on the page of its file."""
    return f"{noun} {code_title(unnumbered(qualname))}"


def code_title(name: str) -> str:
    """Return a heading that is a name."""
    return markdown.code(_LINE_ENDS.sub(" ", name))


def address(page: str, anchor: str = "") -> str:
    """Return one text for a page and the anchor of a heading on it."""
    return f"{page}#{anchor}" if anchor else page


def split_address(text: str) -> tuple[str, str]:
    """Return page and anchor of an address; the anchor is empty where it is all of a page."""
    found = _ADDRESS.match(text)
    return (found[1], found[2]) if found else (text, "")
