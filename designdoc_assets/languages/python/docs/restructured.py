"""Docstrings as people write them (reStructuredText, leftovers of other styles, or Markdown) to Markdown.

A docstring in Markdown passes unharmed. Nothing is made safe by the conversion: that is what `prose.inert` does,
afterwards. The parts of the conversion are `blocks`, `directives` and `roles`.
"""

import re

from designdoc_assets.languages.python.docs.blocks import Blocks, dedented
from designdoc_assets.languages.python.docs.roles import Resolve
from designdoc_assets.markup.markdown import paragraphs, printable

_SIMPLE = re.compile(r"[^\W_](?:[^\s`:*_|\\&\]]|\](?!\()|(?<=\w)_(?=\w)|:(?![:`])|[ ]|\n(?=[^\W_]))*\Z")
_CLICK = re.compile(r"^[ \t]*(\x08|\\b|\f|\\f)[ \t]*$", re.MULTILINE)
"""What Click looks for: before a paragraph that it must not wrap, and where its help ends. In a docstring that is not
raw, the escape has become the character."""
_TARGET = re.compile(r"^ *\.\. _`?(?P<label>[^:`\n]+)`?:[ ]*(?P<url>\S+)$", re.MULTILINE)
_MARKDOWN_TARGET = re.compile(r"^ *\[(?P<label>[^\[\]\n]+)\]:[ ]*(?P<url>\S+)", re.MULTILINE)


def to_markdown(text: str, resolve: Resolve) -> str:
    """Return the Markdown of a docstring's text, still untrusted: `prose.inert` comes next.

    Args:
        text: What an author wrote, in any style, without the indentation of the code (`inspect.cleandoc`).
        resolve: Gives the relative URL of the page of a dotted name, or None.
    """
    if "\b" in text or "\f" in text or "\\f" in text:
        text = _CLICK.sub(lambda mark: "\\b" if mark[1] in {"\b", "\\b"} else "", text)
    if _SIMPLE.match(text):
        return text
    lines = dedented(printable(text).expandtabs(4).split("\n"))
    targets = {
        match["label"].strip().lower(): match["url"]
        for pattern in (_TARGET, _MARKDOWN_TARGET)
        for match in pattern.finditer(text)
    }
    return paragraphs(*Blocks(resolve, targets).read(lines))
