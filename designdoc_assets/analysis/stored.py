"""What is stored: the tables that code and files declare, and how they refer to each other."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.analysis.linked import Linked, linked
from designdoc_assets.analysis.starts import codes_of, symbol_of
from designdoc_assets.analysis.target import Target
from designdoc_assets.languages.keys import encode
from designdoc_assets.languages.sql_facts import SqlText
from designdoc_assets.languages.tables import Column
from designdoc_assets.markup import markdown
from designdoc_assets.program.resolution import module_symbol
from designdoc_assets.schemas.facts import FileTable
from designdoc_assets.schemas.order import is_beside
from designdoc_assets.schemas.prisma import prisma_tables
from designdoc_assets.schemas.read import tables_in

_WORD_BEGINS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

_NEARLY_ALL = 0.9


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table, and what declares it."""

    name: str
    declared_by: Linked
    columns: tuple[Column, ...]
    about: str = ""
    also: tuple[Linked, ...] = ()
    """Files that make it, too: for another database, or as a model says it."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The tables of the product, and what was not found out about them."""

    tables: tuple[StoredTable, ...] = ()
    not_understood: tuple[tuple[str, int], ...] = ()
    """(path, statements that make or change tables)."""
    unread: tuple[tuple[str, str], ...] = ()
    """(path, reason)."""

    @property
    def files(self) -> Sequence[str]:
        """The files that tables are declared in and have no page, and those of which something is not known."""
        declared = (each.name for table in self.tables for each in (table.declared_by, *table.also) if not each.page)
        return sorted({*declared, *(path for path, _ in (*self.not_understood, *self.unread))})


def stored(target: Target) -> Stored:
    """Return the tables of the product, by name. What models say is theirs; SQL adds what no model declares."""
    models: list[StoredTable] = []
    texts: dict[str, Sequence[SqlText]] = dict(target.snapshot.schemas.sql)
    for language, code in codes_of(target):
        texts |= {path: facts.sql for path, facts in code.files.items() if facts.sql and not is_beside(path)}
        for framework in language.frameworks:
            for table in framework.tables(code):
                symbol = symbol_of(table.defined) or module_symbol(table.path)
                models.append(StoredTable(table.name, linked(symbol, target), table.columns))
    models += (_made_in(table, target) for table in prisma_tables(target.snapshot.schemas.prisma))
    found = tables_in(texts)
    tables = _merged([*dict.fromkeys(models)], (_made_in(table, target) for table in found.tables))
    ordered = sorted(tables, key=lambda table: (table.name, table.declared_by.name))
    return Stored(tuple(ordered), found.not_understood, target.snapshot.schemas.unread)


def _made_in(table: FileTable, target: Target) -> StoredTable:
    is_documented = table.path in target.snapshot.files
    page = target.address(Grain.FILES, encode(table.path)) if is_documented else ""
    columns = tuple(replace(column, about=markdown.escape(column.about)) for column in table.columns)
    return StoredTable(table.name, Linked(table.path, page), columns, table.about)


def _merged(models: Sequence[StoredTable], made: Iterable[StoredTable]) -> list[StoredTable]:
    """Return all tables, each once: one that is declared in several ways has the columns of the first."""
    found = list(models)
    places: dict[str, list[int]] = {}
    for at, table in enumerate(found):
        places.setdefault(_key(table.name), []).append(at)
    for table in made:
        same = next((at for at in places.get(_key(table.name), ()) if _is_same(found[at], table)), None)
        if same is None:
            places.setdefault(_key(table.name), []).append(len(found))
            found.append(table)
        elif table.declared_by not in (found[same].declared_by, *found[same].also):
            found[same] = replace(found[same], also=(*found[same].also, table.declared_by))
    return found


def _key(name: str) -> str:
    return _WORD_BEGINS.sub("_", name.rpartition(".")[2]).lower()


def _is_same(one: StoredTable, other: StoredTable) -> bool:
    """Whether two tables of a name are one: they have half of the columns in common; in two schemas, nearly all."""
    names, others = ({column.name.lower().replace("_", "") for column in each.columns} for each in (one, other))
    common, schemas = len(names & others), {each.name.rpartition(".")[0].lower() for each in (one, other)}
    if len(schemas) > 1:
        return common >= _NEARLY_ALL * max(len(names), len(others))
    return 2 * common >= min(len(names), len(others))
