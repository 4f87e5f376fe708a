"""Pieces of Markdown, for GitHub, GitLab and editors: each function returns text that shows exactly what it was given.

Arguments called `text` are plain text and are escaped here; those called `markdown`, and the cells of tables, are
Markdown already. Text by untrusted writers that may itself be Markdown is the work of `prose`.
"""

import html
import posixpath
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote

_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LINE_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

# Only what could be read as markup is escaped: `snake_case`, `_private`, `list[int]`, `2 * 3`, `a < b`, `~5` and
# `$HOME` stay as they are. Of `_`, `~` and `$` it is enough to escape those that could close what others opened.
_MARKUP = re.compile(
    r"""
    (?P<url> https?://[\w\-.~:/?#@!$&'*+,;=%()]*[\w\-/=&+%] )
  | (?P<plain> _+(?=[^\W_]) | (?<=[ \n])\*+(?=[ \n]) )
  | (?P<entity> &(?=\#?[A-Za-z0-9]+;) )
  | (?P<tag> <(?![ \d=]) )
  | (?P<mark> [`|*_] | \[(?=[ xX]\]) | \](?=[(:]) | \\(?=[!-/:-@\[-`{-~\n]|\Z) | (?<=\w)~ | (?<=[^ \n])\$ | [~$](?!\w) )
    """,
    re.VERBOSE,
)
_LINE_START = re.compile(
    r"""^(?:
    (?P<number> \d{1,9} (?=[.)](?:\ |$)) )
  | (?= \#{1,6}(?:\ |$) | [-+](?:\ |$) | \*+(?:\ |$) | [-:][-: ]*$ | =+$ | > )
    )""",
    re.VERBOSE | re.MULTILINE,
)
_NAME = re.compile(r"(?:[^\W\d]|\$)[\w$]*(?:(?:\.|::)(?:[^\W\d]|\$)[\w$]*)*")
_TEXT = re.compile(r"""(["'])(?=[^"']*\w \w)(?:(?!\1).)*\1""")
"""A string of words: no name in it is one of the code, as in a type in quotes."""
_STRING = re.compile(r"""(["'])(?:(?!\1).)*\1""")
_IN_LINK = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|\\.|(?P<bracket>[\[\]])|<(?P<address>https?://[^<>\s]*)>", re.DOTALL)
_BACKTICKS = re.compile(r"`+")
_WRAPPED = re.compile(r"\s*\\?\n\s*")
_BARE_BAR = re.compile(r"(?<!\\)\|")
_LAST_ITEM = re.compile(r"(?:^|\n)([-*+]|\d+[.)]) [^\n]*(?:\n(?:[ ]+[^\n]+)?)*\Z")
"""The last item of a list at the end of a text, with the lines that belong to it."""
_SPACES = re.compile(r"[ \t]+")


def printable(text: str) -> str:
    """Return `text` without control and direction-changing characters; undecodable bytes become `\ufffd`."""
    if text.isprintable():
        return text
    return _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", _LINE_BREAK.sub("\n", text)))


def escape(text: str) -> str:
    """Return Markdown that displays `text`, as a paragraph or in a cell."""
    return guard_lines(escape_within(text))


def escape_within(text: str) -> str:
    """Return Markdown that displays `text` inside of a line: what is markup only at a line's start is left.

    A web address whose characters would need escapes is put in angle brackets.
    """

    def replace(match: re.Match[str]) -> str:
        found = match.group()
        match match.lastgroup:
            case "url":
                escaped = _MARKUP.sub(replace, found[4:])
                return found if escaped == found[4:] else f"<{found}>"
            case "plain":
                return found
            case "entity":
                return "&amp;"
            case "tag":
                return "&lt;"
            case _:
                return "\\" + found

    return _MARKUP.sub(replace, _SPACES.sub(" ", printable(text)))


def guard_lines(markdown: str) -> str:
    """Return the lines of a paragraph, stripped, and escaped where their start would begin another kind of block."""
    lines = "\n".join(line.strip(" ") for line in markdown.strip().split("\n"))
    return _LINE_START.sub(lambda match: f"{match.group()}\\", lines)


@lru_cache(maxsize=4096)
def code(text: str, *, in_table: bool = False) -> str:
    """Return a code span that shows `text` on one line; nothing for an empty text."""
    text = " ".join(printable(text).split("\n"))
    if not text:
        return ""
    runs = {len(run) for run in _BACKTICKS.findall(text)}
    ticks = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    if text[0] == "`" or text[-1] == "`" or (text[0] == text[-1] == " " and text.strip(" ")):
        text = f" {text} "
    if in_table:
        text = text.replace("|", "\\|")
    return ticks + text + ticks


def linked_code(
    text: str,
    links: Mapping[str, str],
    *,
    in_table: bool = False,
    of_values: Collection[str] = (),
    no_names: re.Pattern[str] | None = None,
) -> str:
    """Return `text`, a type or a signature, as one piece of code that leads where the names in it do.

    A name of several parts counts as a whole, and is looked up with dots between them; where it has no link, its
    longest prefix that has one is linked. Where all lead to one place, the whole is a link; else each of them is one,
    in the `<code>` of HTML: a code span can hold no links.
    A string between the brackets behind one of `of_values` is a value, and names nothing; so does what `no_names`
    matches.
    """
    linked = list(_linked_names(text, links, of_values, no_names))
    urls = {url for _, _, url in linked}
    if len(urls) < 2:
        whole = code(text, in_table=in_table)
        return link(whole, urls.pop()) if urls else whole
    pieces: list[str] = []
    done = 0
    for start, end, url in linked:
        pieces += [escape_within(text[done:start]), link(escape_within(text[start:end]), url)]
        done = end
    return f"<code>{''.join(pieces)}{escape_within(text[done:])}</code>"


def _linked_names(
    text: str, links: Mapping[str, str], of_values: Collection[str], no_names: re.Pattern[str] | None
) -> Iterable[tuple[int, int, str]]:
    texts = [*(match.span() for match in _TEXT.finditer(text)), *_values(text, of_values)]
    apart = [match.span() for match in no_names.finditer(text)] if no_names is not None else []
    for match in _NAME.finditer(text):
        if any(start < match.start() < end for start, end in texts):
            continue
        if any(start <= match.start() < end for start, end in apart):
            continue
        found = match.group()
        name = found.replace("::", ".")
        while name and name not in links:
            name = name.rpartition(".")[0]
        if name:
            # Each `::` is a sign longer than the dot that it is looked up with.
            longer = name.count(".") if "::" in found else 0
            yield match.start(), match.start() + len(name) + longer, links[name]


def _values(text: str, of_values: Collection[str]) -> Iterable[tuple[int, int]]:
    for name in of_values:
        for opening in re.finditer(rf"\b{re.escape(name)}\[", text):
            at = opening.end()
            while at < len(text) and text[at] != "]":
                if string := _STRING.match(text, at):
                    yield string.span()
                at = string.end() if string else at + 1


def link(markdown: str, url: str) -> str:
    """Return a link that shows `markdown`, in which there is to be no other link."""
    shown = _IN_LINK.sub(
        lambda match: match["address"] or f"\\{match['bracket']}" if match.lastgroup else match[0], markdown
    )
    return f"[{shown}]({encode_url(url)})"


def encode_url(url: str) -> str:
    """Return `url` with what would end a link's target, or is not allowed in one, percent-encoded."""
    url = quote(printable(url), safe=";/?:@&=+$,-_.!~*'#%")
    return re.sub(r"&(?=#?\w+;)", "&amp;", url)


def relative_url(from_page: str, to_page: str, fragment: str = "") -> str:
    """Return the URL by which one page links to another; both are POSIX paths below the same root."""
    encoded = "#" + quote(fragment) if fragment else ""
    if from_page == to_page and fragment:
        return encoded
    return _relative_path(from_page, to_page) + encoded


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are Markdown; nothing where there are no rows.

    A `|` in a cell is escaped unless a backslash precedes it. Code needs `code(..., in_table=True)`.
    """
    lines = [_row(headers), _row(["---"] * len(headers)), *(_row(row) for row in rows)]
    return "\n".join(lines) if len(lines) > 2 else ""


def bullets(items: Iterable[str], below: str = "") -> str:
    """Return a list of items that are Markdown; their further lines are indented to belong to them.

    Args:
        items: What is listed.
        below: The Markdown above the list. Where that ends with a list, this one has other marks, to be another.
    """
    last = _LAST_ITEM.search(below)
    mark = "*" if last and last[1] == "-" else "-"
    return "\n".join(f"{mark} " + re.sub(r"\n(?=[^\n])", "\n  ", item) for item in items)


def heading(level: int, markdown: str) -> str:
    """Return a heading of level 1 to 6."""
    line = " ".join(markdown.split("\n")).strip()
    return f"{'#' * level} " + re.sub(r"(^|(?<= ))(?=#+$)", r"\\", line)


@lru_cache(maxsize=4096)  # many classes have methods of the same few names
def anchor(text: str) -> str:
    """Return the fragment by which GitHub reaches a heading that displays `text`, the first of its name on a page."""
    return "".join(char for char in text.strip().lower() if _in_anchor(char)).replace(" ", "-")


def fence(text: str, language: str = "") -> str:
    """Return a code block that shows `text`."""
    text = printable(text).strip("\n")
    ticks = "`" * max(3, 1 + max(map(len, _BACKTICKS.findall(text)), default=0))
    return f"{ticks}{language}\n{text}\n{ticks}"


def details(text: str, markdown: str) -> str:
    """Return blocks that a reader sees once he opens what shows `text`."""
    shown = html.escape(printable(text), quote=False)
    return f"<details>\n<summary>{shown}</summary>\n\n{markdown}\n\n</details>"


def paragraphs(*blocks: str) -> str:
    """Return those blocks that hold anything, a blank line between each two."""
    return "\n\n".join(block for block in blocks if block)


@lru_cache(maxsize=1024)  # a page has the same few links many times
def _relative_path(from_page: str, to_page: str) -> str:
    path = posixpath.relpath("/" + to_page, posixpath.dirname("/" + from_page))
    return quote(path.encode("utf-8", "surrogateescape"))


def _row(cells: Sequence[str]) -> str:
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in map(_cell, cells))


def _cell(markdown: str) -> str:
    if "\n" in markdown:
        markdown = _WRAPPED.sub(" ", markdown)
    return (_BARE_BAR.sub(r"\\|", markdown) if "|" in markdown else markdown).strip()


def _in_anchor(char: str) -> bool:
    category = unicodedata.category(char)
    return char in " -" or category[0] in "LM" or category in {"Nd", "Nl", "Pc"}
