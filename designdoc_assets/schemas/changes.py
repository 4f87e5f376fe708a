"""What statements say: changes of tables, in order; only data. Names of tables are as written, without quotes."""

from dataclasses import dataclass

from designdoc_assets.languages.tables import Column


@dataclass(frozen=True, slots=True)
class Made:
    """A table is made."""

    table: str
    columns: tuple[Column, ...]
    like: str = ""
    """The table whose columns it takes over."""
    is_empty_said: bool = False
    """Whether its columns may be empty only where they say so."""
    is_open: bool = False
    """Whether it has the columns of a query that does not name them."""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A table is gone."""

    table: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """A table has another name."""

    table: str
    name: str


@dataclass(frozen=True, slots=True)
class ColumnAdded:
    """A table has a column more."""

    table: str
    column: Column


@dataclass(frozen=True, slots=True)
class ColumnDropped:
    """A table has a column less."""

    table: str
    name: str


@dataclass(frozen=True, slots=True)
class ColumnChanged:
    """A column is another than before, as far as `changes` say, by the fields of `Column`: its name, too."""

    table: str
    name: str
    changes: tuple[tuple[str, str | bool], ...]


@dataclass(frozen=True, slots=True)
class Described:
    """A table has a comment."""

    table: str
    about: str


@dataclass(frozen=True, slots=True)
class Constrained:
    """Columns of a table are its primary key, or refer to another table."""

    table: str
    columns: tuple[str, ...]
    refers: str = ""
    """The other table; empty for a primary key."""
    name: str = ""
    """The constraint's; empty where it has that which a database gives it."""


@dataclass(frozen=True, slots=True)
class ConstraintDropped:
    """A table has a constraint less: of no name, the primary key."""

    table: str
    name: str = ""


Change = (
    Made | Dropped | Renamed | ColumnAdded | ColumnDropped | ColumnChanged | Constrained | ConstraintDropped | Described
)
