"""Commentary: the comments of a source that tell its readers something. Directives, licences and code taken out do not.

How a comment begins, which tools are spoken to and what code looks like is told by the languages.
"""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from typing import NamedTuple, TypeVar

_LICENCE = re.compile(r"copyright|\(c\) *\d{4}|©|licen[cs]ed? |spdx-license|all rights reserved", re.IGNORECASE)
_REQUEST = re.compile(r"\s*(?:TODO|FIXME|XXX|HACK|BUG|NOTE|WARNING|SAFETY)\b")
"""How requests begin, which may look like code: `TODO: fix(this)`."""
_PERHAPS_CODE = re.compile(
    r"""\s*(?:
        [@\w.\[\]'"*&]+(?:\s+[\w.*&\[\]<>]+){0,2}\s*(?:[-+*/|&:]?=(?!=)|\()
      | [^\n]*[:;{(,\[]\s*$
      | (?:import|from|return|pass|raise|throw|break|continue)\b
      | [})\]]
    )""",
    re.MULTILINE | re.VERBOSE,
)
"""How code begins that was taken out: no other text need be parsed."""
_PROSE = re.compile(r"^\W*(?!(?:from|import|if|for|while|return)\b)[A-Za-z']+(?: [a-z']+){3}", re.MULTILINE)
"""How lines of prose begin, and hardly any of code: with four words. Where most lines do, no parser is asked."""
KeyT = TypeVar("KeyT", bound=Hashable)


class Comment(NamedTuple):
    """A comment, by bytes of the source; line breaks behind it are no part of it."""

    start: int
    end: int
    text: str
    """What it says, without its marks."""
    is_directive: bool
    """Whether it is said to a tool."""


class Commentary:
    """The commentary of one file.

    Attributes:
        told: Its comments, in order of the source.
    """

    def __init__(
        self,
        source: bytes,
        comments: Sequence[Comment],
        *,
        code_starts: int,
        is_code: Callable[[str], bool],
    ) -> None:
        """Sort them out.

        Args:
            source: The file, in UTF-8.
            comments: All its comments but docs, in order.
            code_starts: Where its first statement begins: a licence stands above it.
            is_code: Whether a text can be read as statements of the language.
        """
        self._source = source
        self.told: list[Comment] = []
        self._leads: dict[int, int] = {}
        """By the line break behind a block of it, where the block begins."""
        for block in self._blocks(comments):
            if block[0].start < code_starts and any(_LICENCE.search(each.text) for each in block):
                continue
            kept = [each for each in block if not each.is_directive]
            said = "\n".join(each.text for each in kept)
            if not re.search(r"[^\W\d_]", said):
                continue
            if _PERHAPS_CODE.match(said) and not _is_prose(said) and is_code(said):
                continue
            self.told += kept
            if self._is_alone(kept[-1]):
                self._leads[source.find(b"\n", block[-1].end)] = kept[0].start

    def lead(self, at: int) -> int:
        """Return where the comments begin that stand right above what begins at a byte; that byte if there are none."""
        line_break = self._source.rfind(b"\n", 0, at)
        start = self._leads.get(line_break, at) if line_break >= 0 else at
        if self._source[line_break + 1 : at].strip() or self._column(start) != self._column(at):
            return at
        return start

    def digests(self, spans: Iterable[tuple[int, int, KeyT]]) -> dict[KeyT, str]:
        """Return a digest of the commentary in each of some stretches, without that in a stretch inside of it.

        Args:
            spans: Where stretches begin and end, and of what they are; of one thing there may be several. Two of them
                are apart, or one is in the other.
        """
        if not self.told:
            return {}
        texts: dict[KeyT, list[str]] = {}
        starts = [each.start for each in self.told]
        owners: list[KeyT | None] = [None] * len(self.told)
        for start, end, key in sorted(spans, key=lambda span: (span[0], -span[1])):
            for at in range(bisect_right(starts, start - 1), bisect_right(starts, end - 1)):
                owners[at] = key  # what is inside of others comes after them
        for comment, owner in zip(self.told, owners, strict=True):
            if owner is not None:
                texts.setdefault(owner, []).append(comment.text)
        return {key: digest_of(found) for key, found in texts.items()}

    @property
    def digest(self) -> str:
        """A digest of all of it; empty where there is none."""
        return digest_of([each.text for each in self.told])

    def _blocks(self, comments: Sequence[Comment]) -> Iterable[list[Comment]]:
        block: list[Comment] = []
        for each in comments:
            is_next = bool(block) and self._follows(block[-1], each)
            if block and not is_next:
                yield block
                block = []
            block.append(each)
        if block:
            yield block

    def _follows(self, one: Comment, other: Comment) -> bool:
        """Whether a comment stands on the line below another, both alone on their lines."""
        between = self._source[one.end : other.start]
        return between.count(b"\n") == 1 and not between.strip() and self._is_alone(one)

    def _is_alone(self, comment: Comment) -> bool:
        start = comment.start
        return not self._source[self._source.rfind(b"\n", 0, start) + 1 : start].strip()

    def _column(self, at: int) -> int:
        return at - self._source.rfind(b"\n", 0, at)


def _is_prose(said: str) -> bool:
    return _REQUEST.match(said) is not None or 2 * len(_PROSE.findall(said)) > said.count("\n")


def digest_of(texts: Collection[str]) -> str:
    """Return a digest of what comments say, without their layout; empty where nothing is said."""
    said = " ".join(" ".join(texts).split())
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest() if texts else ""
