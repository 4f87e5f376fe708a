"""Which file an import means: by path, by the names of packages, and by the options of the compiler.

A unit is a file. What no file of the target is found for, and is no path, is of others.
"""

import posixpath
from collections.abc import Mapping

from designdoc_assets.languages.ecmascript.compiler_options import CompilerOptions
from designdoc_assets.languages.ecmascript.imports import DEFAULT, WHOLE
from designdoc_assets.languages.ecmascript.lexicon import STANDARD
from designdoc_assets.languages.ecmascript.packages import Packages, library_of
from designdoc_assets.languages.ecmascript.sources import Sources, module_of
from designdoc_assets.languages.facts import FileFacts, Import
from designdoc_assets.languages.linking import External, PathLinker, Surroundings

CONFIGURATIONS = ("package.json", "tsconfig*.json", "jsconfig.json")
_WHOLE = frozenset({DEFAULT, WHOLE, None})


class Modules(PathLinker):
    """The `Linker` of TypeScript and JavaScript."""

    def __init__(self, files: Mapping[str, FileFacts], around: Surroundings) -> None:
        super().__init__(files, around)
        self._sources = Sources(files)
        self._packages = Packages(around.configurations, self._sources)
        self._options = CompilerOptions(around.configurations)
        self._others = frozenset(around.others)
        self._found: dict[tuple[str, str], str | None] = {}

    def name_of(self, path: str) -> str:
        """Return how a file is imported: by the name of its package where that means it, else by its path."""
        package = self._packages.around(path)
        if package is not None and package.name and self.find(package.name, path) == path:
            return package.name
        return module_of(path)

    def find(self, unit: str, importer: str) -> str | None:
        """Return the file that a module's name means in the file at `importer`; the empty one means that file."""
        if not unit:
            return importer
        key = (posixpath.dirname(importer), unit)
        if key not in self._found:
            self._found[key] = self._looked_for(unit.partition("?")[0], importer)
        return self._found[key]

    def _looked_for(self, unit: str, importer: str) -> str | None:
        if unit.startswith("."):
            return self._sources.at(posixpath.join(posixpath.dirname(importer), unit))
        if unit.startswith("#") and (found := self._packages.private(unit, importer)) is not None:
            return found
        if unit.startswith(("/", "node:")):
            return None
        matches = (self._sources.at(path) for path in self._options.matches(unit, importer))
        return next((path for path in matches if path is not None), None) or self._packages.find(unit)

    def leads_to(self, entry: Import, importer: str) -> str | External | None:
        """Return the file that is imported as a whole; a name that it does not define means nothing."""
        found = self.find(entry.module, importer)
        if found is not None:
            return found if entry.name in _WHOLE and found != importer else None
        outside = self.outside(entry.module, importer)
        if outside is None or entry.name in _WHOLE:
            return outside
        return self.member_of(outside, entry.name or "", importer)

    def outside(self, unit: str, importer: str) -> External | None:
        """Return a package of others; none of a path, nor of what only this target's tools know."""
        if not unit or unit.startswith((".", "/", "#")):
            return None
        name = unit.removeprefix("node:")
        if unit.startswith("node:") or name.partition("/")[0] in STANDARD:
            return External(name, "standard", name)
        if self._packages.named(unit) is not None:
            return External(unit, "unread", library_of(unit))
        if "!" in unit or ":" in unit or unit.startswith(("~", "@/", "$")):
            return None  # A name that a bundler gives a path of this target.
        matches = self._options.matches(unit.partition("?")[0], importer)
        if any(posixpath.normpath(path) in self._others for path in matches):
            return None  # A picture or a style of this target, under a name that the compiler's options give it.
        return External(unit, "third party", library_of(unit))
