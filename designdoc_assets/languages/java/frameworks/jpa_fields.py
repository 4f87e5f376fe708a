"""Fields that JPA stores, with what annotations say of them; those of parts of an entity count as its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from designdoc_assets.languages.facts import Attribute, Class
from designdoc_assets.languages.java.frameworks.annotated import Annotations, text_of
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined

TO_ONE = frozenset({"ManyToOne", "OneToOne"})
TO_MANY = frozenset({"OneToMany", "ManyToMany", "ElementCollection"})
_KEYS = frozenset({"Id", "EmbeddedId"})
_PARTS = frozenset({"Embedded", "EmbeddedId"})
_TYPES = frozenset({"Entity", "Table", "MappedSuperclass", "Embeddable", "Inheritance"})
_NAMING = frozenset({"Column", "JoinColumn", "JoinTable", "AttributeOverride", "AttributeOverrides"})
ANNOTATIONS = TO_ONE | TO_MANY | _KEYS | _PARTS | _TYPES | _NAMING | {"Transient"}
PACKAGES = {"javax.persistence": ANNOTATIONS, "jakarta.persistence": ANNOTATIONS}
_UNSTORED = frozenset({"static", "transient"})
_DEEPEST = 4
"""Parts of parts."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field, and the class that it stands in."""

    owner: Defined
    cls: Class
    said: Attribute
    annotations: Mapping[str, Registration]
    is_part_of_key: bool = False
    column: str = ""
    """The name of its column, where what it is a part of says another."""

    @property
    def is_key(self) -> bool:
        """Whether it is the primary key, or a part of it."""
        return self.is_part_of_key or not _KEYS.isdisjoint(self.annotations)


class Fields:
    """The fields of classes."""

    def __init__(self, annotations: Annotations) -> None:
        """Read the annotations of JPA."""
        self._annotations = annotations
        self._code = annotations.code

    def of(self, owner: Defined, cls: Class, depth: int = _DEEPEST) -> Iterator[Field]:
        """Yield the fields of a class that are stored, those of its parts in the place of these."""
        for said in cls.attributes:
            above = list(self._above(owner.path, cls, said.name))
            if self._is_unstored(owner.path, f"{cls.qualname}.{said.name}", above):
                continue
            field = Field(owner, cls, said, {each.simple_name: each for each in above})
            part = self._part(field) if depth and TO_ONE.isdisjoint(field.annotations) else None
            if part is None:
                yield field
                continue
            columns = dict(self._overridden(owner.path, above))
            for inner in self.of(*part, depth - 1):
                column = columns.get(inner.said.name, "")
                yield replace(inner, is_part_of_key=field.is_key, column=column or inner.column)

    def nested(self, path: str, each: Registration) -> Iterator[Registration]:
        """Yield the annotations that are given to another."""
        registrations = self._code.files[path].registrations
        place = next(at for at, other in enumerate(registrations) if other is each)
        return (other for other in registrations if other.argument_of == place)

    def text(self, path: str, told: Registration | None, key: str) -> str:
        """Return a text that an annotation is given; empty where it is given none."""
        return (text_of(self._code, path, told.argument(-1, key), told.within) or "") if told is not None else ""

    def _above(self, path: str, cls: Class, name: str) -> Iterator[Registration]:
        """Yield the annotations of a field, and of its getter: an entity has them at the ones or at the others."""
        for prefix in ("", "get", "is"):
            member = f"{prefix}{name[:1].upper()}{name[1:]}" if prefix else name
            yield from self._annotations.above(path, f"{cls.qualname}.{member}")

    def _is_unstored(self, path: str, qualname: str, above: Sequence[Registration]) -> bool:
        if any(each.simple_name == "Transient" for each in above):
            return True
        return any(
            each.annotates == qualname and each.name in _UNSTORED for each in self._code.files[path].registrations
        )

    def _overridden(self, path: str, above: Sequence[Registration]) -> Iterator[tuple[str, str]]:
        """Yield the fields of a part that have other columns where it stands, and these."""
        for each in above:
            inside = list(self.nested(path, each))
            overrides = [other for other in (each, *inside) if other.simple_name == "AttributeOverride"]
            for override in overrides:
                for column in self.nested(path, override):
                    yield self.text(path, override, "name"), self.text(path, column, "name")

    def _part(self, field: Field) -> tuple[Defined, Class] | None:
        """Return the type of a field whose own fields stand in the table."""
        type_ = field.said.type or ""
        meant = self._code.resolve.meaning(field.owner.path, type_, field.cls.qualname) if type_ else None
        if not isinstance(meant, Defined) or meant.kind != "class" or meant.path not in self._code.files:
            return None
        found = self._code.resolve.class_at(meant)
        is_part = self._annotations.one(meant.path, found.qualname, "Embeddable") is not None
        return (meant, found) if is_part or not _PARTS.isdisjoint(field.annotations) else None
