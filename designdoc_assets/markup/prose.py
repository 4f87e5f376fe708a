"""Untrusted prose, from a model or a doc comment, made inert: Markdown that can do nothing to the page around it.

The prose is parsed and written anew from its tokens, so that what reaches a page is markup of ours around escaped text.
Text that is not Markdown is the work of `markdown.escape`, reStructuredText that of `restructured`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from designdoc_assets.markup import markdown

MAX_SENTENCE = 160
"""Characters of a sentence in a table."""

_PASSES = 4
"""How often to write anew before giving up: entities and removed parts can join to new markup, but rarely twice."""

_PLAIN = re.compile(
    r"""
    (?= [^\W\d_] | ` )
    (?: [^\W_] | (?<=[^\W_])_+(?=[^\W_]) | [.,;:'"()/?!=+-] | (?<![ ])[ ](?![ \n]|\Z) | \n\n?(?=[^\W\d_])
      | (?<!`)`[^`\s<](?:[^`\n<]*[^`\s<])?`(?!`) )*
    \Z""",
    re.VERBOSE,
)
"""Text that is its own inert form, recognised without a parser: letters, code spans, marks that mean nothing there."""
_MARKER = re.compile(r"<!(?=--[^\n]*designdoc|--\s*designdoc)", re.IGNORECASE)
_SAFE_SCHEME = re.compile(r"https?://|mailto:", re.IGNORECASE)
_LANGUAGE = re.compile(r"[\w+#.-]*")
_LOCAL = re.compile(r"(?!/)[^:]+")
_PARENT = re.compile(r"(?:^|/)(?:\.|%2e){2}(?:[/?#]|$)", re.IGNORECASE)

_WORD = re.compile(r"(?:(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|\[[^\[\]]*\]\([^()\s]*\)|\S)+")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_NO_SENTENCE = re.compile(r"\*\*[^\n]*\*\*\Z|#|```|~~~|\||___\Z")
_FIRST_ITEM = re.compile(r"\n[ \t]*1\\?[.)] ")
"""Where a list begins that has no blank line above it."""
_FENCED = re.compile(r"```|~~~")
_SENTENCE_END = re.compile(r"[.!?]['\")\]*_”’]*\Z")
_ABBREVIATION = re.compile(r"(?:^|\W)(?:[a-z]\.[a-z]|vs|cf|viz|approx|resp|incl|al|fig|mr|mrs|dr)\.\Z", re.IGNORECASE)


def inert(text: str, *, heading_level: int | None, is_page: Callable[[str], bool] | None = None) -> str:
    """Return Markdown that says what `text` says, without any power over its page; `inert(inert(t)) == inert(t)`.

    Raw HTML is shown, not used; headings end up below `heading_level`, or become bold lines where it is None; images
    become links; targets other than http, https, mailto and relative ones are dropped; fences and lists are closed.

    Args:
        text: Markdown of any origin.
        heading_level: The level of the heading under which the prose stands.
        is_page: Says whether a relative URL is one of the docs tree. Without it, those without `..` are kept.
    """
    text = markdown.printable(text).expandtabs(4).strip("\n")
    if _PLAIN.match(text):
        return text
    writer = _Writer(heading_level, is_page or _is_below)
    before = text
    for _ in range(_PASSES):
        after = writer.write(before)
        if after == before:
            return after
        before = after
    return _fence(text)


def sentence(text: str) -> str:
    """Return the first sentence of a Markdown summary on one line, cut with `…` after about 160 characters,
    and where what follows is a list.

    Titles above it are passed over; code spans and links stay whole. Of code alone there is none, and a word between
    two pieces of code is none. It is still to be made inert.
    """
    blocks = _BLANK_LINE.split(_FIRST_ITEM.split(text.strip(), maxsplit=1)[0][: 10 * MAX_SENTENCE])
    is_code = _FENCED.match(blocks[0]) is not None
    first = "" if is_code else blocks[0]
    paragraph = next((block for block in blocks if not _NO_SENTENCE.match(block)), first)
    if is_code and " " not in paragraph.strip():
        return ""
    words = [match.group() for match in _WORD.finditer(" ".join(paragraph.split()))]
    length = -1
    for index, word in enumerate(words):
        length += 1 + len(word)
        if length > MAX_SENTENCE:
            return " ".join(words[:index] or [word[:MAX_SENTENCE]]).rstrip(",;:") + "…"
        following = words[index + 1][0] if index + 1 < len(words) else ""
        if _SENTENCE_END.search(word) and not following.islower() and not _ABBREVIATION.search(word):
            return " ".join(words[: index + 1])
    return unfinished(" ".join(words))


def unfinished(text: str) -> str:
    """Return a text with `…` in place of a colon at its end: what it announces does not follow."""
    return re.sub(r"\s*:\Z", "…", text)


def sentences(text: str, most: int) -> str:
    """Return as many first sentences of a paragraph as have `most` characters; of a longer first one, the sentence.

    Code spans and links stay whole; `…` says that there is more.
    """
    words = [match.group() for match in _WORD.finditer(text)]
    length, end = -1, 0
    for index, word in enumerate(words):
        length += 1 + len(word)
        if length > most:
            return f"{' '.join(words[:end])} …" if end else sentence(text)
        if _SENTENCE_END.search(word) and not _ABBREVIATION.search(word):
            end = index + 1
    return " ".join(words)


class _Parser(MarkdownIt):
    """The Markdown of GitHub, in which every link is read, whatever its target: the writer decides about it."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False, "maxNesting": 50})
        self.enable(["table", "strikethrough"])

    def validateLink(self, url: str) -> bool:  # noqa: N802
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return quote(markdown.printable(url), safe=";/?:@&=+$,-_.!~*'#%")

    def normalizeLinkText(self, url: str) -> str:  # noqa: N802
        return url


_PARSER = _Parser()


class _Block(NamedTuple):
    markdown: str
    tight: bool = False
    """In a list, no blank line need stand before it."""


class _Writer:
    """Writes the Markdown of one text from its tokens."""

    def __init__(self, heading_level: int | None, is_page: Callable[[str], bool]) -> None:
        self.heading_level = heading_level
        self.is_page = is_page
        self.lowered_by = 0

    def write(self, text: str) -> str:
        tokens = _PARSER.parse(text)
        if self.heading_level is not None:
            levels = (int(token.tag[1]) for token in tokens if token.type == "heading_open")
            self.lowered_by = max(0, self.heading_level + 1 - min(levels, default=6))
        return markdown.paragraphs(*(block.markdown for block in self.blocks(iter(tokens))))

    def blocks(self, tokens: Iterator[Token]) -> list[_Block]:
        """Write the blocks up to the end of what encloses them."""
        blocks = []
        for token in tokens:
            if token.nesting < 0:
                break
            block = self.block(token, tokens)
            if block.markdown:
                blocks.append(block)
        return blocks

    def block(self, token: Token, tokens: Iterator[Token]) -> _Block:
        tight = False
        match token.type:
            case "paragraph_open":
                content = markdown.guard_lines(self.line(tokens))
                tight = token.hidden
            case "heading_open":
                content = self.heading(int(token.tag[1]) + self.lowered_by, self.line(tokens, bold=True))
            case "fence" | "code_block":
                content = _fence(token.content, token.info)
            case "hr":
                content = "___"  # dashes and stars could run together with a list's marker
            case "blockquote_open":
                quoted = markdown.paragraphs(*(block.markdown for block in self.blocks(tokens)))
                content = "\n".join(f"> {line}" if line else ">" for line in quoted.split("\n")) if quoted else ""
            case "table_open":
                content = self.table(tokens)
            case _:
                content = self.items(token, tokens)
                tight = token.attrs.get("start", 1) == 1  # no other number can interrupt a paragraph
        return _Block(content, tight)

    def line(self, tokens: Iterator[Token], *, bold: bool = False, in_table: bool = False) -> str:
        """Write the text of a block, and take its end."""
        children = next(tokens).children or []
        next(tokens)
        return self.inline(children, bold=bold, in_table=in_table)

    def heading(self, level: int, content: str) -> str:
        content = re.sub(r"\\?\n", " ", content).strip()
        if not content:
            return ""
        if self.heading_level is None or level > 6:
            return f"**{content}**"
        return markdown.heading(level, content)

    def items(self, opening: Token, tokens: Iterator[Token]) -> str:
        items = []
        for item in tokens:
            if item.nesting < 0:
                break
            blocks = self.blocks(tokens)
            if blocks:
                items.append(blocks)
        first = int(opening.attrs.get("start", 1))
        tight = all(block.tight for blocks in items for block in blocks)
        gap = "\n" if tight else "\n\n"
        lines = []
        for number, blocks in enumerate(items, first):
            marker = f"{number if opening.type == 'ordered_list_open' else ''}{opening.markup} "
            text = gap.join(block.markdown for block in blocks)
            lines.append(marker + re.sub(r"\n(?=[^\n])", "\n" + " " * len(marker), text))
        return gap.join(lines)

    def table(self, tokens: Iterator[Token]) -> str:
        rows: list[list[str]] = []
        for token in tokens:
            match token.type:
                case "tr_open":
                    rows.append([])
                case "th_open" | "td_open":
                    rows[-1].append(self.line(tokens, in_table=True))
                case "table_close":
                    break
        return markdown.table(rows[0], rows[1:] or [[""] * len(rows[0])])

    def inline(self, tokens: Sequence[Token], *, bold: bool = False, in_table: bool = False) -> str:
        """Write the text of one block; `bold` text has no emphasis of its own."""
        pieces: list[str] = []
        target: Token | None = None
        start = 0
        for token in tokens:
            match token.type:
                case "text":
                    text = markdown.printable(token.content).replace("\n", " ")
                    pieces.append(markdown.escape_within(text))
                case "code_inline":
                    pieces.append(markdown.code(_break_markers(token.content), in_table=in_table))
                case "softbreak":
                    pieces.append("\n")
                case "hardbreak":
                    pieces.append("\\\n")
                case "link_open":
                    target, start = token, len(pieces)
                case "link_close" if target:
                    shown = "".join(pieces[start:])
                    del pieces[start:]
                    self.add_link(pieces, shown, str(target.attrs["href"]), bare=target.markup == "autolink")
                    target = None
                case "image":
                    shown = markdown.escape_within(_text_of(token))
                    self.add_link(pieces, shown, "" if target else str(token.attrs["src"]))
                case _ if not bold:
                    pieces.append(token.markup)
        return re.sub(r"\\\n\s*\Z", "", "".join(pieces))

    def add_link(self, pieces: list[str], shown: str, url: str, *, bare: bool = False) -> None:
        """Add a link to what was written so far; only what it shows, where its target is not allowed."""
        if not shown.strip() or not (_SAFE_SCHEME.match(url) or (_LOCAL.fullmatch(url) and self.is_page(url))):
            pieces.append(shown)
            return
        if pieces and pieces[-1].endswith("!"):  # or it would be an image
            pieces[-1] = pieces[-1][:-1] + "\\!"
        pieces.append(f"<{url}>" if bare and not url.startswith("mailto:") else markdown.link(shown, url))


def _is_below(url: str) -> bool:
    return not _PARENT.search(url)


def _text_of(token: Token) -> str:
    """Return the text of an image, without markup."""
    parts = (child.content or _text_of(child) if child.type != "softbreak" else " " for child in token.children or [])
    return " ".join("".join(parts).split())


def _fence(text: str, info: str = "") -> str:
    """Return a code block. A diagram would be drawn, and no check has seen it, so it is shown as text."""
    shown = _break_markers(markdown.printable(text)).strip("\n")
    language = "".join(_LANGUAGE.findall(info.strip())[:1])
    return markdown.fence(shown, "text" if language.lower() == "mermaid" else language) if shown.strip() else ""


def _break_markers(text: str) -> str:
    """Return code without what a reader of regions could take for a marker."""
    return _MARKER.sub("<! ", text)
