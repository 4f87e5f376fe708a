"""Code in doc comments that is set off by two or three spaces: by four, it is code in Markdown, too."""

import re
from collections.abc import Sequence

from designdoc_assets.markup.markdown import fence

_ITEM = re.compile(r"(?:[-*+]|\d+[.)])\s")
_FENCE = re.compile(r"\s*(?:```|~~~)")


def with_code(text: str) -> str:
    """Return a text with fences around its indented blocks, those below items of lists left alone."""
    lines = text.split("\n")
    left = min((_indent(line) for line in lines if line.strip()), default=0)
    told: list[str] = []
    at, is_listed, is_fenced = 0, False, False
    while at < len(lines):
        line = lines[at]
        is_fenced ^= _FENCE.match(line) is not None
        depth = _indent(line) - left
        if line.strip() and depth <= 0:
            is_listed = _ITEM.match(line.strip()) is not None
        is_apart = at > 0 and not lines[at - 1].strip()
        if is_fenced or is_listed or not is_apart or depth not in {2, 3} or _ITEM.match(line.strip()):
            told.append(line)
            at += 1
            continue
        end = _end(lines, at, left + depth)
        told.append(fence("\n".join(each[left + depth :] for each in lines[at:end]), ""))
        at = end
    return "\n".join(told)


def _end(lines: Sequence[str], at: int, indent: int) -> int:
    """Return the line behind the last that is indented at least as far, blank ones between them included."""
    last = at
    for number in range(at, len(lines)):
        if lines[number].strip():
            if _indent(lines[number]) < indent:
                break
            last = number
    return last + 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
