"""Files that declare tables: which they are, and what of their text is kept. Only data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice

from designdoc_assets.languages.secrets import masked
from designdoc_assets.languages.sql_facts import SqlText
from designdoc_assets.schemas.order import is_beside, takes_back
from designdoc_assets.schemas.statements import statements

SQL, PRISMA = ".sql", ".prisma"
MOST_BYTES = 1 << 24
"""A dump with data is long, and what makes its tables is found fast; what is longer is data alone."""
_MOST_STATEMENTS = 5_000
"""Of a file."""


@dataclass(frozen=True, slots=True)
class SchemaFiles:
    """What files of a target say about tables, by path."""

    sql: Mapping[str, tuple[SqlText, ...]] = field(default_factory=dict)
    """The statements that make or change tables."""
    prisma: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[tuple[str, str], ...] = ()
    """(path, why a file was not read, as a phrase)."""


def may_declare(path: str) -> bool:
    """Tell whether a file may declare tables of the target, by its path."""
    return path.lower().endswith((SQL, PRISMA)) and not takes_back(path) and not is_beside(path)


def sql_of(text: str) -> tuple[SqlText, ...]:
    """Return what of a file's text makes or changes tables."""
    return tuple(SqlText(each.line, masked(each.text)) for each in islice(statements(text), _MOST_STATEMENTS))
