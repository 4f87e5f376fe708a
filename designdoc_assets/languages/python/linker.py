"""Which file a Python module name means, inside the target. Nothing is imported to find out: paths decide."""

from collections.abc import Collection, Container, Iterable, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from designdoc_assets.languages.facts import Visibility
from designdoc_assets.languages.python.source_roots import Project, SourceRoots
from designdoc_assets.languages.python.stdlib_names import is_stdlib
from designdoc_assets.languages.python.visibility import visibility_within

_INIT = "__init__"
_MODULES = frozenset({".py", ".pyw", ".pyi", ".pyx", ".pxd", ".so", ".pyd", ".c", ".cc", ".cpp", ".rs"})
"""What the source of a module, or what is made of it, ends in."""


class _Home(NamedTuple):
    """A file, and the folder from which a name of it begins."""

    path: str
    root: str
    is_usual: bool
    """Whether that is the name by which importers know it."""


class Modules:
    """The modules of a set of files.

    A file's own dotted name starts at its root: see `SourceRoots`. It is also found by its path from the other roots
    above it, the target's top among them.

    A script beside `logging.py` imports that file by this name, and all other code the module of the standard library.
    The same holds for `yaml.py`, where the target depends on a distribution that holds such a module.

    Args:
        paths: The files.
        projects: The folders that hold a distribution.
        imported: Per file, the absolute dotted names that it imports.
        outside: The modules that the distributions hold which the target depends on.
        others: Files of the target that are not read as source, but may be modules.
    """

    def __init__(
        self,
        paths: Iterable[str],
        projects: Mapping[str, Project] | None = None,
        imported: Mapping[str, Collection[str]] | None = None,
        outside: Container[str] = frozenset(),
        others: Iterable[str] = (),
    ) -> None:
        self._paths = frozenset(paths)
        self._roots = SourceRoots(self._paths, projects or {}, imported or {})
        self._outside = outside
        self._names = frozenset(name for path in (*self._paths, *others) for name in _names_on(path))
        self._by_name: dict[str, list[_Home]] = {}
        self._found: dict[tuple[str, str], str | None] = {}
        """By module, and by the folder of the importer: the rest of its path has no say."""
        for path in sorted(self._paths):
            for index, root in enumerate(self._roots.all_of(path)):
                self._by_name.setdefault(_name(path, root), []).append(_Home(path, root, index == 0))

    def name_of(self, path: str) -> str:
        """Return the dotted name that importers use for the file at `path`."""
        return _name(path, self._roots.of(path))

    def visibility(self, path: str) -> Visibility:
        """Return for whom the file at `path` is meant: what has a private name on its way, nobody outside imports."""
        return visibility_within(self.name_of(path))

    def find(self, module: str, importer: str) -> str | None:
        """Return the file that `module`, absolute or with leading dots, means in the file at `importer`."""
        folder = importer[: importer.rfind("/") + 1]
        if (module, folder) not in self._found:
            find = self._find_relative if module.startswith(".") else self._find_absolute
            self._found[module, folder] = find(module, importer)
        return self._found[module, folder]

    def submodule(self, path: str, name: str) -> str | None:
        """Return the file of module `name` directly inside the package whose `__init__.py` is at `path`."""
        folder = PurePosixPath(path)
        return self._first(folder.parent / name) if folder.stem == _INIT else None

    def is_own(self, module: str, importer: str) -> bool:
        """Return whether a module is, by its name, one of the target; it may be compiled, or left out."""
        first = module.partition(".")[0]
        if not first or self.find(module, importer) or self.find(first, importer):
            return True
        return first in self._names and not is_stdlib(first) and first not in self._outside

    def _find_absolute(self, module: str, importer: str) -> str | None:
        folder = importer[: importer.rfind("/") + 1]
        first = module.partition(".")[0]
        homes = self._by_name.get(module, [])
        if is_stdlib(first) or first in self._outside:
            first_found = self._roots.before_stdlib(folder) if is_stdlib(first) else self._roots.folders
            homes = [home for home in homes if home.root == folder or home.root in first_found]
        elif not homes:
            # A program in a package can import what lies beside it.
            return self._first(PurePosixPath(folder, *module.split(".")))
        best = min(
            homes,
            key=lambda home: (
                not home.is_usual,
                -_shared_folders(home.path, importer),
                not _is_package(home.path),
                home.path,
            ),
            default=None,
        )
        return best.path if best else None

    def _find_relative(self, module: str, importer: str) -> str | None:
        rest = module.lstrip(".")
        folder = PurePosixPath(importer).parent
        for _ in range(len(module) - len(rest) - 1):
            if folder == folder.parent:
                return None
            folder = folder.parent
        return self._first(folder.joinpath(*rest.split(".")) if rest else folder)

    def _first(self, base: PurePosixPath) -> str | None:
        names = (str(base / f"{_INIT}.py"), f"{base}.py", str(base / f"{_INIT}.pyi"), f"{base}.pyi")
        return next((name for name in names if name in self._paths), None)


def _name(path: str, root: str) -> str:
    names = PurePosixPath(path[len(root) :]).with_suffix("").parts
    if names[-1] == _INIT and len(names) > 1:
        names = names[:-1]
    return ".".join(names)


def _names_on(path: str) -> tuple[str, ...]:
    """Return the names of a module and of the folders that it lies in."""
    parts = PurePosixPath(path)
    return (*parts.parts[:-1], parts.name.partition(".")[0]) if parts.suffix.lower() in _MODULES else ()


def _is_package(path: str) -> bool:
    return PurePosixPath(path).stem == _INIT


def _shared_folders(path: str, other: str) -> int:
    pairs: Collection[tuple[str, str]] = list(zip(path.split("/")[:-1], other.split("/")[:-1], strict=False))
    return next((count for count, (a, b) in enumerate(pairs) if a != b), len(pairs))
