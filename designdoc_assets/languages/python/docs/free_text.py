"""The free text of docstrings, as people write it (reStructuredText, leftovers of other styles, Markdown), to Markdown.

What is Markdown passes unharmed. Nothing is made safe by the conversion: that is what `prose.inert` does, on a page.
"""

import re

from designdoc_assets.languages.python.docs.bare_code import is_code
from designdoc_assets.languages.python.docs.blocks import Blocks
from designdoc_assets.languages.python.docs.lines import dedented
from designdoc_assets.markup.markdown import paragraphs, printable
from designdoc_assets.markup.restructured import hyperlink_targets, inline

_SIMPLE = re.compile(r"[^\W_](?:[^\s`:*_|\\&\]]|\](?!\()|(?<=\w)_(?=\w)|:(?![:`])|[ ]|\n(?=[^\W_]))*\Z")
_CLICK = re.compile(r"^[ \t]*(\x08|\\b|\f|\\f)[ \t]*$", re.MULTILINE)
"""What Click looks for: before a paragraph that it must not wrap, and where its help ends. In a docstring that is not
raw, the escape has become the character."""


def to_markdown(text: str) -> str:
    """Return the Markdown of a text in a docstring, without links to other things: pages make these.

    Args:
        text: What an author wrote, in any style, without the indentation of the code (`inspect.cleandoc`).
    """
    if "\b" in text or "\f" in text or "\\f" in text:
        text = _CLICK.sub(lambda mark: "\\b" if mark[1] in {"\b", "\\b"} else "", text)
    if _SIMPLE.match(text):
        return text
    text = printable(text).expandtabs(4)
    if text[:1].isalpha() and "\n" not in text and not text.endswith("::") and not is_code([text]):
        return inline(text.strip(), {})  # as most: there is but one block
    lines = dedented(text.split("\n"))
    return paragraphs(*Blocks(hyperlink_targets(text)).read(lines))
