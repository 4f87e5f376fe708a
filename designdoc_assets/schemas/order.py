"""In which order files tell what they tell: migrations by their numbers, and everything else by itself."""

import posixpath
import re
from typing import NamedTuple

_NUMBERED = re.compile(r"[vV]?(\d+(?:[._-]+\d+)*)(?![A-Za-z0-9])|[vV]?(\d+)(?=[_-])")
_UNDOES = re.compile(r"(?:^|[._-])(?:down|undo|rollback|revert)(?:$|[._-])|^U\d+(?:[._]\d+)*__", re.IGNORECASE)
_BY_A_NAME = frozenset({"up", "migration", "index", "main"})
"""What a file is called whose folder has the number."""
_BESIDE = frozenset(
    {
        *("benchmark", "benchmarks", "demo", "demos", "doc", "docs", "documentation", "e2e", "example", "examples"),
        *("fixture", "fixtures", "integration", "sample", "samples", "spec", "test", "testdata", "testing", "tests"),
        *("tutorial", "tutorials"),
    }
)
"""Folders, and files named after them, whose tables are of something else than the target, or of its tests."""
_HISTORY = re.compile(r"migrat|version|upgrade|evolution|changelog", re.IGNORECASE)


class Place(NamedTuple):
    """Where a file stands: the folder of those that belong together, and its number among them."""

    folder: str
    number: tuple[int, ...]
    """Empty for a file without one."""
    path: str


def place_of(path: str) -> Place:
    """Return the place of a file by its path: `migrations/2019-09-09_users/up.sql` is number 2019.9.9 there."""
    parts = path.split("/")
    number: list[int] = []
    is_file = True
    while parts:
        part = posixpath.splitext(parts[-1])[0] if is_file else parts[-1]
        found = _number(part)
        if not found and not (is_file and part.lower() in _BY_A_NAME and _number(parts[-2] if parts[1:] else "")):
            break
        number[:0] = found
        parts.pop()
        is_file = False
    return Place("/".join(parts) if number else posixpath.dirname(path), tuple(number), path)


def _number(part: str) -> list[int]:
    found = _NUMBERED.match(part)
    return [int(digits[:18]) for digits in re.findall(r"\d+", found[0])] if found else []


def takes_back(path: str) -> bool:
    """Whether a file, as its name says, takes back what a migration did."""
    return _UNDOES.search(posixpath.splitext(posixpath.basename(path))[0]) is not None


def is_beside(path: str) -> bool:
    """Whether a file, as its path says, tells of tables for tests or examples."""
    *folders, name = path.lower().split("/")
    return not _BESIDE.isdisjoint(folders) or not _BESIDE.isdisjoint(re.split("[._-]", posixpath.splitext(name)[0]))


def is_history(path: str) -> bool:
    """Whether code, as its path says, tells how tables came to be: what it drops is gone."""
    return _HISTORY.search(path) is not None or bool(place_of(path).number)
