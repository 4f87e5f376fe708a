"""What is stored: the tables that code declares, and how they refer to each other."""

from dataclasses import dataclass

from designdoc_assets.analysis.linked import Linked, linked
from designdoc_assets.analysis.starts import codes_of, symbol_of
from designdoc_assets.analysis.target import Target
from designdoc_assets.languages.tables import Column
from designdoc_assets.program.resolution import module_symbol


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table, and what declares it."""

    name: str
    declared_by: Linked
    columns: tuple[Column, ...]


def tables_of(target: Target) -> list[StoredTable]:
    """Return the tables of the product, by name."""
    found: list[StoredTable] = []
    for language, code in codes_of(target):
        for framework in language.frameworks:
            for table in framework.tables(code):
                symbol = symbol_of(table.defined) or module_symbol(table.path)
                found.append(StoredTable(table.name, linked(symbol, target), table.columns))
    return sorted(dict.fromkeys(found), key=lambda table: (table.name, table.declared_by.name))
