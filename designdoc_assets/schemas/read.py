"""The tables that texts of SQL leave standing, in files and in code."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from designdoc_assets.languages.sql_facts import SqlText
from designdoc_assets.schemas.changes import Change, Made
from designdoc_assets.schemas.facts import FileTable
from designdoc_assets.schemas.files import SQL
from designdoc_assets.schemas.order import Place, is_history, place_of
from designdoc_assets.schemas.standing import Tables
from designdoc_assets.schemas.statements import statements

_MOST_STATEMENTS, _MOST_CHARACTERS = 4_000, 1 << 20
"""Of all files: more than that takes long to understand."""


@dataclass(frozen=True, slots=True)
class SqlTables:
    """All of them, and what is not known of them."""

    tables: tuple[FileTable, ...] = ()
    not_understood: tuple[tuple[str, int], ...] = ()
    """(path, statements)."""


def tables_in(texts: Mapping[str, Sequence[SqlText]]) -> SqlTables:
    """Return the tables that the texts of files leave standing: those of a folder follow each other."""
    if not any(texts.values()):
        return SqlTables()
    changes, not_understood = _parsed(texts)
    folders = _folders(changes)
    found: list[Tables] = []
    kept: list[tuple[str, int, Change]] = []
    for _, places in sorted(folders.items()):
        tables = _of_a_folder(sorted(places, key=lambda place: (bool(place.number), *place[1:])), changes)
        found.append(tables)
        kept += tables.kept
    for path, line, change in kept:
        for tables in found:
            if tables.find(change.table) is not None:
                tables.complete(path, line, change)
                break
    return SqlTables(
        tuple(
            FileTable(table.name, table.path, table.line, table.finished(tables), table.about)
            for tables in found
            for table in tables.all()
        ),
        tuple(not_understood.items()),
    )


def _of_a_folder(places: Sequence[Place], changes: Mapping[str, Sequence[tuple[int, Change]]]) -> Tables:
    """Return what stands once the files without a number were read, each by itself, and then the others in order."""
    alone = [place for place in places if not place.number]
    whole = _in_turn(places, changes)
    before = _in_turn(alone, changes) if 0 < len(alone) < len(places) else None
    made = {
        change.table.lower()
        for place in places
        for _, change in changes[place.path]
        if place.number and isinstance(change, Made)
    }
    return before if before is not None and _tells_all(before, whole, made) else whole


def _in_turn(places: Iterable[Place], changes: Mapping[str, Sequence[tuple[int, Change]]]) -> Tables:
    whole = Tables()
    for place in places:
        drops = place.path.lower().endswith(SQL) or is_history(place.path)
        if place.number:
            whole.apply(place.path, changes[place.path], drops=drops)
            continue
        own = Tables()
        own.apply(place.path, changes[place.path], drops=drops)
        for table in own.all():
            whole.add(table)
        whole.kept += own.kept
    again, whole.kept = whole.kept, []
    for path, line, change in again:
        whole.complete(path, line, change)
    return whole


def _tells_all(schema: Tables, after: Tables, made_by_migrations: Collection[str]) -> bool:
    """Whether a schema is what the migrations beside it end in, and not what they begin with.

    Then it has the tables that these make, and migrations add no column to it. What only they have is a trace of the
    way, or was dropped.
    """
    known = {table.name.lower(): table for table in schema.all()}
    stand = {table.name.lower(): table for table in after.all()}
    made = {name for name in stand if name in made_by_migrations or name not in known}
    in_both = [(stand[name], table) for name, table in known.items() if name in stand]
    has_them = 2 * len(made & known.keys()) >= len(made) > 0
    return has_them and all(table.columns.keys() <= whole.columns.keys() for table, whole in in_both)


def _folders(paths: Iterable[str]) -> dict[str, list[Place]]:
    """Return the files of each folder; migrations below a folder with a whole schema belong to that."""
    places = [place_of(path) for path in paths]
    whole = {place.folder for place in places if not place.number and place.path.lower().endswith(SQL)}
    found: dict[str, list[Place]] = {}
    for place in places:
        above, _, last = place.folder.rpartition("/")
        is_below = place.number and above in whole and is_history(last)
        found.setdefault(above if is_below else place.folder, []).append(place)
    return found


def _parsed(texts: Mapping[str, Sequence[SqlText]]) -> tuple[dict[str, list[tuple[int, Change]]], dict[str, int]]:
    from designdoc_assets.schemas.parse import NotUnderstoodError, parse  # noqa: PLC0415  most targets have no SQL

    changes: dict[str, list[tuple[int, Change]]] = {}
    not_understood: dict[str, int] = {}
    count = size = 0
    for path, each in sorted(texts.items()):
        for text in each:
            for statement in statements(text.text):
                count, size = count + 1, size + len(statement.text)
                try:
                    said = parse(statement) if count <= _MOST_STATEMENTS and size <= _MOST_CHARACTERS else None
                except NotUnderstoodError:
                    said = None
                if said is not None:
                    line = text.line + statement.line - 1
                    changes.setdefault(path, []).extend((line, change) for change in said)
                elif path.lower().endswith(SQL) or statement.names_a_table:
                    not_understood[path] = not_understood.get(path, 0) + 1
    return changes, not_understood
