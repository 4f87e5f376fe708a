"""What `tsconfig.json` and `jsconfig.json` say of imports: `baseUrl` and `paths`, inherited ones included."""

import posixpath
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from designdoc_assets.languages.ecmascript.jsonc import inner, string, table

_OWN = ("tsconfig.json", "jsconfig.json")
_MOST = 16
"""Files that extend each other in a row."""


class Options(NamedTuple):
    """Where imports by no path are looked for."""

    base: str | None
    """A folder; None where none is named."""
    paths: Mapping[str, tuple[str, ...]]
    """Patterns of imports, and the paths that they mean, from the top of the target."""


NONE = Options(None, {})


class CompilerOptions:
    """The options of each folder.

    Args:
        texts: The texts of the files that hold options, by path.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = {path: text for path, text in texts.items() if posixpath.basename(path) != "package.json"}
        self._of_folder: dict[str, Options] = {}

    def of(self, path: str) -> Options:
        """Return the options for a file: those of the nearest folder around it that has some."""
        if not self._texts:
            return NONE
        folder = posixpath.dirname(path)
        if folder not in self._of_folder:
            own = [posixpath.join(folder, name) for name in _OWN]
            found = next((self._read(name, set()) for name in own if name in self._texts), None)
            if found is None or found == NONE:
                found = self.of(folder) if folder else NONE
            self._of_folder[folder] = found
        return self._of_folder[folder]

    def matches(self, unit: str, importer: str) -> Iterator[str]:
        """Yield the paths that an import by no path may mean, the likeliest first."""
        options = self.of(importer)
        best: tuple[int, tuple[str, ...], str] | None = None
        for pattern, targets in options.paths.items():
            before, star, after = pattern.partition("*")
            is_match = unit == pattern if not star else unit.startswith(before) and unit.endswith(after)
            if is_match and (best is None or len(before) > best[0]):
                best = len(before), targets, unit[len(before) : len(unit) - len(after)] if star else ""
        if best is not None:
            yield from (target.replace("*", best[2]) for target in best[1])
        if options.base is not None:
            yield posixpath.join(options.base, unit)

    def _read(self, path: str, seen: set[str]) -> Options:
        """Return the options of a file, and of those that it extends where it says nothing itself."""
        if path in seen or len(seen) > _MOST or path not in self._texts:
            return NONE
        seen.add(path)
        said = table(self._texts[path])
        folder = posixpath.dirname(path)
        options = inner(said, "compilerOptions")
        base = string(options, "baseUrl")
        found = NONE
        for other in self._extended(said.get("extends"), folder):
            above = self._read(other, seen)
            found = Options(above.base if above.base is not None else found.base, above.paths or found.paths)
        own_base = posixpath.normpath(posixpath.join(folder, base)) if base else None
        paths = {
            pattern: tuple(posixpath.join(own_base or folder, target) for target in targets if isinstance(target, str))
            for pattern, targets in inner(options, "paths").items()
            if isinstance(targets, list)
        }
        found = Options(own_base if own_base is not None else found.base, paths or found.paths)
        if found == NONE:
            # A file that only refers to others: one of them has the options of the sources beside it.
            references = said.get("references")
            for reference in references if isinstance(references, list) else ():
                inside = string(reference, "path") if isinstance(reference, dict) else ""
                for name in _as_files(posixpath.normpath(posixpath.join(folder, inside))) if inside else ():
                    if posixpath.dirname(name) == folder and found == NONE:
                        found = self._read(name, seen)
        return found

    def _extended(self, said: object, folder: str) -> Iterator[str]:
        for entry in [said] if isinstance(said, str) else said if isinstance(said, list) else ():
            if isinstance(entry, str) and entry.startswith("."):
                names = _as_files(posixpath.normpath(posixpath.join(folder, entry)))
                yield from (name for name in names if name in self._texts)


def _as_files(path: str) -> tuple[str, ...]:
    return (path, f"{path}.json", f"{path}/tsconfig.json")
