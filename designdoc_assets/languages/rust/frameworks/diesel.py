"""Diesel: the tables that `table!` declares, and how `joinable!` says that they refer to each other."""

import re
from collections.abc import Iterable, Iterator, Mapping

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.rust.frameworks.crates import outside
from designdoc_assets.languages.tables import Column, Table

_COMMENT = re.compile(r"(?<![/:])//(?!/)[^\n]*|/\*.*?\*/", re.DOTALL)
_TABLE = re.compile(
    r"(?:^|(?<=[{;\]]))\s*(?P<name>(?:\w+\.)?\w+)\s*(?:\((?P<key>[^)]*)\)\s*)?\{(?P<columns>[^{}]*)\}", re.MULTILINE
)
_COLUMN = re.compile(
    r"(?P<before>(?:\s*(?:///[^\n]*|#\[[^\]]*\]))*)\s*(?P<name>\w+)\s*->\s*(?P<type>[\w:]+(?:<[\w:<>, ]*>)?)\s*,?"
)
_SQL_NAME = re.compile(r"#\[\s*sql_name\s*=\s*\"([^\"]+)\"")
_DOC = re.compile(r"///([^\n]*)")
_JOIN = re.compile(r"\(\s*(\w+)\s*->\s*(\w+)\s*\(\s*(\w+)\s*\)\s*\)\s*\Z")
_NULLABLE = re.compile(r"(?:\w+::)*Nullable<(.*)>\Z")


class Diesel(Framework):
    """`table! { users (id) { id -> Integer, } }`, `joinable!(posts -> users (user_id))`."""

    name = "Diesel"
    calls = frozenset({"table!", "joinable!"})

    def tables(self, code: Code) -> Iterable[Table]:
        """Yield tables, in order of the source."""
        told = [
            (path, each)
            for path, facts in code.files.items()
            for each in facts.registrations
            if each.simple_name in self.calls and _is_own(code, path, each)
        ]
        joins = {
            (found[1], found[3]): found[2]
            for _, each in told
            if each.simple_name == "joinable!" and (found := _JOIN.match(each.argument(0)))
        }
        names = {name: shown for path, each in told for name, shown, _ in _found(each)}
        for path, each in told:
            for name, shown, table in _found(each):
                refers = {column: names.get(to, to) for (of, column), to in joins.items() if of == name}
                columns = tuple(_columns(table, refers))
                yield Table(shown, path, each.line, self.name, Defined(path, "", "module"), columns)


def _is_own(code: Code, path: str, each: Registration) -> bool:
    name = each.name.removesuffix("!")
    meant = outside(code, path, name)
    # Before Rust had paths for macros, `#[macro_use] extern crate diesel` brought all of them.
    return meant.partition(".")[0] == "diesel" or (
        name in {"table", "joinable"} and not meant and "->" in each.argument(0)
    )


def _found(each: Registration) -> Iterator[tuple[str, str, re.Match[str]]]:
    """Yield the name of a table, its name in the database, and what is written of it."""
    text = _COMMENT.sub("", each.argument(0))
    if each.simple_name == "table!" and (table := _TABLE.search(text)) is not None:
        name = "".join(table["name"].split())
        own = _SQL_NAME.search(text[: table.start()])
        yield name.rpartition(".")[2], (own[1] if own else name.removeprefix("public.")), table


def _columns(table: re.Match[str], refers: Mapping[str, str]) -> Iterator[Column]:
    keys = re.findall(r"\w+", table["key"] if table["key"] is not None else "id")
    for each in _COLUMN.finditer(table["columns"]):
        own = _SQL_NAME.search(each["before"])
        optional = _NULLABLE.match(each["type"])
        yield Column(
            own[1] if own else each["name"],
            optional[1] if optional else each["type"],
            each["name"] in keys,
            refers.get(each["name"], ""),
            optional is not None,
            about=" ".join(line.strip() for line in _DOC.findall(each["before"])),
        )


FRAMEWORK = Diesel()
