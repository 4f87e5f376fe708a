"""Whether links whose text is a name lead to where a page describes the thing, and not to the top of that page."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from markdown_it.token import Token

from designdoc_tests.support import markdown_tokens

_NAME = re.compile(r"[\w.]*\w(?:\(\))?\Z")
_FIRST_WORD = re.compile(r"\w+")
_TITLE = re.compile(r"(?:Function |class )?([\w.]+)(?:\(\))?\Z")
_NUMBER = re.compile(r"-\d+\Z")
_MADE_BY = {"__init__", "__new__"}
"""Constructors are described at the top of the page of their class."""


@dataclass(frozen=True)
class _Page:
    tokens: list[Token]

    @cached_property
    def anchors(self) -> dict[str, set[str]]:
        """The anchors of the headings that are names, by the last segment of the name; numbers left out."""
        found: dict[str, set[str]] = {}
        for opening, inline in pairwise(self.tokens):
            title = _displayed(inline) if opening.type == "heading_open" and opening.tag != "h1" else ""
            if name := _TITLE.match(title):
                slug = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
                found.setdefault(name[1].rpartition(".")[2], set()).add(slug)
        return found

    @cached_property
    def rows(self) -> set[str]:
        """The names that a table's first cell, or a list's item, begins with."""
        types = ["", *(token.type for token in self.tokens)]
        return {
            word[0]
            for before, opening, inline in zip(types, self.tokens, self.tokens[1:], strict=False)
            if (opening.type, before) in {("td_open", "tr_open"), ("paragraph_open", "list_item_open")}
            and inline.content.startswith("`")
            and (word := _FIRST_WORD.match(_displayed(inline)))
        }


def audit_links(docs: Path) -> list[str]:
    """Return the links with the name of a function, a member or a constant that lead to no heading for it."""
    files = sorted(docs.rglob("*.md"))
    pages = {file.relative_to(docs).as_posix(): _Page(markdown_tokens(file.read_text("utf-8"))) for file in files}
    return [
        f"{name}: {problem}"
        for name, page in pages.items()
        for token in page.tokens
        for text, target in _links(token)
        for problem in _problems(text, name, target, pages)
    ]


def _problems(text: str, page: str, target: str, pages: Mapping[str, _Page]) -> Iterator[str]:
    path, _, anchor = target.partition("#")
    other = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path))) if path else page
    last = text.removesuffix("()").rpartition(".")[2]
    if other not in pages or not other.startswith("packages/") or not _NAME.match(text) or last in _MADE_BY:
        return
    there = pages[other].anchors.get(last, set())
    if anchor:
        # A constant, or a class by its name, may be called like a method: then the text has a dot or an end of a call.
        is_member = "." in text or text.endswith("()")
        if is_member and there and _NUMBER.sub("", anchor) not in there:
            yield f"`{text}` leads to {target}, and not to its heading"
    elif (there or last in pages[other].rows) and not other.removesuffix(".md").endswith((f".{last}", f"/{last}.py")):
        yield f"`{text}` leads to the top of {other}, which describes it further down"


def _displayed(inline: Token) -> str:
    return "".join(token.content for token in inline.children or [] if token.type in {"text", "code_inline"})


def _links(token: Token) -> Iterator[tuple[str, str]]:
    """Yield text and target of the links whose text is code, written with backticks or as HTML."""
    children = token.children or []
    is_code = False
    for opening, inside in pairwise(children):
        is_code = (is_code or opening.content == "<code>") and opening.content != "</code>"
        if opening.type == "link_open" and (inside.type == "code_inline" or is_code):
            yield inside.content, str(opening.attrs["href"])
