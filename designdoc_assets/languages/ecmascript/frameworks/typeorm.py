"""TypeORM: entities, a table each."""

import re
from collections.abc import Iterable, Iterator, Mapping

from designdoc_assets.languages.ecmascript.frameworks.literals import string
from designdoc_assets.languages.ecmascript.frameworks.objects import scope_of
from designdoc_assets.languages.facts import Attribute, Class
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.secrets import shown_expression
from designdoc_assets.languages.tables import Column, Table
from designdoc_assets.markup import markdown

_KEYS = frozenset({"PrimaryColumn", "PrimaryGeneratedColumn"})
_DATES = frozenset({"CreateDateColumn", "UpdateDateColumn", "DeleteDateColumn", "VersionColumn"})
_TO_ONE = frozenset({"ManyToOne", "OneToOne"})
_COLUMNS = frozenset({"Column", *_KEYS, *_DATES})
_OR_NOTHING = re.compile(r"\s*\|\s*(?:null|undefined)\b")
_POINTS_AT = re.compile(r"=>\s*(?P<name>[\w$]+)\Z")


class TypeOrm(Framework):
    """`@Entity("users")`, `@Column({ nullable: true })`, `@ManyToOne(() => User)`."""

    name = "TypeORM"
    annotations = frozenset({"Entity", "JoinColumn", *_COLUMNS, *_TO_ONE})

    def tables(self, code: Code) -> Iterable[Table]:
        """Yield the tables of entities."""
        above: dict[tuple[str, str], dict[str, Registration]] = {}
        for path, facts in code.files.items():
            for each in facts.registrations:
                if each.annotates and each.simple_name in self.annotations and _is_own(code, path, each):
                    above.setdefault((path, each.annotates), {})[each.simple_name] = each
        entities = {
            code.resolve.defined(path, cls): (cls, told["Entity"])
            for path, facts in code.files.items()
            for cls in facts.classes
            if "Entity" in (told := above.get((path, cls.qualname), {}))
        }
        names = {defined: _named(cls, told) for defined, (cls, told) in entities.items()}
        for defined, (cls, _) in entities.items():
            columns: dict[str, Column] = {}
            for owner in (*reversed(code.resolve.ancestors(defined)), defined):
                if isinstance(owner, Defined) and owner.kind == "class" and owner.path in code.files:
                    columns |= {each.name: each for each in _columns(code, owner, above, names)}
            yield Table(names[defined], defined.path, cls.line, self.name, defined, tuple(columns.values()))


def _is_own(code: Code, path: str, each: Registration) -> bool:
    return code.resolve.meaning(path, each.name, scope_of(each)) == f"typeorm.{each.simple_name}"


def _named(cls: Class, told: Registration) -> str:
    """Return the name of a table, where that is given; else its entity's."""
    return string(told.argument(0)) or string(told.argument(-1, "name")) or cls.name


def _columns(
    code: Code,
    owner: Defined,
    above: Mapping[tuple[str, str], Mapping[str, Registration]],
    names: Mapping[Defined, str],
) -> Iterator[Column]:
    for attribute in code.resolve.class_at(owner).attributes:
        told = above.get((owner.path, f"{owner.qualname}.{attribute.name}"), {})
        column = next((told[verb] for verb in sorted(_COLUMNS & told.keys())), None)
        to_one = next((told[verb] for verb in sorted(_TO_ONE & told.keys())), None)
        if column is not None:
            yield _column(attribute, column)
        elif to_one is not None and ("JoinColumn" in told or to_one.simple_name == "ManyToOne"):
            yield _reference(code, owner.path, attribute, told, names)


def _column(attribute: Attribute, told: Registration) -> Column:
    is_key = told.simple_name in _KEYS
    name = string(told.argument(-1, "name")) or attribute.name
    type_ = string(told.argument(0)) or string(told.argument(-1, "type")) or _type(attribute)
    optional = told.argument(-1, "nullable") == "true" or told.simple_name == "DeleteDateColumn"
    doc = attribute.doc.summary if attribute.doc is not None else ""
    about = markdown.escape(string(told.argument(-1, "comment")) or "") or doc
    return Column(name, type_, is_key, "", optional, shown_expression(name, told.argument(-1, "default")), about)


def _type(attribute: Attribute) -> str:
    return _OR_NOTHING.sub("", attribute.type or "")


def _reference(
    code: Code, path: str, attribute: Attribute, told: Mapping[str, Registration], names: Mapping[Defined, str]
) -> Column:
    to_one, join = next(told[verb] for verb in sorted(_TO_ONE & told.keys())), told.get("JoinColumn")
    points = _POINTS_AT.search(to_one.argument(0))
    meant = code.definition(path, points["name"]) if points else None
    name = string(join.argument(-1, "name")) if join is not None else None
    doc = attribute.doc.summary if attribute.doc is not None else ""
    refers = names.get(meant, "") if meant is not None else ""
    optional = to_one.argument(-1, "nullable") != "false"
    return Column(name or attribute.name, _type(attribute), False, refers, optional, about=doc)


FRAMEWORK = TypeOrm()
