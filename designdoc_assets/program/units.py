"""Units: what importers name, which is a package of several files in some languages, and a single module in others.

Where the files of a package share one namespace, code in one uses what another defines without an import: this finds
which file defines a name.
"""

from collections.abc import Mapping

from designdoc_assets.languages.facts import Attribute, FileFacts
from designdoc_assets.languages.linking import Linker
from designdoc_assets.program.scopes import Definition


class Units:
    """The units of the files of one language; `is_shared` tells whether the files of a unit share one namespace."""

    def __init__(self, files: Mapping[str, FileFacts], linker: Linker, *, is_shared: bool) -> None:
        self._files = files
        self._linker = linker
        self.is_shared = is_shared
        self._files_by_name: dict[str, dict[str, str]] | None = None
        """By unit and by name, the file that defines it."""

    def defining_file(self, path: str, name: str) -> str | None:
        """Return the file beside the one at `path` that defines a name for their unit; None where none does.

        Of several files that define it, the first by path counts: they are for different systems.
        """
        if not self.is_shared:
            return None
        if self._files_by_name is None:
            self._files_by_name = self._found()
        return self._files_by_name.get(self._linker.name_of(path), {}).get(name)

    def are_one(self, path: str, other: str) -> bool:
        """Return whether two files are of one unit that shares its names."""
        return self.is_shared and self._linker.name_of(path) == self._linker.name_of(other)

    def _found(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for path, facts in sorted(self._files.items()):
            unit = found.setdefault(self._linker.name_of(path), {})
            definitions: tuple[Definition, ...] = (*facts.classes, *facts.functions, *facts.constants)
            for definition in definitions:
                if isinstance(definition, Attribute) or "." not in definition.qualname:
                    unit.setdefault(definition.name, path)
        return found
