"""The syntax that `go.mod` and `go.work` share: a directive to a line, or several of one verb in a block."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_COMMENT = re.compile(r"(?:^|\s)//(.*)")
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|`([^`]*)`|([^\s"`]+)')


class Directive(NamedTuple):
    """What one line says."""

    line: int
    verb: str
    words: list[str]
    """Those behind the verb, without quotes."""
    comment: str


def directives(text: str) -> Iterator[Directive]:
    """Yield the directives of a file, those in a block one by one."""
    block = ""
    for number, line in enumerate(text.split("\n"), start=1):
        comment = _COMMENT.search(line)
        bare = line[: comment.start()] if comment else line
        words = [quoted or raw or plain for quoted, raw, plain in _WORD.findall(bare)]
        said = comment[1] if comment else ""
        if block and words == [")"]:
            block = ""
        elif block and words:
            yield Directive(number, block, words, said)
        elif len(words) >= 2 and words[-1] == "(":
            block = words[0]
        elif words and words[0].endswith("("):
            block = words[0][:-1]
        elif words:
            yield Directive(number, words[0], words[1:], said)
