"""JPA: entities, a table each, and the tables that join them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from designdoc_assets.languages.facts import Class
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.java.frameworks.annotated import Annotations
from designdoc_assets.languages.java.frameworks.jpa_fields import ANNOTATIONS, PACKAGES, TO_MANY, TO_ONE, Field, Fields
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.tables import Column, Table

_ONE_TABLE, _JOINED = "SINGLE_TABLE", "JOINED"


class Jpa(Framework):
    """Classes with `@Entity`, with what they inherit; fields that are not stored are left out."""

    name = "JPA"
    annotations = ANNOTATIONS

    def tables(self, code: Code) -> Iterable[Table]:
        """Yield the tables of entities, and those that join them by names of their own."""
        annotations = Annotations(code, PACKAGES)
        if annotations:
            yield from _Entities(annotations).tables()


class _Entities:
    def __init__(self, annotations: Annotations) -> None:
        self._annotations = annotations
        self._fields = Fields(annotations)
        self._code = annotations.code
        self._entities: dict[Defined, Class] = {
            self._code.resolve.defined(path, cls): cls
            for path, facts in self._code.files.items()
            for cls in facts.classes
            if annotations.one(path, cls.qualname, "Entity")
        }
        self._homes = {entity: self._home(entity) for entity in self._entities}

    def tables(self) -> Iterator[Table]:
        """Yield the tables."""
        columns: dict[Defined, list[Column]] = defaultdict(list)
        for entity, home in self._homes.items():
            own = list(self._columns(entity))
            columns[home] += [each if home == entity else replace(each, is_optional=not each.is_key) for each in own]
        for entity, cls in self._entities.items():
            for other, column in self._held_elsewhere(entity, cls):
                columns[self._homes[other]].append(column)
        for entity, cls in self._entities.items():
            if self._homes[entity] == entity:
                shown = {column.name: column for column in reversed(columns[entity])}
                ordered = [shown.pop(each.name) for each in columns[entity] if each.name in shown]
                yield Table(self._name(entity), entity.path, cls.line, Jpa.name, entity, tuple(ordered))
            yield from self._joining(entity, cls)

    def _home(self, entity: Defined) -> Defined:
        """Return the entity whose table an entity is stored in: the outermost, where nothing says another strategy."""
        above = [each for each, _ in self._annotations.lineage(entity) if each in self._entities]
        root = above[-1] if above else entity
        return root if self._strategy(root) == _ONE_TABLE else entity

    def _strategy(self, root: Defined) -> str:
        told = self._annotations.one(root.path, self._entities[root].qualname, "Inheritance")
        return (told.argument(-1, "strategy") if told is not None else "").rpartition(".")[2] or _ONE_TABLE

    def _name(self, entity: Defined) -> str:
        entity = self._homes[entity]
        cls = self._entities[entity]
        for annotation in ("Table", "Entity"):
            told = self._annotations.one(entity.path, cls.qualname, annotation)
            if told is not None and (name := self._fields.text(entity.path, told, "name")):
                return name
        return cls.name

    def _columns(self, entity: Defined) -> Iterator[Column]:
        """Yield the columns that an entity needs, those of what it inherits first."""
        pieces: list[list[Column]] = []
        parent = root = None
        for each, cls in self._annotations.lineage(entity):
            if each != entity and each in self._entities:
                parent, root = parent or each, each
            if parent is not None and self._homes[entity] != entity:
                break
            if each in self._entities or self._annotations.one(each.path, cls.qualname, "MappedSuperclass"):
                pieces.append(list(self._own_columns(each, cls)))
                if parent is not None and self._strategy(root or parent) == _JOINED:
                    pieces[-1] = [replace(key, refers=self._name(parent)) for key in pieces[-1] if key.is_key]
        for piece in reversed(pieces):
            yield from piece

    def _own_columns(self, owner: Defined, cls: Class) -> Iterator[Column]:
        for field in self._fields.of(owner, cls):
            if not TO_MANY.isdisjoint(field.annotations):
                continue
            to_one = next((field.annotations[name] for name in sorted(TO_ONE) if name in field.annotations), None)
            if to_one is not None and to_one.argument(-1, "mappedBy"):
                continue
            told = field.annotations.get("JoinColumn" if to_one is not None else "Column")
            other = self._entity(field) if to_one is not None else None
            yield Column(
                field.column or self._fields.text(field.owner.path, told, "name") or field.said.name,
                field.said.type or "",
                field.is_key,
                self._name(other) if other is not None else "",
                (told.argument(-1, "nullable") if told is not None else "") == "true",
                about=field.said.doc.summary if field.said.doc is not None else "",
            )

    def _entity(self, field: Field) -> Defined | None:
        """Return the entity that a field holds, or holds a collection of."""
        type_ = field.said.type or ""
        inner = type_.partition("<")[2].rpartition(">")[0].rpartition(",")[2].strip() or type_
        meant = self._code.resolve.meaning(field.owner.path, inner, field.cls.qualname) if inner else None
        return meant if isinstance(meant, Defined) and meant in self._entities else None

    def _held_elsewhere(self, entity: Defined, cls: Class) -> Iterator[tuple[Defined, Column]]:
        """Yield the columns of other tables that refer to an entity because that says so."""
        for field in self._fields.of(entity, cls):
            told, other = field.annotations.get("JoinColumn"), self._entity(field)
            name = self._fields.text(field.owner.path, told, "name")
            if name and other is not None and "OneToMany" in field.annotations:
                yield other, Column(name, cls.name, refers=self._name(entity))

    def _joining(self, entity: Defined, cls: Class) -> Iterator[Table]:
        for field in self._fields.of(entity, cls):
            told, other = field.annotations.get("JoinTable"), self._entity(field)
            name = self._fields.text(field.owner.path, told, "name")
            if told is not None and other is not None and name:
                columns = [
                    Column(column, target.qualname.rpartition(".")[2], refers=self._name(target))
                    for key, target in (("joinColumns", entity), ("inverseJoinColumns", other))
                    for each in self._fields.nested(field.owner.path, told)
                    if each.keyword == key and (column := self._fields.text(field.owner.path, each, "name"))
                ]
                yield Table(name, field.owner.path, told.line, Jpa.name, entity, tuple(columns))


FRAMEWORK = Jpa()
