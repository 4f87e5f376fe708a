"""Units of several files that see each other's names: which of them defines a name."""

from collections.abc import Mapping

from designdoc_assets.languages.facts import Attribute, FileFacts
from designdoc_assets.languages.linking import Linker
from designdoc_assets.program.scopes import Definition


class Units:
    """The units of the files of one language; where the names of a unit are not shared, each file is by itself."""

    def __init__(self, files: Mapping[str, FileFacts], linker: Linker, *, is_shared: bool) -> None:
        self._files = files
        self._linker = linker
        self.is_shared = is_shared
        self._homes: dict[str, dict[str, str]] | None = None

    def home(self, path: str, name: str) -> str | None:
        """Return the file beside the one at `path` that defines a name for their unit; None where none does.

        Of several files that define it, the first by path counts: they are for different systems.
        """
        if not self.is_shared:
            return None
        if self._homes is None:
            self._homes = self._found()
        return self._homes.get(self._linker.name_of(path), {}).get(name)

    def are_one(self, path: str, other: str) -> bool:
        """Return whether two files are of one unit that shares its names."""
        return self.is_shared and self._linker.name_of(path) == self._linker.name_of(other)

    def _found(self) -> dict[str, dict[str, str]]:
        homes: dict[str, dict[str, str]] = {}
        for path, facts in sorted(self._files.items()):
            unit = homes.setdefault(self._linker.name_of(path), {})
            definitions: tuple[Definition, ...] = (*facts.classes, *facts.functions, *facts.constants)
            for definition in definitions:
                if isinstance(definition, Attribute) or "." not in definition.qualname:
                    unit.setdefault(definition.name, path)
        return homes
