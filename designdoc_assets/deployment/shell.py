"""The commands of a script, a line each; what only arranges them is no command."""

import re
from collections.abc import Iterator

_ARRANGING = re.compile(
    r"(?:if|then|else|elif|fi|for|while|do|done|case|esac|function|set|export|echo|cd|source|\.|true|exit|:|trap|local"
    r"|ls|mkdir|printf|pwd|sleep|unset|return|shopt|read|wait|test|\[\[?|\{|\}|\)|\(|;;)(?=[\s;]|$)"
)
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=(?:\"?\$\(.*|\"[^\"]*\"|'[^']*'|\$\{\{[^}]*\}\}\S*|\([^()]*\)|\S*)$")
_TAKEN = re.compile(r"[A-Za-z_]\w*=`[^`]*`$")
"""An assignment of what a command prints, whatever signs that holds."""
_HEREDOC = re.compile(r"<<-?\s*[\"']?(\w+)[\"']?")
MOST = 30
"""Commands of a step that are looked at."""


def commands(script: str) -> Iterator[str]:
    """Yield the commands, lines that go on joined."""
    lines = iter(re.sub(r"\\\n\s*", " ", script[:100_000]).split("\n"))
    given = 0
    for line in lines:
        ends = _HEREDOC.findall(line)
        is_taken = _TAKEN.fullmatch(line.strip())
        for part in () if is_taken else re.split(r"\s(?:&&|\|\|)\s|;\s", line.strip()):
            text = part.strip()
            if text and not text.startswith("#") and not _ARRANGING.match(text) and not _ASSIGNMENT.fullmatch(text):
                given += 1
                if given <= MOST:
                    yield text
        for end in ends:
            for inside in lines:
                if inside.strip() == end:
                    break
