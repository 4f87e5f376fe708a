"""The introduction of a README: its first paragraph of prose, which no badge, image, HTML, heading or menu is.

In Markdown a parser finds it; in reStructuredText and plain text, paragraphs are told by blank lines.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePosixPath

from markdown_it import MarkdownIt

from designdoc_assets.markup.prose import inert, sentences
from designdoc_assets.markup.restructured import hyperlink_targets, inline, without_mark

MOST_CHARACTERS = 600
"""The most characters of the paragraph; a longer one ends with its last sentence that is within."""
_MANY_WORDS, _FEW_WORDS = 5, 2
"""The fewest words of a paragraph, and of one that ends like a sentence."""
_HEADING_LEVEL = 3

_MARKDOWN = frozenset({".md", ".markdown", ".mdown"})
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_TARGET = r"(?:\([^)]*\)|\[[^\]]*\])"
_PICTURE = re.compile(
    rf"(?P<code>(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
    rf"|\[!\[[^\]]*\]{_TARGET}\]{_TARGET}|!\[[^\]]*\]{_TARGET}|</?[A-Za-z][^<>]*>|<!--.*?-->",
    re.DOTALL,
)
"""An image, maybe in a link, or a tag. It matches code as well, so that what looks like one in it does not count."""
_DEFINED = re.compile(r"^ *\.\. \|(?P<name>[^|\n]+)\| replace:: *(?P<text>\S.*?) *$", re.MULTILINE)
_SUBSTITUTION = re.compile(r"\|(?P<name>[^|\n]+)\|(?P<is_link>_{0,2})(?!\w)")
_FOOTNOTE = re.compile(r"\s?\[[#*\w]+\]_(?!\w)")
"""A reference to a footnote."""
_LINK = re.compile(r"\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])|<?https?://[^\s>]*>?|`[^`<]*<[^`<>]+>`_{1,2}")
_WORD = re.compile(r"[^\W\d_]\w*")
_SENTENCE_END = re.compile(r"[.!?][\"'*_)`]*\Z")
_RULE = re.compile(r"([!-/:-@\[-`{-~])\1{2,}[ \t]*")
_NO_PARAGRAPH = re.compile(r"\.\.(?: |\n|\Z)|:[\w -]+:(?: |\n|\Z)|[-*+] |\(?(?:\d+|#)[.)] |\+-|=+ +=|__ |[ \t]|>>> |\|")


@lru_cache(maxsize=8)  # several pages show it
def introduction(text: str, path: str) -> str:
    """Return the first paragraph of a README as inert Markdown, its links to elsewhere kept; empty where none is found.

    Args:
        text: The README.
        path: Its path: the suffix tells the markup.
    """
    read = _of_markdown if PurePosixPath(path).suffix.lower() in _MARKDOWN else _of_plain
    paragraph = inert(read(text), heading_level=_HEADING_LEVEL, is_page=lambda url: False)
    return sentences(" ".join(paragraph.split()), MOST_CHARACTERS)


def _of_markdown(text: str) -> str:
    """Return the first top-level paragraph without its pictures, and with the definitions of its reference links."""
    lines = text.split("\n")
    found: dict[str, dict[str, dict[str, str]]] = {}
    tokens = MarkdownIt("commonmark", {"maxNesting": 50}).enable("table").parse(text, found)
    places = [token.map for token in tokens if token.type == "paragraph_open" and token.level == 0 and token.map]
    paragraph = _first(_PICTURE.sub(_code_alone, "\n".join(lines[slice(*place)])) for place in places)
    links = {label: link["href"] for label, link in found.get("references", {}).items()}
    return "\n\n".join([paragraph, *(f"[{label}]: <{url}>" for label, url in links.items() if "://" in url)])


def _of_plain(text: str) -> str:
    """Return the first block of a text that is no title, list, table or directive of reStructuredText."""
    blocks = (block for block in _BLANK_LINES.split(text.replace("\r\n", "\n").strip("\n")))
    targets = hyperlink_targets(text)
    words = {match["name"].lower(): match["text"] for match in _DEFINED.finditer(text)}

    def substituted(match: re.Match[str]) -> str:
        """Return the text that a substitution stands for; empty for one by an image, or without a definition here."""
        said, url = words.get(match["name"].lower(), ""), targets.get(match["name"].lower())
        return f"`{said.strip('*`')} <{url}>`__" if said and url and match["is_link"] else said

    paragraph = _first(
        _SUBSTITUTION.sub(substituted, _FOOTNOTE.sub("", block))
        for block in blocks
        if not (_NO_PARAGRAPH.match(block) or any(map(_RULE.fullmatch, block.split("\n"))))
    )
    return inline(without_mark(paragraph), targets)


def _first(paragraphs: Iterable[str]) -> str:
    """Return the first paragraph that is more than a menu or a label: it has words of its own beside its links."""
    for paragraph in paragraphs:
        words = len(_WORD.findall(_LINK.sub("", paragraph)))
        if words >= _MANY_WORDS or (words >= _FEW_WORDS and _SENTENCE_END.search(paragraph.strip())):
            return paragraph.strip()
    return ""


def _code_alone(match: re.Match[str]) -> str:
    return match["code"] or ""
