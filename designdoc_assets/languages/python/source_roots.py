"""From which folders of a target its modules are imported, told by custom, by its manifests, and by its own imports.

`libs/a/src/acme/billing` is imported as `acme.billing`: `src` is the root, and `acme` a namespace (PEP 420), which has
no `__init__.py`. Where nothing but a folder's name speaks for it, a folder is no namespace.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from designdoc_assets.languages.linking import Project

_INIT = "__init__.py"
_CUSTOMARY = frozenset({"src", "lib"})
_SEPARATORS = re.compile(r"[-_.]+")


class SourceRoots:
    """The roots of a set of files. Folders end with `/`; the target itself is the empty text.

    Args:
        paths: All files of source.
        projects: The folders that hold a distribution.
        imported: Per file, the absolute dotted names that it imports.
    """

    def __init__(
        self, paths: Iterable[str], projects: Mapping[str, Project], imported: Mapping[str, Iterable[str]]
    ) -> None:
        self._paths = frozenset(paths)
        self._folders = {folder for path in self._paths for folder in folders_above(path)}
        self._projects = {"": Project(""), **projects}
        self.customary = frozenset(filter(self._is_customary, self._folders))
        """Those that are named `src` or `lib`."""
        self._namespaces = dict(self._of_projects()) | self._of_imports(imported)
        self.folders = frozenset({*self._projects, *self.customary, *self._namespaces.values()})
        """All of them."""

    def of(self, path: str) -> str:
        """Return the folder from which the file at `path` is imported."""
        above = folders_above(path)
        outside = len(above)
        while outside and f"{above[outside - 1]}{_INIT}" in self._paths:
            outside -= 1
        for folder in reversed(above[: outside + 1]):
            if folder in self._namespaces:
                return self._namespaces[folder]
        # Else a folder of scripts, or of packages: what lies in it can be imported by code beside it.
        beside = above[outside - 1] if outside else ""
        return next((root for root in reversed(above[:outside]) if root in self.customary), beside)

    def all_of(self, path: str) -> list[str]:
        """Return the folders from which code somewhere may import the file at `path`, the likeliest first."""
        above = ["", *folders_above(path)]
        return list(dict.fromkeys([self.of(path), *(folder for folder in reversed(above) if folder in self.folders)]))

    def before_stdlib(self, folder: str) -> frozenset[str]:
        """Return the roots whose modules code in a folder finds before those of Python."""
        return frozenset({"", *(root for root in self.customary if folder.startswith(_split(root)[0]))})

    def _is_customary(self, folder: str) -> bool:
        """Return whether a folder is named as one that modules are imported from, and is no package, nor inside one."""
        parent, name = _split(folder)
        if (
            name not in _CUSTOMARY
            or f"{folder}{_INIT}" in self._paths
            or (parent and f"{parent}{_INIT}" in self._paths)
        ):
            return False
        return name == "src" or parent in self._projects

    def _of_projects(self) -> Iterator[tuple[str, str]]:
        """Yield namespaces that manifests tell of: by the name `acme-billing`, or by a command in `acme.billing`."""
        for folder, project in self._projects.items():
            parts = _SEPARATORS.split(project.name.lower())
            for first, *rest in (parts, *(module.split(".") for module in project.started)):
                for root in (folder, f"{folder}src/", f"{folder}lib/"):
                    if rest and self._holds(f"{root}{first}/", rest):
                        yield f"{root}{first}/", root

    def _of_imports(self, imported: Mapping[str, Iterable[str]]) -> dict[str, str]:
        """Return the topmost folders of what imports itself by a full name, with the folder that the name begins in."""
        found: dict[str, str] = {}
        for path, modules in imported.items():
            above = folders_above(path)
            for module in modules:
                first, *rest = module.split(".")
                if not rest:
                    continue
                for folder in above:
                    is_named_so = folder.endswith(f"/{first}/") or folder == f"{first}/"
                    if is_named_so and folder not in found and self._holds(folder, rest):
                        found[folder] = _split(folder)[0]
                        break
        return found

    def _holds(self, folder: str, names: list[str]) -> bool:
        """Return whether there is a module of that dotted name in a folder."""
        inside = folder + "/".join(names)
        return f"{inside}.py" in self._paths or f"{inside}/{_INIT}" in self._paths or f"{inside}/" in self._folders


def folders_above(path: str) -> list[str]:
    """Return the folders on the way to a file, the topmost first."""
    return [path[: slash.end()] for slash in re.finditer("/", path)]


def _split(folder: str) -> tuple[str, str]:
    parent, _, name = folder.removesuffix("/").rpartition("/")
    return (f"{parent}/" if parent else ""), name
