"""Units: what importers name, which is a package of several files in some languages, and a single module in others.

Where the files of a package share one namespace, code in one uses what another defines without an import: this finds
which file defines a name.
"""

from collections.abc import Mapping, Sequence

from designdoc_assets.languages.facts import Attribute, FileFacts
from designdoc_assets.languages.linking import Linker
from designdoc_assets.program.scopes import Definition


class Units:
    """The units of the files of one language; `is_shared` tells whether the files of a unit share one namespace."""

    def __init__(self, files: Mapping[str, FileFacts], linker: Linker, *, is_shared: bool) -> None:
        self._files = files
        self._linker = linker
        self.is_shared = is_shared
        self._homes: dict[tuple[str, str], dict[str, list[str]]] | None = None

    def defining_file(self, path: str, name: str) -> str | None:
        """Return the file beside the one at `path` that defines a name for their unit; None where none does.

        Several files that define it are parts of different builds: one of the same builds counts, else the first.
        """
        homes = self.homes(path, name)
        here = self._files[path].built_where
        return next((home for home in homes if self._files[home].built_where == here), next(iter(homes), None))

    def homes(self, path: str, name: str) -> Sequence[str]:
        """Return all files of the unit of the file at `path` that define a name."""
        if not self.is_shared:
            return ()
        if self._homes is None:
            self._homes = self._found()
        return self._homes.get(self._key(path), {}).get(name, ())

    def are_one(self, path: str, other: str) -> bool:
        """Return whether two files are of one unit that shares its names."""
        return self.is_shared and self._linker.name_of(path) == self._linker.name_of(other)

    def _key(self, path: str) -> tuple[str, str]:
        """Return what tells the unit of a file: in one folder there may be a program that is no part of its library."""
        return self._linker.name_of(path), self._files[path].unit

    def _found(self) -> dict[tuple[str, str], dict[str, list[str]]]:
        homes: dict[tuple[str, str], dict[str, list[str]]] = {}
        for path, facts in sorted(self._files.items()):
            unit = homes.setdefault(self._key(path), {})
            definitions: tuple[Definition, ...] = (*facts.classes, *facts.functions, *facts.constants)
            for definition in definitions:
                if isinstance(definition, Attribute) or "." not in definition.qualname:
                    files = unit.setdefault(definition.name, [])
                    if path not in files:
                        files.append(path)
        return homes
