"""What of a docstring is shown as it is written, whether marked or not: code, sessions, drawings, data, tables."""

import re
from itertools import pairwise

from designdoc_assets.languages.python.docs.bare_code import is_code
from designdoc_assets.languages.python.docs.lines import (
    ITEM,
    end_of_paragraph,
    is_opened,
    line_at,
    skip_blank,
)
from designdoc_assets.markup.markdown import fence

FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_BORDER = re.compile(r"=+(?: +=+)+$")
_GRID = re.compile(r"\+(?:[-=]+\+)+$")
_DELIMITERS = re.compile(r"(?=.*\|)(?=.*-)[\s|:-]*$")
_SIGN = re.compile(r"\S+ +(?:=|==|->|=>) +\S|[-*+] +[:–—] +\S")
_ALIGNED = re.compile(r"[^\s.!?:;,] {3,}\S")
_CODE = re.compile(
    r"(?:def|class) \w.*[:(]|import \w|from \S+ import|(?:async|await|return|yield|raise|assert) \S+$"
    r"|(?:if|elif|else|for|while|with|try|except|async)\b.*:$|[@$<{}\[\])]|\#(?!\.[ ])|[\w.]+\("
    r"|[\w.\[\]'\", ]+ [-+*/|:]?= \S"
    r"|\w+=\S|(?:SELECT|INSERT|CREATE|UPDATE|DELETE|FROM|WHERE|JOIN)\b|.*[;{\\]$"
    r"|--\w|.*[^\s.!?:;,] {2,}\S"
)
_STATEMENT = re.compile(r"[{}]|.*[;{]")
_PYTHON = re.compile(r"^\s*(?:from [\w.]+ import |import \w|def \w|class \w|@\w|with .*:$|[\w.]+ = \w)", re.MULTILINE)
_LANGUAGES = {"default": "", "none": "", "guess": "", "python3": "python", "ipython": "pycon"}


def literal(lines: list[str], language: str = "") -> str:
    """Return a literal block; where no language is given, Python is recognised."""
    text = "\n".join(lines).strip("\n")
    if not text.strip():
        return ""
    if text.lstrip().startswith(">>>"):
        return fence(text, "pycon")
    language = language.strip().partition("+")[0]
    if not language and _PYTHON.search(text):
        language = "python"
    return fence(text, _LANGUAGES.get(language, language))


def is_like_code(lines: list[str]) -> bool:
    """Whether half of the lines look like code, and the first is no sentence; or one is a part of the one above it."""
    shown = [line.strip() for line in lines if line.strip()]
    looks = [bool(_CODE.match(line)) for line in shown]
    if shown and (looks[0] or " " not in shown[0]) and 2 * sum(looks) >= len(looks):
        return True
    return any(is_opened(above, below) for above, below in pairwise(lines))


def end_of_unmarked(lines: list[str], index: int) -> int:
    """Return where code, a drawing or data ends that begins at a line without any mark; 0 where none does."""
    return (
        _end_of_code(lines, index)
        or _end_of_statements(lines, index)
        or end_of_drawing(lines, index)
        or _end_of_data(lines, index)
    )


def _end_of_code(lines: list[str], index: int) -> int:
    end = 0
    while index < len(lines) and not lines[index].startswith(" "):
        following = end_of_paragraph(lines, index)
        if not is_code(lines[index:following]):
            break
        end, index = following, skip_blank(lines, following)
    return end


def _end_of_statements(lines: list[str], index: int) -> int:
    """Return where statements end that braces hold together, as in C; 0 where there are none."""
    end = end_of_paragraph(lines, index)
    shown = [line.strip() for line in lines[index:end]]
    first = 1 if shown[1:2] == ["{"] else 0
    is_code = any("{" in line for line in shown) and all(map(_STATEMENT.fullmatch, shown[first:]))
    return end if is_code and end - index > 1 else 0


def end_of_drawing(lines: list[str], index: int) -> int:
    """Return where lines end that are aligned by spaces, or say what signs mean; 0 where most do not."""
    end = end_of_paragraph(lines, index)
    if end - index > 1 and all(_SIGN.match(line.strip()) for line in lines[index:end]):
        return end
    aligned = sum(bool(_ALIGNED.search(line)) for line in lines[index:end])
    is_drawing = aligned > 1 and 2 * aligned > end - index and not ITEM.match(lines[index].strip())
    return end if is_drawing else 0


def _end_of_data(lines: list[str], index: int) -> int:
    """Return where a paragraph of brackets within brackets ends; 0 where there is none."""
    end = end_of_paragraph(lines, index)
    is_data = lines[index][0] in "<{[" and any(is_opened(*pair) for pair in pairwise(lines[index:end]))
    return end if is_data else 0


def fenced(lines: list[str], index: int) -> tuple[str, int]:
    """Return a fenced block of Markdown, as it is, and its end."""
    opening = FENCE.match(lines[index])
    ticks = opening[1] if opening else ""
    end = index + 1
    while end < len(lines) and not (lines[end].strip().startswith(ticks) and not lines[end].strip(" `~")):
        end += 1
    return "\n".join(lines[index : end + 1]), end + 1


def session(lines: list[str], index: int) -> tuple[str, int]:
    """Return an interactive session, and its end: a blank line behind which no other prompt follows."""
    end = end_of_paragraph(lines, index)
    while line_at(lines, following := skip_blank(lines, end)).startswith(">>>"):
        end = end_of_paragraph(lines, following)
    return fence("\n".join(lines[index:end]), "pycon"), end


def is_table(line: str, below: str) -> bool:
    """Whether a table of Markdown begins with a line."""
    return "|" in line and bool(_DELIMITERS.match(below))


def table(lines: list[str], index: int) -> tuple[str, int]:
    """Return a table of Markdown, as it is, and its end."""
    end = end_of_paragraph(lines, index)
    return "\n".join(lines[index:end]), end


def is_drawn_table(line: str) -> bool:
    """Whether a table of reStructuredText, drawn with characters, begins with a line."""
    return bool(_BORDER.match(line) or _GRID.match(line))


def drawn_table(lines: list[str], index: int) -> tuple[str, int]:
    """Return a drawn table, which no Markdown has, as it is drawn, and its end."""
    end = end_of_paragraph(lines, index)
    if _BORDER.match(line_at(lines, index)):
        closing = (
            at
            for at in range(index + 2, len(lines))
            if _BORDER.match(line_at(lines, at)) and not line_at(lines, at + 1)
        )
        end = next(closing, end - 1) + 1
    return fence("\n".join(lines[index:end]), "text"), end
