"""Telling code that a tool put on few, long lines, and data in the form of code, from what people write."""

import re

from designdoc_assets.languages.language import Language

_LEAST_CHARACTERS, _CHARACTERS_A_LINE = 2_000, 400
"""Of a file from which on it may be minified, and of its lines on average: people write a tenth of that."""
_LONG_LINE_CHARACTERS = 5_000
"""Nobody writes such a line of code; a literal in a line may have any length."""
_LEADING = re.compile(r"\s*(?:/\*.*?\*/\s*|//[^\n]*\n\s*)*", re.DOTALL)
_LITERAL = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`""")


def why_minified(text: str, language: Language) -> str:
    """Return how the lines of a file tell that nobody wrote them; nothing where they do not."""
    if language.conventions.is_minified and _is_on_long_lines(text):
        return "minified: its code is on few, long lines"
    longest = _longest_line_of_a_tool(text)
    return f"minified, or data: a line has {longest:,} characters" if longest else ""


def _is_on_long_lines(text: str) -> bool:
    """Whether the lines are long on average, those of the comment on top left out, which tools keep."""
    code = _LEADING.sub("", text, count=1).rstrip("\n")
    return len(code) >= _LEAST_CHARACTERS and len(code) > _CHARACTERS_A_LINE * (code.count("\n") + 1)


def _longest_line_of_a_tool(text: str) -> int:
    """Return the length of the longest line, where most of a file is code in lines that nobody writes; else 0."""
    if len(text) < _LONG_LINE_CHARACTERS:
        return 0  # as almost always
    long = [line for line in text.split("\n") if len(line) >= _LONG_LINE_CHARACTERS]
    code = [line for line in long if len(_LITERAL.sub("", line)) >= _LONG_LINE_CHARACTERS]
    return max(map(len, code)) if 2 * sum(map(len, code)) > len(text) else 0
