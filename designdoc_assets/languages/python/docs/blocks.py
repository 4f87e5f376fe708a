"""The blocks of a docstring, of any style, to Markdown: paragraphs, lists, sections, titles, tables, literal blocks.

What cannot be told apart from Markdown is left alone. Inline markup is the work of `markup.restructured`.
"""

import re
from collections.abc import Callable, Container, Mapping

from designdoc_assets.languages.python.docs import lists, verbatim
from designdoc_assets.languages.python.docs.directives import directive, led
from designdoc_assets.languages.python.docs.lines import (
    EXPLAINS,
    ITEM,
    dedented,
    end_of_paragraph,
    indented,
    line_at,
)
from designdoc_assets.markup.markdown import paragraphs
from designdoc_assets.markup.restructured import inline, without_mark

_MAX_DEPTH = 12
"""Blocks inside of blocks; what lies deeper is kept as text."""

_DIRECTIVE = re.compile(r"\.\. ?(?P<name>[A-Za-z][\w:.+-]*?) ?::(?:\s+(?P<argument>.*))?$")
_MKDOCS = re.compile(r"(?:!!!|\?\?\?\+?) (?P<name>\w+)[^\"]*(?:\"(?P<title>[^\"]*)\")?$")
_FOOTNOTE = re.compile(r"\.\. (?P<label>\[[#*\w.-]+\])\s+(?P<text>.*)$")
_COMMENT = re.compile(r"\.\.(?:\s|$)|__ \S+$")
_LEADING_SIGN = re.compile(rf"^(?=[-*+] +{EXPLAINS})", re.MULTILINE)
_VERBATIM = re.compile(r"\s*\\b\Z")
"""Click shows the paragraph below such a line as it is written."""
_RULE = re.compile(r"(?P<char>[=\-~^#*+])(?P=char){2,}$")
_SECTION = re.compile(r"[A-Z]\w*(?: \w+)?:\Z")


class Blocks:
    """Reads blocks one after another."""

    def __init__(self, targets: Mapping[str, str]) -> None:
        """Take the hyperlink targets of the whole text."""
        self._targets = targets
        self._depth = 0

    def read(self, lines: list[str]) -> list[str]:
        """Return the Markdown of each block."""
        if self._depth > _MAX_DEPTH:
            return ["\n".join(line.strip() for line in lines if line.strip())]
        self._depth += 1
        found: list[str] = []
        titles = set()
        index = 0
        while index < len(lines):
            if lines[index].strip():
                if _RULE.match(line_at(lines, index + 1)):
                    titles.add(len(found))
                block, index = self._block(lines, index)
                found.append(block)
            else:
                index += 1
        self._depth -= 1
        empty = {title for title in titles if _leads_nowhere(found, title, titles)}
        return [block for at, block in enumerate(found) if block and at not in empty]

    def inline(self, text: str) -> str:
        """Return the Markdown of a paragraph."""
        return inline(text, self._targets)

    def _block(self, lines: list[str], index: int) -> tuple[str, int]:
        line, below = line_at(lines, index), line_at(lines, index + 1)
        end = verbatim.end_of_unmarked(lines, index)
        if end:
            return verbatim.literal(dedented(lines[index:end])), end
        read = next((read for starts, read in _READERS if starts(line, below)), Blocks._paragraph)
        return read(self, lines, index)

    def _paragraph(self, lines: list[str], index: int) -> tuple[str, int]:
        end = index + 1
        while end < len(lines) and lines[end].strip():
            if lists.INTERRUPTS.match(lines[end]) or verbatim.FENCE.match(lines[end]) or lines[end - 1].endswith("::"):
                break
            if lines[end - 1].endswith(":") and verbatim.end_of_drawing(lines, end):
                break
            end += 1
        text = "\n".join(line.strip() for line in lines[index:end])
        if text[0] not in ">+":  # a comparison that was wrapped, and no quotation or list
            text = re.sub(r"\n(?=>|\+ )", r"\n\\", text)
        text = _LEADING_SIGN.sub(r"\\", text)
        if not text.endswith("::"):
            return self.inline(text), end
        body, end = indented(lines, end)
        return paragraphs(self.inline(without_mark(text)), verbatim.literal(body)), end

    def _verbatim(self, lines: list[str], index: int) -> tuple[str, int]:
        """A paragraph that Click is told not to wrap; one that is a list keeps its lines as a list, too."""
        end = end_of_paragraph(lines, index + 1)
        body = dedented(lines[index + 1 : end])
        if all(ITEM.match(line) or line.startswith(" ") for line in body) and not body[0].startswith(" "):
            return lists.items(self, body, 0)[0], end
        return verbatim.literal(body), end

    def _quoted(self, lines: list[str], index: int) -> tuple[str, int]:
        """An indented block that nothing announces."""
        body, end = indented(lines, index)
        return self._text_or_code(body), end

    def _text_or_code(self, body: list[str]) -> str:
        first = next((line.strip() for line in body if line.strip()), "")
        is_marked = verbatim.FENCE.match(first) or first.endswith("::")
        is_code = not is_marked and verbatim.is_like_code(body)
        return verbatim.literal(body) if is_code else paragraphs(*self.read(body))

    def _explicit(self, lines: list[str], index: int) -> tuple[str, int]:
        """Directives, footnotes, and comments, which say nothing to the reader of a page."""
        line = lines[index].rstrip()
        body, end = indented(lines, index + 1)
        if found := _DIRECTIVE.match(line):
            return directive(found["name"], found["argument"] or "", body, self.read, self.inline), end
        if note := _FOOTNOTE.match(line):
            return paragraphs(*self.read([f"{note['label']} {note['text']}", *body])), end
        if _COMMENT.match(line):
            return "", end
        return self._paragraph(lines, index)

    def _mkdocs_admonition(self, lines: list[str], index: int) -> tuple[str, int]:
        found = _MKDOCS.match(line_at(lines, index))
        title = (found["name"].capitalize() if found["title"] is None else found["title"]) if found else ""
        body, end = indented(lines, index + 1)
        return paragraphs(*led(f"**{title}:**" if title else "", self.read(body))), end

    def _rule(self, lines: list[str], index: int) -> tuple[str, int]:
        """A line of punctuation: it stands above a title, or between two parts."""
        if line_at(lines, index + 1) and line_at(lines, index + 2) == line_at(lines, index):
            return self._title(lines, index + 1)
        return "___", index + 1

    def _title(self, lines: list[str], index: int) -> tuple[str, int]:
        return f"**{self.inline(lines[index].strip('*#` '))}**", index + 2

    def _line_block(self, lines: list[str], index: int) -> tuple[str, int]:
        end = index
        while end < len(lines) and lines[end].startswith("|"):
            end += 1
        return "\\\n".join(self.inline(line[1:].strip()) for line in lines[index:end] if line[1:].strip()), end

    def _section(self, lines: list[str], index: int) -> tuple[str, int]:
        """A line that ends in a colon, and what is indented below it: described names become a list."""
        lead = self.inline(lines[index].strip())
        body, end = indented(lines, index + 1)
        content = lists.entries(self, body) or self._text_or_code(body)
        return paragraphs(f"**{lead}**" if _SECTION.match(lead) else lead, content), end


_Starts = Callable[[str, str], object]
"""Tells of a line, and of the one below it, whether a kind of block starts there."""
_Read = Callable[[Blocks, list[str], int], tuple[str, int]]
"""Returns the Markdown of the block that starts at a line, and its end."""


def _as_it_is(read: Callable[[list[str], int], tuple[str, int]]) -> _Read:
    """Return what reads a block in which there are no others."""
    return lambda _, lines, index: read(lines, index)


_READERS: tuple[tuple[_Starts, _Read], ...] = (
    (lambda line, _: verbatim.FENCE.match(line), _as_it_is(verbatim.fenced)),
    (lambda line, _: _VERBATIM.match(line), Blocks._verbatim),
    (lambda line, _: line[0] == " ", Blocks._quoted),
    (lambda line, _: line.startswith(("..", "__ ")), Blocks._explicit),
    (lambda line, _: _MKDOCS.match(line), Blocks._mkdocs_admonition),
    (lambda line, _: line.startswith(">>>"), _as_it_is(verbatim.session)),
    (lambda line, _: verbatim.is_drawn_table(line), _as_it_is(verbatim.drawn_table)),
    (verbatim.is_table, _as_it_is(verbatim.table)),
    (lambda line, _: line.startswith("| "), Blocks._line_block),
    (lambda line, _: _RULE.match(line), Blocks._rule),
    (lambda line, below: _RULE.match(below) and len(below) >= min(len(line), 4), Blocks._title),
    (lambda line, _: lists.FIELD.match(line), lists.fields),
    (lambda line, _: ITEM.match(line), lists.items),
    (lambda line, below: below[:1] == " " and re.search(r"[^:]:$", line), Blocks._section),
    (lists.is_term, lists.definitions),
)
"""The kinds of blocks, in the order in which they are looked for."""


def _leads_nowhere(blocks: list[str], title: int, titles: Container[int]) -> bool:
    """Whether nothing of what an author put below a title is shown."""
    below = next((at for at in range(title + 1, len(blocks)) if blocks[at] or at in titles), len(blocks))
    return below > title + 1 and (below == len(blocks) or below in titles)
