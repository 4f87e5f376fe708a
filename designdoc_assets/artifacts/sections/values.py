"""Values of constants that are too long for a cell: shown whole below the table, an element a line."""

import re

from designdoc_assets.artifacts.sections.text import plural
from designdoc_assets.markup import markdown

LONGEST_VALUE = 120
"""Characters; a longer value makes its table unreadable."""
_TOKEN = re.compile(
    r"""(?P<text>[rbfu]{0,2}(?:\"\"\".*?\"\"\"|'''.*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'))"""
    r"""|(?P<cut>["'].*)|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<comma>, ?)|.""",
    re.DOTALL | re.IGNORECASE,
)


def is_long(value: str) -> bool:
    """Whether a value is too long for a cell."""
    return len(value) > LONGEST_VALUE or "\n" in value


def value_block(name: str, value: str, fence: str, written: str = "") -> str:
    """Return a constant and its value as a block of code, in the lines of the source if `written` has them."""
    cut = (written or value).endswith("…")
    block = markdown.fence(f"{name} = {written}" if written else _by_element(f"{name} = {value}"), fence)
    shown = len(written.removesuffix("\n…")) if written else len(value)
    return markdown.paragraphs(
        block, f"Cut here after {plural(shown, 'character')}: the source has all of it." if cut else ""
    )


def _by_element(value: str) -> str:
    """Return a one-line value with each element of its outermost brackets on a line of its own."""
    lines = [""]
    depth = 0
    for token in _TOKEN.finditer(value):
        written = token[0]
        if token["close"]:
            depth -= 1
            lines += [""] if not depth and lines[-1].strip() else []
        lines[-1] += written.rstrip() if token["comma"] and depth == 1 else written
        if token["open"]:
            depth += 1
        if depth == 1 and (token["open"] or token["comma"]):
            lines.append("    ")
    return "\n".join(line for line in lines if line.strip())
