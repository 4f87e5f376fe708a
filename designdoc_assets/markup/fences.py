"""Fenced code in Markdown: which stretches of a text are shown as they are written."""

import re
from collections.abc import Iterable, Iterator

_FENCE = re.compile(r"(?<![^\r\n]) {0,3}(`{3,}|~{3,})([^\r\n]*)")
_FENCE_LINE = re.compile(r" *(?:[-*+] +|\d+[.)] +)*(`{3,}|~{3,})")


def fenced_blocks(text: str, stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return where the fenced blocks of a text open and close, looking for fences only in the given stretches of it.

    A fence that is never closed opens no block.
    """
    fences = [fence for start, end in stretches for fence in _FENCE.finditer(text, start, end)]
    blocks: list[tuple[int, int]] = []
    never_closed: dict[str, int] = {}  # by character, the length from which on no fence is closed below
    i = 0
    while i < len(fences):
        mark, info = fences[i].groups()
        char = mark[0]
        opens = not (char == "`" and "`" in info) and len(mark) < never_closed.get(char, len(mark) + 1)
        closing = (j for j in range(i + 1, len(fences)) if fences[j][1].startswith(mark) and not fences[j][2].strip())
        end = next(closing, None) if opens else None
        if end is not None:
            blocks.append((fences[i].start(), fences[end].start()))
            i = end
        elif opens:
            never_closed[char] = len(mark)
        i += 1
    return blocks


def lines_with_code(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines of a text, and whether each belongs to a fenced block, its fences included.

    Fences in list items, which are indented, count as well. A fence that is never closed counts to the end.
    """
    if "```" not in text and "~~~" not in text:  # as in most
        yield from ((line, False) for line in text.split("\n"))
        return
    closing = ""
    for line in text.split("\n"):
        fence = _FENCE_LINE.match(line)
        is_code = bool(closing or fence)
        if closing:
            if line.strip().startswith(closing) and not line.strip().strip(closing[0]):
                closing = ""
        elif fence:
            closing = fence.group(1)
        yield line, is_code
