"""A source in which comments and layout do not count, and literals do to the letter: what digests are made over.

Docs count, without their layout. Each byte is looked at once for every type that it stands in.
"""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable

from designdoc_assets.languages.engine.commentary import doc_starts, end_of
from designdoc_assets.languages.engine.definition import Found
from designdoc_assets.languages.engine.dialect import without_marks
from designdoc_assets.languages.engine.written import text

_LITERAL, _DOC, _BETWEEN = b"\xff", b"\xfe", b"\xfd"
"""What stands for a literal and for a doc in code, and between their texts: bytes that are in no UTF-8."""
# Each pattern begins with what is looked for first: one that begins with what stands before it is tried everywhere.
_TIGHT = re.compile(rb" (?:(?<![\w$\x80-\xf7] )|(?![\w$\x80-\xf7]))")
"""A blank that separates no two words is layout."""
_TRAILING = re.compile(rb"[ \t]+\n")
_ENDING = re.compile(rb"\n(?<=[\w$\x80-\xf7\xff)\]}+-]\n)\s*")
"""A line break behind what may end a statement."""


class Tokens:
    """The tokens of a file."""

    def __init__(self, found: Found, *, newline_ends_statement: bool) -> None:
        self._source = found.source
        self._has_newlines = newline_ends_statement
        docs = doc_starts(found)
        marks = [(node.start_byte, node.end_byte, _LITERAL, node.text or b"") for node in found.literals]
        for node in found.comments:
            end = end_of(found, node)
            is_doc = node.start_byte in docs
            said = " ".join(without_marks(text(node)).split()).encode() if is_doc else b""
            marks.append((node.start_byte, end, _DOC if is_doc else b" ", said))
        self._marks = sorted(marks)
        self._starts = [mark[0] for mark in self._marks]

    def digest(self, stretches: Iterable[tuple[int, int]], holes: Iterable[tuple[int, int]] = ()) -> str:
        """Return the sha256 of the tokens in some stretches of the file, without those in holes in them."""
        left_out = [(start, end, b" ", b"") for start, end in holes]
        hashed = hashlib.sha256()
        for start, end in stretches:
            marks = self._marks[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
            at = start
            code: list[bytes] = []
            texts: list[bytes] = []
            for begin, stop, put, told in sorted([*marks, *left_out]) if left_out else marks:
                if at <= begin < end:
                    code += [self._source[at:begin], put]
                    if put != b" ":
                        texts.append(told)
                    at = stop
            code.append(self._source[at:end])
            hashed.update(_BETWEEN.join([self._tight(b"".join(code)), *texts, b""]))
        return hashed.hexdigest()

    def _tight(self, code: bytes) -> bytes:
        if self._has_newlines:
            code = _ENDING.sub(b";", _TRAILING.sub(b"\n", code))
        return _TIGHT.sub(b"", b" ".join(code.split()))
