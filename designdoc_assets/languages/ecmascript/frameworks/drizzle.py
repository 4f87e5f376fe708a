"""Drizzle: tables that are objects, with a builder for each column."""

import re
from collections.abc import Iterable, Iterator, Mapping

from designdoc_assets.languages.ecmascript.frameworks.literals import calls, fields, items, string
from designdoc_assets.languages.ecmascript.frameworks.objects import scope_of
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.secrets import shown_expression
from designdoc_assets.languages.tables import Column, Table
from designdoc_assets.markup import markdown

_PACKAGES = {"pgTable": "pg-core", "mysqlTable": "mysql-core", "sqliteTable": "sqlite-core"}
_TYPE_ARGUMENTS = re.compile(r"(?<=\w)<[^<>()]*(?:<[^<>()]*>[^<>()]*)*>(?=\()")
_POINTS_AT = re.compile(r"=>\s*(?P<table>[\w$]+)\.[\w$]+\Z")
_KEY = re.compile(r"\bprimaryKey\(\s*\{[^}]*\bcolumns:\s*\[(?P<columns>[^\]]*)\]")


class Drizzle(Framework):
    """`pgTable("users", { id: serial("id").primaryKey() })`, and the same for MySQL and SQLite."""

    name = "Drizzle"
    calls = frozenset(_PACKAGES)

    def tables(self, code: Code) -> Iterable[Table]:
        """Yield tables whose names are written out."""
        found = {
            (path, each.result, each.line): (each, name)
            for path, facts in code.files.items()
            for each in facts.registrations
            if each.simple_name in _PACKAGES
            and (name := string(each.argument(0))) is not None
            and _is_own(code, path, each)
        }
        names = {Defined(path, result, "constant"): name for (path, result, _), (_, name) in found.items()}
        for (path, result, line), (each, name) in found.items():
            defined = (
                Defined(path, result, "constant") if result and not scope_of(each) else Defined(path, "", "module")
            )
            yield Table(name, path, line, self.name, defined, tuple(_columns(code, path, each, names)))


def _is_own(code: Code, path: str, each: Registration) -> bool:
    meant = code.resolve.meaning(path, each.name, scope_of(each))
    return meant == f"drizzle-orm/{_PACKAGES[each.simple_name]}.{each.simple_name}"


def _columns(code: Code, path: str, each: Registration, names: Mapping[Defined, str]) -> Iterator[Column]:
    keys = {
        item.rpartition(".")[2].strip()
        for value in (each.argument(2), each.argument(3))
        for told in _KEY.finditer(value)
        for item in told["columns"].split(",")
    }
    for key, written in ((key, value) for key, value in each.arguments if key):
        chain = calls(_TYPE_ARGUMENTS.sub("", written))
        if not chain:
            continue
        (type_, given), *more = chain
        said = dict(more)
        is_key = "primaryKey" in said or key in keys
        name = (string(given[0]) if given else None) or key
        yield Column(
            name,
            type_,
            is_key,
            _referred(code, path, said.get("references", []), names),
            not is_key and "notNull" not in said,
            shown_expression(name, next(iter(said.get("default", [])), "now()" if "defaultNow" in said else "")),
            _one_of(given),
        )


def _referred(code: Code, path: str, given: list[str], names: Mapping[Defined, str]) -> str:
    points = _POINTS_AT.search(given[0]) if given else None
    meant = code.definition(path, points["table"]) if points else None
    return names.get(meant, "") if meant is not None else ""


def _one_of(given: list[str]) -> str:
    values = [string(each) for each in items(fields(given[-1]).get("enum", ""))] if given else []
    return (
        f"One of {', '.join(markdown.escape(each) for each in values if each)}" if values and None not in values else ""
    )


FRAMEWORK = Drizzle()
