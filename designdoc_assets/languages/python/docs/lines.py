"""The lines of a docstring: which belong together, and what begins a list's item.

An index is that of a line, and an end that of the line behind the last one.
"""

import re

EXPLAINS = r"(?:=|==|:|–|—|->|=>)\s"
"""Behind a sign, what says what it means: `* = every value`."""
ITEM = re.compile(rf"(?P<marker>[-*+•]|\d{{1,4}}[.)]|#\.) +(?=\S)(?!{EXPLAINS})")
OPENING = "-{[$<>./"
"""What a line of a command, of data or of code begins with, and no text that explains a term."""


def line_at(lines: list[str], index: int) -> str:
    """Return a line without blanks at its end; an empty one behind the last."""
    return lines[index].rstrip() if index < len(lines) else ""


def skip_blank(lines: list[str], index: int) -> int:
    """Return the first line from `index` on that is not blank."""
    while index < len(lines) and not lines[index].strip():
        index += 1
    return index


def end_of_paragraph(lines: list[str], index: int) -> int:
    """Return the first blank line from `index` on."""
    while index < len(lines) and lines[index].strip():
        index += 1
    return index


def indented(lines: list[str], index: int) -> tuple[list[str], int]:
    """Return the indented lines from `index` on, dedented, and where they end."""
    end = index
    while end < len(lines) and (not lines[end].strip() or lines[end][0] == " "):
        end += 1
    return dedented(lines[index:end]), end


def dedented(lines: list[str], at_most: int = 1000) -> list[str]:
    """Return lines without their common margin, and without blank ones at the end."""
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[min(margin, at_most) :].rstrip() for line in lines).rstrip("\n").split("\n")


def is_opened(above: str, below: str) -> bool:
    """Whether a line is a part of the one above it, as of a command or data, and no text that goes on."""
    text = below.strip()
    is_deeper = bool(above.strip()) and len(below) - len(text) > len(above) - len(above.lstrip())
    if not is_deeper or ITEM.match(text) or ITEM.match(above.strip()) or above.endswith(":"):
        return False
    return text[0] in OPENING
