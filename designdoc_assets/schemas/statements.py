"""The statements of a text of SQL that make or change tables: where each begins and ends. What they say is `parse`'s.

Everything between them is passed over at the speed of a search: most of a dump is data.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_CHARACTERS = 1 << 15
"""Of a statement, a comment or the body of a function: what is longer was not written by a person."""
_STATEMENT = (
    r"[^\S\n]*(?P<statement>(?:CREATE|ALTER|DROP|RENAME)\s+(?:[A-Za-z]+\s+){0,3}?TABLE\b"
    r"|COMMENT\s+ON\s+(?:TABLE|COLUMN)\b)"
)
_BEGINS = re.compile(rf"/\*|\bAS\s+(?P<dollar>\$\w*\$)|^{_STATEMENT}", re.IGNORECASE | re.MULTILINE)
_BEGINS_IN_DATA = re.compile(rf"^{_STATEMENT}(?P<dollar>(?!))?", re.IGNORECASE | re.MULTILINE)
_FOLLOWS = re.compile(rf";{_STATEMENT}(?P<dollar>(?!))?", re.IGNORECASE)
"""What begins in the line in which another ends; elsewhere in a line, a semicolon may be a part of data."""
_PIECES = re.compile(
    r"'(?:[^'\\]|''|\\.)*'|\"[^\"]*\"|`[^`]*`|--[^\n]*|/\*.*?\*/|(?P<end>;|^[^\S\n]*(?:GO|/)[^\S\n]*$)"
    r"|^[^\S\n]*(?P<next>CREATE\b|ALTER\s+TABLE\b|DROP\s+TABLE\b|INSERT\s+INTO\b)",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
_TAKEN_BACK = re.compile(
    r"^[^\S\n]*--[^\S\n]*(?:\+\s*goose\s+down|\+\s*migrate\s+down|migrate:down|//@undo|rambler\s+down)\b",
    re.IGNORECASE | re.MULTILINE,
)
"""Lines of goose, sql-migrate, dbmate, MyBatis Migrations and rambler: what follows takes back what stands above."""
_NAMED = re.compile(
    r"CREATE\s+(?:\w+\s+)*?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?[\"`\[]?[\w.]+[\"`\]]?\s*\("
    r"|ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?[\"`\[]?[\w.]+[\"`\]]?\s+(?:ADD|ALTER|CHANGE|DROP|MODIFY|RENAME)\b",
    re.IGNORECASE,
)
_MOST_UNCLOSED = 10_000
"""Signs of a comment or a body that does not end, until they are taken for a part of data."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement, without its semicolon."""

    line: int
    text: str

    @property
    def names_a_table(self) -> bool:
        """Whether it is one for sure: messages and templates in code may begin alike."""
        return _NAMED.match(self.text) is not None and self.text.count("(") == self.text.count(")")


def statements(text: str) -> Iterator[Statement]:
    """Yield those of a text that make or change tables, in order; what takes a migration back is none."""
    taken_back = _TAKEN_BACK.search(text)
    text = text[: taken_back.start()] if taken_back else text
    at, line, counted_to, unclosed = 0, 1, 0, 0
    begins = _BEGINS
    while found := _FOLLOWS.match(text, at) or begins.search(text, at):
        if found["statement"] is None:
            mark = found["dollar"] or "*/"
            closed = text.find(mark, found.end(), found.end() + MOST_CHARACTERS)
            unclosed += closed < 0
            begins = _BEGINS if unclosed < _MOST_UNCLOSED else _BEGINS_IN_DATA
            at = closed + len(mark) if closed >= 0 else found.end()
            continue
        start = found.start("statement")
        end = _end(text, start, found.end())
        line += text.count("\n", counted_to, start)
        counted_to = start
        yield Statement(line, text[start:end].strip())
        at = end


def _end(text: str, start: int, behind: int) -> int:
    """Return where the statement ends that begins at a place: a semicolon is often missing behind the last."""
    last = min(len(text), start + MOST_CHARACTERS + 1)
    for piece in _PIECES.finditer(text, behind, last):
        if piece["end"] is not None or piece["next"] is not None:
            return piece.start()
    return last
