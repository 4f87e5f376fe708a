"""A page of a docs tree as its reader sees it: headings, anchors, links, and what it describes."""

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from markdown_it.token import Token

from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.making.found import artifact_of
from designdoc_assets.pages.layout import LLMS_PAGE
from designdoc_assets.pages.page import parse_page
from designdoc_assets.pages.regions import Region, Stray
from designdoc_tests.support import markdown_tokens

_NAME = re.compile(r"\w+")
_DOTTED = re.compile(r"[\w.]+")
_SHOWN = re.compile(
    r"^(?:#{3,} (?:Function )?`(?P<heading>[\w.]+)(?:\(\))?`\n(?:\n(?:`[^`\n]*`)?(?P<below> ?\*\([^)]*\)\*))?"
    r"|(?:\| |- )`(?P<name>\w+)[^`\n]*`(?P<rest>.*))",
    re.MULTILINE,
)
_FIRST = {("td_open", "tr_open"), ("paragraph_open", "list_item_open")}
_CALLED = re.compile(r"^(?:`|```python\n)([\w.]+)\(", re.MULTILINE)
"""How something is called, on a line or in a block of its own: constructors have no heading."""
_MARKS = re.compile(r" ?\*\(([^)]*)\)\*")


@dataclass(frozen=True)
class Page:
    """A page, by its path in the tree."""

    name: str
    text: str

    @cached_property
    def tokens(self) -> list[Token]:
        return markdown_tokens(self.text)

    @cached_property
    def pieces(self) -> tuple[str | Region | Stray, ...]:
        return parse_page(self.text).pieces

    @property
    def regions(self) -> list[Region]:
        return [piece for piece in self.pieces if isinstance(piece, Region)]

    @cached_property
    def targets(self) -> list[str]:
        """Where its links lead, and from where its images come."""
        attributes = {"link_open": "href", "image": "src"}
        return [str(token.attrs[attributes[token.type]]) for token in self.tokens if token.type in attributes]

    @cached_property
    def headings(self) -> list[tuple[str, str]]:
        """Tag and displayed text of each heading."""
        following = zip(self.tokens, self.tokens[1:], strict=False)
        return [(token.tag, displayed(inline)) for token, inline in following if token.type == "heading_open"]

    @property
    def title(self) -> str:
        """What its first heading displays."""
        return self.headings[0][1] if self.headings else ""

    @cached_property
    def anchors(self) -> set[str]:
        """The fragments by which GitHub reaches the headings."""
        found: Counter[str] = Counter()
        anchors = set()
        for _, text in self.headings:
            slug = re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")
            anchors.add(f"{slug}-{found[slug]}" if found[slug] else slug)
            found[slug] += 1
        return anchors

    @cached_property
    def names(self) -> set[str]:
        """What it describes: the names that a heading, a table's first cell or a list's item begins with, or lists."""
        tokens = ["", *(token.type for token in self.tokens)]
        cells = [
            inline
            for before, opening, inline in zip(tokens, self.tokens, self.tokens[1:], strict=False)
            if opening.type == "heading_open" or (opening.type, before) in _FIRST
        ]
        codes = [token.content for cell in cells for token in cell.children or [] if token.type == "code_inline"]
        found = [name[0] for code in (*codes, *_CALLED.findall(self.text)) if (name := _DOTTED.match(code))]
        return {part for name in found for part in (name, name.rpartition(".")[2])}

    @cached_property
    def marks(self) -> dict[str, list[set[str]]]:
        """Per name, the marks below its headings, and behind it in first cells that begin with it: `async`, ..."""
        found: dict[str, list[set[str]]] = defaultdict(list)
        for match in _SHOWN.finditer(self.text):
            marks = _MARKS.match(match["below"] or match["rest"] or "")
            found[match["heading"] or match["name"]].append({*marks[1].split(", ")} if marks else set())
        return found

    @cached_property
    def words(self) -> set[str]:
        """Every word on it."""
        return {*_NAME.findall(self.text)}


def pages_of(docs: Path) -> Iterator[Page]:
    """Yield the pages below a folder."""
    for file in sorted([*docs.rglob("*.md"), *docs.glob(LLMS_PAGE)]):
        yield Page(file.relative_to(docs).as_posix(), file.read_text("utf-8"))


def displayed(inline: Token) -> str:
    return "".join(token.content for token in inline.children or [] if token.type in {"text", "code_inline"})


def artifacts_on(page: Page) -> list[Artifact]:
    """Return what the regions of a page are about that can be read."""
    return [
        artifact_of(region, page.name)
        for region in page.regions
        if region.header is not None and region.kind in kinds()
    ]


def resolved(page: Page, path: str) -> str | None:
    """Return the file that a relative link leads to; None if it leaves the tree or is no relative link."""
    if path.startswith("/") or re.match(r"[A-Za-z][\w+.-]*:", path):
        return None
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), unquote(path, errors="surrogateescape")))
    return None if joined.startswith("..") else joined
