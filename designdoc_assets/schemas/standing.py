"""The tables that stand once changes were made, one after the other."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from designdoc_assets.languages.tables import Column
from designdoc_assets.schemas.changes import (
    Change,
    ColumnAdded,
    ColumnChanged,
    ColumnDropped,
    Constrained,
    ConstraintDropped,
    Described,
    Dropped,
    Made,
    Renamed,
)


@dataclass(slots=True)
class Standing:
    """A table as it is for now."""

    name: str
    path: str
    line: int
    """Where it is made."""
    columns: dict[str, Column] = field(default_factory=dict)
    """By their names in lower case."""
    about: str = ""
    is_empty_said: bool = False
    is_open: bool = False
    """As in `Made`: which columns it has is not known, and so none is told."""
    references: dict[tuple[str, str], str] = field(default_factory=dict)
    """By column, and name of the constraint: the table that it refers to."""

    def finished(self, tables: "Tables") -> tuple[Column, ...]:
        """Return its columns, with what they refer to."""
        columns = dict(self.columns) if not self.is_open else {}
        for (column, _), refers in self.references.items():
            if column in columns:
                other = tables.find(refers)
                columns[column] = replace(columns[column], refers=other.name if other is not None else refers)
        return tuple(columns.values())


class Tables:
    """The tables that stand for now. What is told of a table that is not there is kept for later, or passed over."""

    def __init__(self) -> None:
        """Begin without any."""
        self._standing: dict[str, Standing] = {}
        self.kept: list[tuple[str, int, Change]] = []
        """Changes of tables that were not there."""

    def all(self) -> list[Standing]:
        """Return them in the order in which they were made."""
        return list(self._standing.values())

    def find(self, name: str) -> Standing | None:
        """Return the table of a name; of one without its schema, the only one that is called so."""
        if (found := self._standing.get(name.lower())) is not None:
            return found
        last = name.lower().rpartition(".")[2]
        alike = [each for key, each in self._standing.items() if key.rpartition(".")[2] == last]
        return alike[0] if len(alike) == 1 and ("." not in name or "." not in alike[0].name) else None

    def add(self, table: Standing) -> None:
        """Add a table that is not there."""
        self._standing.setdefault(table.name.lower(), table)

    def apply(self, path: str, changes: Iterable[tuple[int, Change]], *, drops: bool = True) -> None:
        """Make changes, in order.

        Args:
            path: The file that tells them.
            changes: With the lines of their statements.
            drops: Whether tables that vanish do so for good, and not for a moment when the program runs.
        """
        for line, change in changes:
            if isinstance(change, Made):
                self._make(path, line, change)
                continue
            table = self.find(change.table)
            if table is None:
                self.kept.append((path, line, change))
            elif isinstance(change, Dropped):
                if drops:
                    del self._standing[table.name.lower()]
            elif isinstance(change, Renamed):
                self._rename(table, change.name)
            else:
                _change(table, change)

    def complete(self, path: str, line: int, change: Change) -> None:
        """Make a change that was told elsewhere than the table: when, is not known, and so none takes its name away."""
        if not isinstance(change, Dropped | Renamed):
            self.apply(path, [(line, change)])

    def _make(self, path: str, line: int, made: Made) -> None:
        if made.table.lower() in self._standing:  # it says IF NOT EXISTS, or tells the same for another database
            return
        taken = self.find(made.like) if made.like else None
        is_open = made.is_open or (taken is not None and taken.is_open) or (bool(made.like) and taken is None)
        columns = {**(taken.columns if taken is not None else {}), **{c.name.lower(): c for c in made.columns}}
        self.add(Standing(made.table, path, line, columns, made.about, made.is_empty_said, is_open))

    def _rename(self, table: Standing, name: str) -> None:
        before = table.name
        del self._standing[before.lower()]
        schema = before.rpartition(".")[0]
        table.name = f"{schema}.{name}" if schema and "." not in name else name
        self._standing[table.name.lower()] = table
        for other in self._standing.values():
            for key, refers in other.references.items():
                if refers.lower() == before.lower():
                    other.references[key] = table.name


def _change(table: Standing, change: Change) -> None:
    columns = table.columns
    match change:
        case ColumnAdded(column=column):
            if column.name.lower() not in columns:
                optional = column.is_optional and not table.is_empty_said
                columns[column.name.lower()] = replace(column, is_optional=optional)
        case ColumnDropped(name=name):
            columns.pop(name.lower(), None)
            table.references = {key: refers for key, refers in table.references.items() if key[0] != name.lower()}
        case ColumnChanged(name=name, changes=changes):
            if name.lower() in columns:
                _change_column(table, name.lower(), dict(changes))
        case Constrained(columns=names, refers="", name=_):
            for name in (name.lower() for name in names):
                if name in columns:
                    columns[name] = replace(columns[name], is_key=True, is_optional=False)
        case Constrained(columns=names, refers=refers, name=constraint):
            last = table.name.rpartition(".")[2]
            given = constraint or f"{last}_{'_'.join(names)}_fkey"
            table.references |= {(name.lower(), given.lower()): refers for name in names}
        case ConstraintDropped(name=constraint):
            _drop_constraint(table, constraint.lower())
        case Described(about=about):
            table.about = about
        case _:
            pass


def _change_column(table: Standing, name: str, changes: dict[str, str | bool]) -> None:
    column = replace(table.columns[name], **changes)  # type: ignore[arg-type]  # they are fields of columns
    if column.is_key:
        column = replace(column, is_optional=False)
    table.columns = {
        (column.name.lower() if key == name else key): column if key == name else each
        for key, each in table.columns.items()
    }
    table.references = {
        (column.name.lower() if key == name else key, constraint): refers
        for (key, constraint), refers in table.references.items()
    }


def _drop_constraint(table: Standing, constraint: str) -> None:
    if constraint in {"", f"{table.name.rpartition('.')[2]}_pkey".lower()}:
        table.columns = {key: replace(column, is_key=False) for key, column in table.columns.items()}
    table.references = {key: refers for key, refers in table.references.items() if key[1] != constraint}
