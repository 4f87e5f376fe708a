"""Which package an import path means: told by the modules that `go.mod` files name, and by folders.

A package is a folder. Its files share all names, so any of them can speak for it: the one with its doc does.
"""

import posixpath
import re
from collections.abc import Mapping

from designdoc_assets.languages.doc_facts import Visibility
from designdoc_assets.languages.facts import FileFacts, Import
from designdoc_assets.languages.go.modules import Modules
from designdoc_assets.languages.linking import External, PathLinker, Surroundings

_MAJOR = re.compile(r"v\d+\Z")
_VERSIONED = re.compile(r"\.v\d+\Z")
_TEST = "_test"


class Packages(PathLinker):
    """The `Linker` of Go: its units are packages."""

    def __init__(self, files: Mapping[str, FileFacts], around: Surroundings) -> None:
        super().__init__(files, around)
        self._modules = Modules(around.configurations)
        self._units = {path: facts.unit for path, facts in files.items()}
        self._faces: dict[str, tuple[tuple[bool, bool, bool, str], str]] = {}
        """By folder: the file that speaks for its package, behind how well it does."""
        for path, facts in files.items():
            folder, _, name = path.rpartition("/")
            is_named_so = name in {"doc.go", f"{facts.unit}.go"}
            # What generates a library may stand beside it, in a package of its own that is in no build.
            is_beside = name.endswith("_test.go") or facts.unit == "main"
            rank = (is_beside, facts.doc is None, not is_named_so, path)
            if folder not in self._faces or rank < self._faces[folder][0]:
                self._faces[folder] = rank, path

    def name_of(self, path: str) -> str:
        """Return the import path of the package of a file; that of a test from outside is another one."""
        folder = posixpath.dirname(path)
        suffix = _TEST if self._units.get(path, "").endswith(_TEST) else ""
        return (self._modules.import_path(folder) or folder or ".") + suffix

    def visibility(self, path: str) -> Visibility:
        """Return for whom a file is meant: nobody imports a program, and few what is internal."""
        parts = posixpath.dirname(path).split("/")
        return "package" if "internal" in parts or self._units.get(path) == "main" else "public"

    def find(self, unit: str, importer: str) -> str | None:
        """Return the file that speaks for the package of an import path."""
        folder = self._modules.folder_of(unit, importer)
        found = self._faces.get(folder) if folder is not None else None
        return found[1] if found is not None else None

    def binds(self, entry: Import) -> str:
        """Return the name that an import binds: its last segment, without a version."""
        return entry.alias or _last(entry.module)

    def leads_to(self, entry: Import, importer: str) -> str | External | None:
        """Return the package that is imported."""
        return self.find(entry.module, importer) or self.outside(entry.module, importer)

    def outside(self, unit: str, importer: str) -> External | None:
        """Return a package that is not of the target; none of one of its modules that no file is read of."""
        if self._modules.folder_of(unit, importer) is not None:
            return External(unit, "unread", unit)
        first = unit.partition("/")[0]
        if "." not in first:
            return External(unit, "standard", unit)
        return External(unit, "third party", self._modules.required(unit) or _repository(unit))


def _last(path: str) -> str:
    """Return the name that a package of an import path has by custom."""
    parts = path.split("/")
    last = parts[-2] if len(parts) > 1 and _MAJOR.match(parts[-1]) else parts[-1]
    return _VERSIONED.sub("", last).removeprefix("go-").removesuffix("-go").replace("-", "_")


def _repository(path: str) -> str:
    """Return the module that an import path is likely of: three segments of it on a host of many."""
    parts = path.split("/")
    return "/".join(parts[: 2 if parts[0] in {"gopkg.in", "go.uber.org", "k8s.io", "cloud.google.com"} else 3])
