"""gorm: structs that it migrates, or that say what their table is called."""

import re
from collections.abc import Iterable, Iterator, Mapping

from designdoc_assets.languages.facts import Attribute, Class
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.go.frameworks.literals import told
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.secrets import shown_expression
from designdoc_assets.languages.tables import Column, Table
from designdoc_assets.markup import markdown

_GIVEN = re.compile(r"&?(?P<made>[\w.]+)\{.*\}\Z|new\((?P<new>[\w.]+)\)\Z", re.DOTALL)
_MODEL = ("gorm.io/gorm.Model", "github.com/jinzhu/gorm.Model")
_OF_A_MODEL = (
    Column("ID", "uint", is_key=True),
    Column("CreatedAt", "time.Time"),
    Column("UpdatedAt", "time.Time"),
    Column("DeletedAt", "gorm.DeletedAt", is_optional=True),
)
"""What `gorm.Model` brings: https://gorm.io/docs/models.html"""
_MAY_BE_NOTHING = re.compile(r"\*|sql\.Null|gorm\.DeletedAt")
_DEEPEST = 4
"""Structs in structs."""


class Gorm(Framework):
    """`db.AutoMigrate(&User{})`, `func (User) TableName() string`, fields with tags such as `gorm:"primaryKey"`."""

    name = "gorm"
    calls = frozenset({"AutoMigrate"})

    def tables(self, code: Code) -> Iterable[Table]:
        """Yield the tables of structs, by the names that `TableName` gives them; else by their own."""
        tags = {
            (path, each.annotates): _settings(each.argument(0))
            for path, facts in code.files.items()
            for each in facts.registrations
            if each.name == "gorm"
        }
        names = dict(_names(code, tags))
        models = _Models(code, tags, names)
        for defined, name in names.items():
            cls = code.resolve.class_at(defined)
            columns = {column.name: column for column in models.columns(defined)}
            shown = tuple(column for column in columns.values() if column.name)
            yield Table(name, defined.path, cls.line, self.name, defined, shown)


def _names(code: Code, tags: Mapping[tuple[str, str], Mapping[str, str]]) -> Iterator[tuple[Defined, str]]:
    """Yield the structs that are tables, with what these are called."""
    own: dict[Defined, str] = {}
    migrated: list[Defined] = []
    for path, facts in code.files.items():
        is_there = any(entry.module in {"gorm.io/gorm", "github.com/jinzhu/gorm"} for entry in facts.imports)
        for each in facts.registrations:
            if each.name == "TableName" and (defined := code.definition(path, each.annotates)) is not None:
                own[defined] = told(code, path, each.argument(0)) or ""
            if each.simple_name == "AutoMigrate" and is_there:
                given = [_GIVEN.match(value) for _, value in each.arguments]
                meant = [code.definition(path, found["made"] or found["new"], each.within) for found in given if found]
                migrated += [defined for defined in meant if defined is not None]
    tagged = {(path, name.rpartition(".")[0]) for path, name in tags}
    for defined in dict.fromkeys([*migrated, *(each for each in own if (each.path, each.qualname) in tagged)]):
        if defined.kind == "class" and defined.path in code.files:
            yield defined, own.get(defined) or defined.qualname


class _Models:
    def __init__(
        self, code: Code, tags: Mapping[tuple[str, str], Mapping[str, str]], names: Mapping[Defined, str]
    ) -> None:
        self._code = code
        self._tags = tags
        self._names = names
        self._held: dict[tuple[Defined, str], str] = {}
        """By a model and a field of it, the table that it refers to, as another model's field says."""
        for owner in names:
            for field in code.resolve.class_at(owner).attributes:
                other = self._struct(owner, field)
                if other is not None and other in names and "-" not in self._settings(owner, field):
                    self._relate(owner, field, other)

    def columns(self, owner: Defined, depth: int = _DEEPEST, prefix: str = "") -> Iterator[Column]:
        """Yield the columns of a struct, those of embedded ones in their places."""
        fields = [each for each in self._code.resolve.class_at(owner).attributes if each.visibility == "public"]
        has_key = any("primarykey" in self._settings(owner, each) for each in fields)
        embeds = {each.name.lstrip("*") for each in self._code.resolve.class_at(owner).heritage}
        for field in fields:
            settings = self._settings(owner, field)
            type_ = (field.type or "").lstrip("*")
            if "-" in settings:
                continue
            if self._code.resolve.meaning(owner.path, type_) in _MODEL or type_ == "gorm.Model":
                yield from _OF_A_MODEL
            elif (inner := self._struct(owner, field)) is None:
                yield self._column(
                    owner, field, prefix, is_key="primarykey" in settings or (not has_key and field.name == "ID")
                )
            elif depth and ("embedded" in settings or type_ in embeds):
                yield from self.columns(inner, depth - 1, prefix + settings.get("embeddedprefix", ""))

    def _column(self, owner: Defined, field: Attribute, prefix: str, *, is_key: bool) -> Column:
        settings = self._settings(owner, field)
        name, default = prefix + (settings.get("column") or field.name), settings.get("default", "")
        doc = field.doc.summary if field.doc is not None else ""
        return Column(
            name,
            settings.get("type") or (field.type or "").lstrip("*"),
            is_key,
            self._held.get((owner, field.name), ""),
            not is_key and "not null" not in settings and bool(_MAY_BE_NOTHING.match(field.type or "")),
            default if shown_expression(name, f"'{default}'") != "…" else "…",
            markdown.escape(settings.get("comment", "")) or doc,
        )

    def _relate(self, owner: Defined, field: Attribute, other: Defined) -> None:
        """Note which field refers to what, where a model has another, or many of another."""
        key = self._settings(owner, field).get("foreignkey", "")
        for model, target, name in ((owner, other, field.name), (other, owner, owner.qualname)):
            column = key or f"{name}ID"
            is_there = any(each.name == column for each in self._code.resolve.class_at(model).attributes)
            is_of_the_other = model == owner and (field.type or "").startswith("[]")
            if is_there and not is_of_the_other:
                self._held.setdefault((model, column), self._names[target])
                return

    def _struct(self, owner: Defined, field: Attribute) -> Defined | None:
        """Return the struct of the target that a field holds, or holds many of: it is no column."""
        type_ = (field.type or "").lstrip("*[]")
        meant = self._code.definition(owner.path, type_) if type_ else None
        if meant is None or meant.kind != "class" or meant.path not in self._code.files:
            return None
        found: Class = self._code.resolve.class_at(meant)
        return meant if found.attributes and found.word == "struct" else None

    def _settings(self, owner: Defined, field: Attribute) -> Mapping[str, str]:
        return self._tags.get((owner.path, f"{owner.qualname}.{field.name}"), {})


def _settings(tag: str) -> Mapping[str, str]:
    """Return what a tag sets, by names in lower case: of `column:id;not null`, `id` and nothing."""
    pairs = (part.partition(":") for part in tag.split(";"))
    found = {name.strip().lower(): value.strip() for name, _, value in pairs if name.strip()}
    return found | ({"primarykey": ""} if "primary_key" in found else {})


FRAMEWORK = Gorm()
