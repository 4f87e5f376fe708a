"""What stands on a new page outside of its regions: a heading, and a line that says what the page is about.

Once written it belongs to people. It is known again, so that a page of a gone artifact that nobody added to can be
removed, and so that the heading of one that somebody did add to can say that its subject is gone.
"""

import re
from dataclasses import dataclass
from typing import Protocol

from designdoc_assets.languages.keys import ROOT_PACKAGE, decode, encode, split_class_key, unnumbered
from designdoc_assets.languages.registry import noun_in
from designdoc_assets.pages.layout import ECOSYSTEMS, LLMS, Layout, link_target, percent_encode
from designdoc_assets.pages.page import Page

_TITLES = {
    "README": "Design documentation",
    "SYSTEM_DESIGN": "System design",
    "ARCHITECTURE": "Architecture",
    "TECH_DEBT": "Technical debt",
    "SYMBOLS": "Symbols",
}
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\udc80-\udcff]")
_MARKDOWN = re.compile(r"[\\`*\[\]<>#|&~$]|(?<![^\W_])_|_(?![^\W_])")
"""What Markdown would not show as it is; an underscore between letters it does."""


class _Links(Protocol):
    """Makes the links of a scaffold."""

    def page(self, text: str, grain: str, key: str) -> str:
        """Return a text, linked to the page of a partition if there is one."""

    def file(self, text: str, path: str) -> str:
        """Return a text, linked to a file of the target if it is known where that is."""

    def behind(self, path: str, *, is_folder: bool) -> str:
        """Return a link to a file or folder of the target, to stand behind a line; empty if no place is known."""


@dataclass(frozen=True, slots=True)
class _PageLinks:
    """The links of one page."""

    layout: Layout
    source: str

    def page(self, text: str, grain: str, key: str) -> str:
        place = self.layout.find(grain, key)
        return f"[{text}]({link_target(self.source, place)})" if place else text

    def file(self, text: str, path: str) -> str:
        url = self.layout.sources.url(self.source, path)
        return f"[{text}]({url})" if url else text

    def behind(self, path: str, *, is_folder: bool) -> str:
        url = self.layout.sources.url(self.source, path, is_folder=is_folder)
        return f", [source]({url})" if url else ""


class _AnyLinks:
    """Marks for the links that a page may have, or not: see `_PATTERNS`."""

    def page(self, text: str, grain: str, key: str) -> str:
        return f"\0{text}\1"

    def file(self, text: str, path: str) -> str:
        return f"\0{text}\1"

    def behind(self, path: str, *, is_folder: bool) -> str:
        return "\2"


_PATTERNS = {"\0": r"\[?", "\1": r"(?:\]\([^()\s]*\))?", "\2": r"(?:,\s+\[source\]\([^()\s]*\))?"}


def scaffold(layout: Layout, grain: str, key: str) -> str:
    """Return the text of a new page: heading and line, linked to the pages that there are, and to the source."""
    return _text(_title(grain, key), grain, key, _PageLinks(layout, layout.own_page(grain, key)))


def orphan_heading(grain: str, key: str) -> str:
    """Return what replaces the scaffold where people's text outlived the page's subject."""
    return _orphan(_title(grain, key), key)


def moved_heading(layout: Layout, page: str, grain: str, key: str) -> str:
    """Return what replaces the scaffold where people's text stayed on a page that its subject left for another."""
    return _moved(_title(grain, key), grain, key, _PageLinks(layout, page))


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
    if page.pieces[0].split() == heading.split():
        return page  # nearly always; to compile the pattern takes a millisecond
    found = re.match(_generated(grain, key), page.pieces[0])
    if not found or found[0].split() == heading.split():
        return page
    newline = "\r\n" if "\r\n" in found[0] else "\n"
    blank_end = found[0][len(found[0].rstrip()) :]
    text = heading.strip().replace("\n", newline) + blank_end + page.pieces[0][found.end() :]
    return Page((text, *page.pieces[1:]))


def _generated(grain: str, key: str) -> str:
    """Return the pattern of what is generated for a partition, or was by earlier versions, with the end of its line and
    all blank lines.
    """
    titles = dict.fromkeys((_title(grain, key), _earlier_title(grain, key)))
    texts = [_orphan(title, key) for title in titles]  # the longer first, where one starts the other
    texts += [_moved(title, grain, key, _AnyLinks()) for title in titles]
    texts += [text for title in titles if (text := _text(title, grain, key, _AnyLinks()))]
    patterns = "|".join(r"\s+".join(re.escape(word) for word in text.split()) for text in texts)
    for mark, pattern in _PATTERNS.items():
        patterns = patterns.replace(mark, pattern)
    return rf"\s*(?:{patterns})[ \t]*(?:\s*\Z|(?:\r\n|\r|\n)\s*)"


def _text(title: str, grain: str, key: str, links: _Links) -> str:
    if grain == "documents" and key == LLMS:
        return ""  # programs expect that what comes first is what its region begins with
    line = _line(grain, key, links)
    return f"# {title}\n" + (f"\n{line}\n" if line else "")


def _orphan(title: str, key: str) -> str:
    return f"# {title}\n\n*gone*: {_code(decode(key))} is no longer in the repository.\n"


def _moved(title: str, grain: str, key: str, links: _Links) -> str:
    return f"# {title}\n\n*moved*: {links.page(_code(decode(key)), grain, key)} has its section elsewhere now.\n"


def _title(grain: str, key: str) -> str:
    """Return the title of a page, which no other has: readers look for it, and see it in lists of what they found."""
    if grain == "classes":
        path, qualname = split_class_key(key)
        number = _number(qualname)
        return _escaped(f"{unnumbered(qualname)} ({path}{f', definition {number}' if number else ''})")
    if grain == "packages" and key == ROOT_PACKAGE:
        return "Root directory"
    if grain == "documents":
        name, _, part = decode(key).partition("/")
        title = _TITLES.get(name) or _escaped(name.replace("_", " ").capitalize())
        return f"{title}: {_escaped(part)}" if part else title
    if grain == "dependencies":
        ecosystem, _, name = decode(key).partition(":")
        return _escaped(f"{name} ({ecosystem})")
    return _escaped(decode(key))


def _earlier_title(grain: str, key: str) -> str:
    """Return the title that pages had when titles were names alone, as many as there are files of one name."""
    if grain == "classes":
        return _escaped(unnumbered(split_class_key(key)[1]))
    if grain == "files":
        return _escaped(decode(key).rpartition("/")[2])
    if grain == "dependencies":
        return _escaped(decode(key).partition(":")[2])
    return _title(grain, key)


def _line(grain: str, key: str, links: _Links) -> str:
    if grain == "classes":
        path, qualname = split_class_key(key)
        number = _number(qualname)
        which = f" (definition {number})" if number else ""
        home = f"{links.page(_code(path), 'files', encode(path))}, {_package(path, links)}"
        return f"*{noun_in(path)}*{which} in {home}{links.behind(path, is_folder=False)}"
    if grain == "files":
        path = decode(key)
        return f"*file* {links.file(_code(path), path)}, {_package(path, links)}"
    whole = links.page("design documentation", "documents", "README")
    if grain == "packages":
        # A server shows no folder for a link to the root of all.
        source = links.behind(decode(key), is_folder=True) if key != ROOT_PACKAGE else ""
        return f"*package*, part of the {whole}{source}"
    if grain == ECOSYSTEMS:
        return f"*dependencies*, see {links.page('technical debt', 'documents', 'TECH_DEBT')}"
    if grain == "dependencies":
        ecosystem = _code(decode(key).partition(":")[0])
        return f"*dependency* from {ecosystem}, see {links.page('technical debt', 'documents', 'TECH_DEBT')}"
    return "" if key == "README" else f"*document*, part of the {whole}"


def _number(qualname: str) -> str:
    """Return which definition of its name a class is, where it is not the first."""
    return qualname[len(unnumbered(qualname)) :].partition("@")[2]


def _package(path: str, links: _Links) -> str:
    package = path.rpartition("/")[0] or ROOT_PACKAGE
    return f"package {links.page(_code(package), 'packages', encode(package))}"


def _code(text: str) -> str:
    """Return text as a code span, whatever it holds; it stays on one line and prints."""
    shown = _UNPRINTABLE.sub(percent_encode, text)
    if "`" not in shown:
        return f"`{shown}`"
    fence = "`" * (max(map(len, re.findall("`+", shown))) + 1)
    return f"{fence} {shown} {fence}"


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\g<0>", _UNPRINTABLE.sub(percent_encode, text))
