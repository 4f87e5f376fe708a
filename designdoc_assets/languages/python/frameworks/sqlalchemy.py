"""SQLAlchemy, with Flask-SQLAlchemy and SQLModel: tables that are objects, and those of models."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from designdoc_assets.languages.facts import Attribute, Class
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.literals import constant_string, string
from designdoc_assets.languages.python.frameworks.objects import Objects
from designdoc_assets.languages.python.frameworks.packages import package_of
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.secrets import shown_expression
from designdoc_assets.languages.tables import Column, Table
from designdoc_assets.markup import markdown

_COLUMNS = frozenset({"Column", "mapped_column", "Field"})
_PACKAGES = frozenset({"sqlalchemy", "sqlmodel"})
_MAPPED = re.compile(r"(?:\w+\.)*Mapped\[(?P<type>.*)\]\Z")
_OPTIONAL = re.compile(r"(?:\w+\.)*Optional\[(?P<one>.*)\]\Z|(?P<other>.*?) \| None\Z")
_WORD_BEGINS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NO_TABLES: Mapping[str, str] = MappingProxyType({})
_RELATION = re.compile(r"(?:\w+\.)*(?:relationship|Relationship|association_proxy|column_property|synonym)\Z")


class SqlAlchemy(Framework):
    """`Table("bills", metadata, Column(...))`, and classes with `__tablename__`."""

    name = "SQLAlchemy"
    calls = frozenset({"Table", "Column", "mapped_column", "ForeignKey", "SQLAlchemy", "Field"})

    def tables(self, code: Code) -> Iterable[Table]:
        """Yield tables, in order of the source."""
        objects = Objects(code, {"flask_sqlalchemy"}, {"SQLAlchemy"})
        for path, facts in code.files.items():
            named = {
                each.result: constant_string(code, path, each.argument(0, "name"), each.within) or each.result
                for each in facts.registrations
                if each.simple_name == "Table"
            }
            for at, each in enumerate(facts.registrations):
                if each.simple_name == "Table" and self._is_own(objects, path, each):
                    name = constant_string(code, path, each.argument(0, "name"), each.within)
                    if name:
                        kind = "constant" if each.result and not each.within else "module"
                        defined = Defined(path, each.result if kind == "constant" else "", kind)  # type: ignore[arg-type]
                        columns = tuple(_columns_inside(objects, path, at, named))
                        yield Table(name, path, each.line, self.name, defined, columns)
            for cls in facts.classes:
                if (table := self._of_class(objects, path, cls)) is not None:
                    yield table

    def _of_class(self, objects: Objects, path: str, cls: Class) -> Table | None:
        code = objects.code
        attributes = {each.name: each for each in cls.attributes}
        registrations = code.files[path].registrations
        own = [(registrations[at], at) for at in code.places_within(path, cls.qualname)]
        columns_told = [(each, at) for each, at in own if each.result and each.simple_name in _COLUMNS]
        told = {each.result: at for each, at in columns_told if self._is_own(objects, path, each)}
        tablename = attributes.get("__tablename__")
        has_key = any(registrations[at].argument(-1, "primary_key") == "True" for at in told.values())
        name = constant_string(code, path, (tablename.value or "") if tablename is not None else "")
        mapped = [name for name, each in attributes.items() if _MAPPED.match(each.type or "")]
        # A model without a name of its own has one that is made of the class's; what has no key is a part of models.
        if not (told or mapped) or not (name or has_key):
            return None
        shown = [each for each in cls.attributes if _is_column(each, told)]
        columns = tuple(_column(objects, path, each, told.get(each.name)) for each in shown)
        defined = code.resolve.defined(path, cls)
        if _is_sqlmodel(code, defined):
            columns = tuple({each.name: each for each in self._sqlmodel_columns(objects, defined)}.values())
        return Table(name or _own_name(objects, path, cls), path, cls.line, self.name, defined, columns)

    def _sqlmodel_columns(self, objects: Objects, defined: Defined) -> Iterator[Column]:
        """Yield the columns of a model of SQLModel: all of its fields, those of what it derives from first."""
        code = objects.code
        for owner in (*reversed(code.resolve.ancestors(defined)), defined):
            if not isinstance(owner, Defined) or owner.kind != "class" or owner.path not in code.files:
                continue
            cls, registrations = code.resolve.class_at(owner), code.files[owner.path].registrations
            told = {
                registrations[at].result: at
                for at in code.places_within(owner.path, cls.qualname)
                if registrations[at].simple_name in _COLUMNS and self._is_own(objects, owner.path, registrations[at])
            }
            for each in cls.attributes:
                is_relation = each.call is not None and _RELATION.match(each.call.name)
                if each.type and not each.type.startswith("ClassVar") and each.name[:1] != "_" and not is_relation:
                    yield _column(objects, owner.path, each, told.get(each.name))

    def _is_own(self, objects: Objects, path: str, each: Registration) -> bool:
        code = objects.code
        if each.receiver and objects.named(path, each.receiver, each.within) is not None:
            return True
        return package_of(code.resolve.meaning(path, each.name, each.within)) in _PACKAGES


def _own_name(objects: Objects, path: str, cls: Class) -> str:
    """Return the name of the table of a model that does not say it, as what it derives from makes it."""
    code = objects.code
    if any(objects.named(path, name.rpartition(".")[0]) for each in cls.heritage if "." in (name := each.name)):
        return _WORD_BEGINS.sub("_", cls.name).lower()  # https://flask-sqlalchemy.readthedocs.io, "Generating Names"
    return cls.name.lower() if _is_sqlmodel(code, code.resolve.defined(path, cls)) else cls.name


def _is_sqlmodel(code: Code, model: Defined) -> bool:
    return "sqlmodel" in map(package_of, code.resolve.ancestors(model))


def _is_column(attribute: Attribute, told: Mapping[str, int]) -> bool:
    if attribute.call is not None and _RELATION.match(attribute.call.name):
        return False
    return attribute.name in told or bool(_MAPPED.match(attribute.type or ""))


def _column(objects: Objects, path: str, attribute: Attribute, told: int | None) -> Column:
    mapped = _MAPPED.match(attribute.type or "")
    type_ = mapped["type"] if mapped is not None else attribute.type or ""
    optional = _OPTIONAL.match(type_)
    is_optional = optional is not None
    type_ = (optional["one"] or optional["other"]) if optional is not None else type_
    if told is None:
        return Column(attribute.name, type_, is_optional=is_optional)
    called = _called_column(objects, path, told, attribute.name)
    return replace(called, type=called.type or type_, is_optional=called.is_optional or is_optional)


def _columns_inside(objects: Objects, path: str, table: int, named: Mapping[str, str]) -> Iterator[Column]:
    code = objects.code
    for at in code.places_given(path, table):
        if code.files[path].registrations[at].simple_name == "Column":
            yield _called_column(objects, path, at, named=named)


def _called_column(
    objects: Objects, path: str, at: int, attribute: str = "", *, named: Mapping[str, str] = _NO_TABLES
) -> Column:
    """Return the column that a call makes: `Column("id", Integer, ForeignKey("users.id"))`, its name left out or not.

    Args:
        objects: What the files of the code make.
        path: The file of the call.
        at: The place of the call.
        attribute: Of a model, the attribute that it is set to: its name, where the call has none.
        named: Of a table that is no model, the names of the tables that are set to names of the file.
    """
    code = objects.code
    each = code.files[path].registrations[at]
    positional = [value for key, value in each.arguments if not key and not value.startswith("*")]
    name = constant_string(code, path, positional[0], each.within) if positional else None
    behind = positional[1:] if name is not None else positional
    type_ = each.argument(-1, "type_") or next((value for value in behind if "ForeignKey" not in value), "")
    is_default_first = each.simple_name == "Field"  # of SQLModel, where the annotation is the type
    shown = each.argument(-1, "name").strip("\"'") or name or attribute
    default = each.argument(-1, "default") or each.argument(-1, "server_default")
    return Column(
        name=shown,
        type="" if is_default_first else type_,
        is_key=each.argument(-1, "primary_key") == "True",
        refers=_refers(objects, path, at, named),
        is_optional=each.argument(-1, "nullable") == "True",
        default=shown_expression(shown, default if default != "None" else ""),
        about=markdown.escape(string(each.argument(-1, "comment")) or ""),
    )


def _refers(objects: Objects, path: str, at: int, named: Mapping[str, str]) -> str:
    """Return the table that a column refers to: of `users.id`, `users`; of a column of a table, that table's name."""
    code = objects.code
    registrations = code.files[path].registrations
    each, given = registrations[at], [registrations[place] for place in code.places_given(path, at)]
    key = next((one for one in given if one.simple_name == "ForeignKey"), None)
    written = key.argument(0, "column") if key is not None else each.argument(-1, "foreign_key")
    if (told := constant_string(code, path, written, each.within)) is not None:
        return told.rpartition(".")[0].rpartition(".")[2] or told  # a schema may stand before the name
    first = written.partition(".")[0]
    meant = code.resolve.meaning(path, first, each.within) if first else None
    if isinstance(meant, Defined) and meant.kind == "class":
        return _class_table(objects, meant)
    return named.get(first, "")


def _class_table(objects: Objects, model: Defined) -> str:
    """Return the name of the table of a model, as `_of_class` has it."""
    code = objects.code
    cls = code.resolve.class_at(model)
    tablename = next((each.value for each in cls.attributes if each.name == "__tablename__"), None)
    return constant_string(code, model.path, tablename or "") or _own_name(objects, model.path, cls)


FRAMEWORK = SqlAlchemy()
