"""The directives of reStructuredText (`.. note::`, `.. code-block::`) to Markdown."""

import re
from collections.abc import Callable

from designdoc_assets.languages.python.docs.verbatim import literal
from designdoc_assets.markup.markdown import bullets, code, fence, paragraphs

_OPTION = re.compile(r":[\w-]+:(?:\s|$)")
_NO_TEXT = re.compile(r"```|[-*] |\d+[.)] |\|")

_VERSIONS = {
    "versionadded": "Added in",
    "versionchanged": "Changed in",
    "versionremoved": "Removed in",
    "deprecated": "Deprecated since",
}
_ADMONITIONS = {
    "attention", "caution", "danger", "error", "hint", "important", "note", "seealso", "tip", "todo", "warning",
}  # fmt: skip
_CODE = {"code", "code-block", "sourcecode", "parsed-literal", "doctest", "testcode", "ipython", "prompt"}
_TABLES = {"csv-table", "list-table"}
_TITLED = {"admonition", "rubric", "sidebar", "topic"}
_OBJECTS = {
    "attribute", "cmdoption", "confval", "data", "decorator", "describe", "envvar", "exception", "function", "method",
    "object", "option", "property", "setting",
}  # fmt: skip
_WRAPPERS = {"class", "container", "only", "rst-class"}
_HIDDEN = {
    "contents", "currentmodule", "default-domain", "default-role", "highlight", "include", "index", "literalinclude",
    "meta", "module", "raw", "role", "tabularcolumns", "testcleanup", "testsetup", "toctree",
}  # fmt: skip


def directive(
    name: str, argument: str, body: list[str], blocks: Callable[[list[str]], list[str]], inline: Callable[[str], str]
) -> str:
    """Return the Markdown of one directive; that of its argument and content, where it is not known.

    Args:
        name: Its name, as written.
        argument: The text behind `::`.
        body: The dedented lines below it, options included.
        blocks: Converts lines.
        inline: Converts one paragraph.
    """
    domain, _, name = name.lower().rpartition(":")
    options = next((index for index, line in enumerate(body) if not _OPTION.match(line)), len(body))
    content = body[options:]
    if name in _HIDDEN or (name.startswith("auto") and argument):  # Sphinx puts what it names in its place
        return ""
    if name in _CODE:
        found = [literal(content, argument if name in {"code", "code-block", "sourcecode"} else "")]
    elif name == "math":
        found = [fence("\n".join([argument, *content]), "math")]
    elif name in _TABLES:
        found = [inline(argument), literal(content, "text")]
    elif name in {"image", "figure"}:
        alt = next((line[5:].strip() for line in body[:options] if line.startswith(":alt:")), "image")
        found = [f"![{alt}]({argument})", *blocks(content)]
    elif name in _VERSIONS:
        version, _, rest = argument.partition(" ")
        text = blocks([rest.lstrip("-: "), *content])
        found = led(f"*{_VERSIONS[name]} {version.rstrip(',.:;')}{':' if text else '.'}*", text)
    elif name == "seealso":
        found = _see_also(blocks([argument, *content]))
    elif name in _ADMONITIONS:
        found = led(f"**{name.capitalize()}:**", blocks([argument, *content]))
    elif argument and (name in _OBJECTS or domain):
        text = blocks(content)
        found = led(f"{code(argument)}{':' if text else ''}", text)
    elif name in _TITLED:
        found = [f"**{argument}**" if argument else "", *blocks(content)]
    else:
        found = blocks(["" if name in _WRAPPERS else argument, *content])
    return paragraphs(*found)


def _see_also(found: list[str]) -> list[str]:
    """Return what else to see: as a list, if it is several things."""
    if len(found) > 1 and not any(_NO_TEXT.match(block) for block in found):
        return ["**See also:**", bullets(found)]
    return led("**See also:**", found)


def led(lead: str, blocks: list[str]) -> list[str]:
    """Return the blocks behind a lead, which shares a line with the first one where that is text."""
    if blocks and not _NO_TEXT.match(blocks[0]):
        return [f"{lead} {blocks[0]}".lstrip(), *blocks[1:]]
    return [lead, *blocks]
