"""What stands on a new page outside of its regions: a heading, and a line that says what the page is about.

Once written it belongs to people. It is known again, so that a page of a gone artifact that nobody added to can be
removed, and so that the heading of one that somebody did add to can say that its subject is gone.
"""

import re
from collections.abc import Callable

from designdoc_assets.pages.layout import ECOSYSTEMS, Layout, link_target, percent_encode
from designdoc_assets.pages.regions import Page
from designdoc_assets.source.keys import ROOT_PACKAGE, decode, encode, split_class_key, unnumbered

_TITLES = {
    "README": "Design documentation",
    "SYSTEM_DESIGN": "System design",
    "ARCHITECTURE": "Architecture",
    "TECH_DEBT": "Technical debt",
}
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\udc80-\udcff]")
_MARKDOWN = re.compile(r"[\\`*\[\]<>#|&~$]|(?<![^\W_])_|_(?![^\W_])")
"""What Markdown would not show as it is; an underscore between letters it does."""

Link = Callable[[str, str, str], str]
"""Makes a link of its text, and of the grain and key that it leads to."""


def scaffold(layout: Layout, grain: str, key: str) -> str:
    """Return the text of a new page: heading and line, linked to the pages that there are."""
    return _text(grain, key, _linking(layout, layout.own_page(grain, key)))


def orphan_heading(grain: str, key: str) -> str:
    """Return what replaces the scaffold where people's text outlived the page's subject."""
    return f"# {_title(grain, key)}\n\n*gone*: {_code(decode(key))} is no longer in the repository.\n"


def moved_heading(layout: Layout, page: str, grain: str, key: str) -> str:
    """Return what replaces the scaffold where people's text stayed on a page that its subject left for another."""
    return _moved(grain, key, _linking(layout, page))


def is_scaffold(text: str, grain: str, key: str) -> bool:
    """Return whether nobody wrote on a page: outside of regions it has only what was generated, or nothing at all.

    White space and link targets do not count.
    """
    return not text.strip() or re.fullmatch(_generated(grain, key), text) is not None


def with_heading(page: Page, grain: str, key: str, heading: str) -> Page:
    """Return the page with its generated heading, scaffold or orphan's, replaced by `heading`.

    A heading that a person changed stays.
    """
    if not page.pieces or not isinstance(page.pieces[0], str):
        return page
    found = re.match(_generated(grain, key), page.pieces[0])
    if not found:
        return page
    newline = "\r\n" if "\r\n" in found[0] else "\n"
    blank_end = found[0][len(found[0].rstrip()) :]
    text = heading.strip().replace("\n", newline) + blank_end + page.pieces[0][found.end() :]
    return Page((text, *page.pieces[1:]))


def _generated(grain: str, key: str) -> str:
    """Return the pattern of what is generated for a partition, up to the end of its line and all blank lines."""

    def link(text: str, to_grain: str, to_key: str) -> str:
        return f"\0{text}\1"

    # The longer first, where one starts the other.
    texts = (orphan_heading(grain, key), _moved(grain, key, link), _text(grain, key, link))
    patterns = (r"\s+".join(re.escape(word) for word in text.split()) for text in texts)
    linked = (pattern.replace("\0", r"\[?").replace("\1", r"(?:\]\([^()\s]*\))?") for pattern in patterns)
    return rf"\s*(?:{'|'.join(linked)})[ \t]*(?:\s*\Z|(?:\r\n|\r|\n)\s*)"


def _linking(layout: Layout, source: str) -> Link:
    """Return what makes links on a page, to what there is."""

    def link(text: str, to_grain: str, to_key: str) -> str:
        place = layout.find(to_grain, to_key)
        return f"[{text}]({link_target(source, place)})" if place else text

    return link


def _moved(grain: str, key: str, link: Link) -> str:
    return f"# {_title(grain, key)}\n\n*moved*: {link(_code(decode(key)), grain, key)} has its section elsewhere now.\n"


def _text(grain: str, key: str, link: Link) -> str:
    line = _line(grain, key, link)
    return f"# {_title(grain, key)}\n" + (f"\n{line}\n" if line else "")


def _title(grain: str, key: str) -> str:
    if grain == "classes":
        return _escaped(unnumbered(split_class_key(key)[1]))
    if grain == "packages" and key == ROOT_PACKAGE:
        return "Root directory"
    if grain == "documents":
        return _TITLES.get(key) or _escaped(decode(key).replace("_", " ").capitalize())
    if grain == "files":
        return _escaped(decode(key).rpartition("/")[2])
    if grain == "dependencies":
        return _escaped(decode(key).partition(":")[2])
    if grain == ECOSYSTEMS:
        return f"Dependencies from {_escaped(decode(key))}"
    return _escaped(decode(key))


def _line(grain: str, key: str, link: Link) -> str:
    if grain == "classes":
        path, qualname = split_class_key(key)
        _, _, number = qualname[len(unnumbered(qualname)) :].partition("@")
        which = f" (definition {number})" if number else ""
        return f"*class*{which} in {link(_code(path), 'files', encode(path))}, {_package(path, link)}"
    if grain == "files":
        path = decode(key)
        return f"*file* {_code(path)}, {_package(path, link)}"
    if grain == "packages":
        return f"*package*, part of the {link('design documentation', 'documents', 'README')}"
    if grain == ECOSYSTEMS:
        return f"*dependencies*, see {link('technical debt', 'documents', 'TECH_DEBT')}"
    if grain == "dependencies":
        ecosystem = _code(decode(key).partition(":")[0])
        return f"*dependency* from {ecosystem}, see {link('technical debt', 'documents', 'TECH_DEBT')}"
    return "" if key == "README" else f"*document*, part of the {link('design documentation', 'documents', 'README')}"


def _package(path: str, link: Link) -> str:
    package = path.rpartition("/")[0] or ROOT_PACKAGE
    return f"package {link(_code(package), 'packages', encode(package))}"


def _code(text: str) -> str:
    """Return text as a code span, whatever it holds; it stays on one line and prints."""
    shown = _UNPRINTABLE.sub(percent_encode, text)
    if "`" not in shown:
        return f"`{shown}`"
    fence = "`" * (max(map(len, re.findall("`+", shown))) + 1)
    return f"{fence} {shown} {fence}"


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\g<0>", _UNPRINTABLE.sub(percent_encode, text))
