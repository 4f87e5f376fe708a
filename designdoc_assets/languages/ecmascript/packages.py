"""The packages of a target: which file a name and a path in it mean, as `package.json` files say.

Of the conditions of `exports` and `imports`, the first counts that leads to a file of the target: sources and types
are these, where what is shipped is made of them.
"""

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from designdoc_assets.languages.ecmascript.jsonc import inner, string, table
from designdoc_assets.languages.ecmascript.sources import Sources
from designdoc_assets.languages.folders import folders_from

_FIRST = ("source", "types", "module", "main", "browser")
_DEEPEST = 8
"""Conditions in conditions."""


class Package(NamedTuple):
    """A folder with a `package.json`."""

    folder: str
    name: str
    says: Mapping[str, Any]


class Packages:
    """The packages of a target.

    Args:
        texts: The texts of its `package.json` files, by path.
        sources: Its files.
    """

    def __init__(self, texts: Mapping[str, str], sources: Sources) -> None:
        self._sources = sources
        self._by_folder: dict[str, Package] = {}
        self._by_name: dict[str, Package] = {}
        for path, text in sorted(texts.items(), key=lambda entry: (entry[0].count("/"), entry[0])):
            if posixpath.basename(path) == "package.json":
                folder, said = posixpath.dirname(path), table(text)
                package = self._by_folder[folder] = Package(folder, string(said, "name"), said)
                if package.name:
                    self._by_name.setdefault(package.name, package)

    def around(self, path: str) -> Package | None:
        """Return the package that a file belongs to."""
        around = (self._by_folder.get(folder) for folder in folders_from(posixpath.dirname(path)))
        return next((package for package in around if package is not None), None)

    def named(self, unit: str) -> Package | None:
        """Return the package of the target that an import is from."""
        return self._by_name.get(library_of(unit))

    def find(self, unit: str) -> str | None:
        """Return the file that an import from a package of the target means."""
        package = self.named(unit)
        if package is None:
            return None
        rest = unit[len(package.name) :].strip("/")
        exports = package.says.get("exports")
        if exports is not None:
            key = f"./{rest}" if rest else "."
            found = self._told(package, exports if _is_table(exports) else {".": exports}, key)
            return found if found is not None or rest else self._index(package)
        if rest:
            return self._sources.built(package.folder, rest) or self._sources.at(posixpath.join(package.folder, rest))
        return self._main(package)

    def private(self, unit: str, importer: str) -> str | None:
        """Return the file that a name with `#` means inside of a package."""
        package = self.around(importer)
        return self._told(package, inner(dict(package.says), "imports"), unit) if package is not None else None

    def _main(self, package: Package) -> str | None:
        for field in _FIRST:
            if (said := package.says.get(field)) and isinstance(said, str):
                found = self._sources.built(package.folder, said)
                if found is not None:
                    return found
        return self._index(package)

    def _index(self, package: Package) -> str | None:
        """Return the file that most packages begin with, where what they ship is made by a tool of its own."""
        for folder in (package.folder, posixpath.join(package.folder, "src")):
            if (found := self._sources.at(f"{folder}/")) is not None:
                return found
        return None

    def _told(self, package: Package, said: Mapping[str, Any], key: str) -> str | None:
        if key in said:
            return self._first(package, said[key], "")
        for pattern, value in sorted(said.items(), key=lambda entry: -len(entry[0])):
            before, star, after = pattern.partition("*")
            if star and key.startswith(before) and key.endswith(after) and len(key) >= len(before) + len(after):
                return self._first(package, value, key[len(before) : len(key) - len(after)])
        return None

    def _first(self, package: Package, value: object, star: str) -> str | None:
        paths = (path.replace("*", star) for path in _paths(value, 0))
        found = (self._sources.built(package.folder, path) for path in paths if path.startswith("./"))
        return next((path for path in found if path is not None), None)


def library_of(unit: str) -> str:
    """Return the package that an import is from: its first segment, and a second one behind a scope."""
    parts = unit.split("/")
    return "/".join(parts[: 2 if unit.startswith("@") else 1])


def _is_table(exports: object) -> bool:
    return isinstance(exports, dict) and all(str(key).startswith(".") for key in exports)


def _paths(value: object, depth: int) -> Iterator[str]:
    """Yield the paths that conditions lead to, sources and types first."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list) and depth < _DEEPEST:
        for each in value:
            yield from _paths(each, depth + 1)
    elif isinstance(value, dict) and depth < _DEEPEST:
        for name in sorted(value, key=lambda name: name not in {"source", "types", "typescript"}):
            yield from _paths(value[name], depth + 1)
