"""How the files of a language become one program: their units, what imports lead to, and what is outside.

Which unit a file belongs to, and which file speaks for it, follows from paths, manifests and imports; nothing is
imported to find out. What stands under a unit's names is the work of `program`.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from designdoc_assets.languages.doc_facts import Visibility
from designdoc_assets.languages.facts import FileFacts, Import

ExternalKind = Literal["builtin", "standard", "third party", "unread"]
"""What needs no import; what comes with the language; what others made; what belongs to the target, as its name tells,
in a file that was not read: compiled, generated, left out."""


@dataclass(frozen=True, slots=True)
class External:
    """Something that no file of the target defines, as far as files were read. Its full name tells which."""

    name: str
    kind: ExternalKind = field(compare=False)
    library: str = field(compare=False)
    """What it belongs to as a whole: `os` of `os.path.join`."""

    @property
    def written(self) -> str:
        """How code writes it that imports what it must: the full name, without the place of what is built in."""
        return self.name.removeprefix(f"{self.library}.") if self.kind == "builtin" else self.name


@dataclass(frozen=True, slots=True)
class Project:
    """A distribution that is built from a folder."""

    name: str
    """Empty where that is unknown."""
    started: tuple[str, ...] = ()
    """The units that its commands and other entry points name."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a linker is told beside the files that it links."""

    projects: Mapping[str, Project] = field(default_factory=dict)
    """The folders that hold a distribution; they end with `/`, the target's own is the empty text."""
    dependency_units: Container[str] = frozenset()
    """The first names of the units that the distributions hold which the target depends on."""
    configurations: Mapping[str, str] = field(default_factory=dict)
    """The texts of the files that a language's linker asked for, by path: see `Language.configurations`."""
    others: Iterable[str] = ()
    """The paths of files that are not read as source, but may be units."""


class Linker(Protocol):
    """Links the files of one language."""

    def name_of(self, path: str) -> str:
        """Return the name by which importers know the unit of the file at `path`."""

    def visibility(self, path: str) -> Visibility:
        """Return for whom the file at `path` is meant."""

    def find(self, unit: str, importer: str) -> str | None:
        """Return the file that speaks for a unit, which is named as in the file at `importer`; None if none does."""

    def subunit(self, path: str, name: str) -> str | None:
        """Return the file of the unit `name` right inside of the one that the file at `path` speaks for."""

    def binds(self, entry: Import) -> str:
        """Return the name by which code uses what is imported."""

    def leads_to(self, entry: Import, importer: str) -> str | External | None:
        """Return what an import binds where no file defines its name: the file of a unit, or something outside."""

    def outside(self, unit: str, importer: str) -> External | None:
        """Return a unit that no file speaks for; None where it is not told what it is."""

    def member_of(self, outer: External, name: str, importer: str) -> str | External:
        """Return what `name` means right inside of something outside: a unit's file, or something outside again."""


class PathLinker:
    """Of a language whose files are units of their own, called by their paths: what else is imported, others made."""

    def __init__(self, files: Mapping[str, FileFacts], around: Surroundings) -> None:
        self._files = files

    def name_of(self, path: str) -> str:
        """Return the path."""
        return path

    def visibility(self, path: str) -> Visibility:
        """Return that it is meant for all."""
        return "public"

    def find(self, unit: str, importer: str) -> str | None:
        """Return the file of that path."""
        return unit if unit in self._files else None

    def subunit(self, path: str, name: str) -> str | None:
        """Return nothing: no unit is inside of another."""
        return None

    def binds(self, entry: Import) -> str:
        """Return the name by which code uses what is imported."""
        return entry.alias or entry.name or entry.module

    def leads_to(self, entry: Import, importer: str) -> str | External | None:
        """Return the file that is imported; a name that it does not define means nothing."""
        found = self.find(entry.module, importer)
        if found is not None:
            return None if entry.name else found
        return self.outside(f"{entry.module}.{entry.name}" if entry.name else entry.module, importer)

    def outside(self, unit: str, importer: str) -> External | None:
        """Return what others made under that name."""
        return External(unit, "third party", unit)

    def member_of(self, outer: External, name: str, importer: str) -> External:
        """Return what others made inside of it."""
        return External(f"{outer.name}.{name}", outer.kind, outer.library)
