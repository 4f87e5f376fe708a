"""Which file a Python module name means, inside the target. Nothing is imported to find out: paths decide."""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple

from designdoc_assets.languages.doc_facts import Visibility
from designdoc_assets.languages.facts import FileFacts, Import
from designdoc_assets.languages.linking import External, ExternalKind, Surroundings
from designdoc_assets.languages.python.source_roots import SourceRoots
from designdoc_assets.languages.python.stdlib_names import is_stdlib
from designdoc_assets.languages.python.visibility import visibility_within

_INIT, _BUILTINS = "__init__", "builtins"
_MODULES = frozenset({".py", ".pyw", ".pyi", ".pyx", ".pxd", ".so", ".pyd", ".c", ".cc", ".cpp", ".rs"})
"""What the source of a module, or what is made of it, ends in."""


class _Home(NamedTuple):
    """A file, and the folder from which a name of it begins."""

    path: str
    root: str
    is_usual: bool
    """Whether that is the name by which importers know it."""


class Modules:
    """The `Linker` of Python: its units are modules.

    A file's own dotted name starts at its root: see `SourceRoots`. It is also found by its path from the other roots
    above it, the target's top among them.

    A script beside `logging.py` imports that file by this name, and all other code the module of the standard library.
    The same holds for `yaml.py`, where the target depends on a distribution that holds such a module. In a folder below
    that of the importer, or off its way, only code beside it looks for modules: it may hold data of tests.
    """

    def __init__(self, files: Mapping[str, FileFacts], around: Surroundings) -> None:
        self._paths = frozenset(files)
        imported = {path: list(_absolute_imports(facts)) for path, facts in files.items()}
        self._roots = SourceRoots(self._paths, around.projects, imported)
        self._dependency_units = around.dependency_units
        others = tuple(around.others)
        self._names = frozenset(name for path in (*self._paths, *others) for name in _names_on(path))
        self._unread = frozenset(place for path in others for place in _modules_on(path))
        self._by_name: dict[str, list[_Home]] = {}
        self._found: dict[tuple[str, str], str | None] = {}
        """By module, and by the folder of the importer: the rest of its path has no say."""
        self._kinds: dict[tuple[str, str], ExternalKind] = {}
        """Likewise, by the first name of a module."""
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

    def subunit(self, path: str, name: str) -> str | None:
        """Return the file of module `name` directly inside the package whose `__init__.py` is at `path`."""
        return self._first(PurePosixPath(path).parent / name) if _is_package(path) else None

    def binds(self, entry: Import) -> str:
        """Return the name that an import binds: `import a.b` binds `a`."""
        return entry.alias or entry.name or entry.module.partition(".")[0]

    def leads_to(self, entry: Import, importer: str) -> str | External | None:
        """Return what an import binds where no module defines its name: a module, or something outside."""
        if entry.name is None:
            module = entry.module if entry.alias else self.binds(entry)
            # It may be a folder without a file of its own.
            return self.find(module, importer) or self._external(module, importer)
        dot = "" if entry.module.endswith(".") else "."
        submodule = self.find(f"{entry.module}{dot}{entry.name}", importer)
        if submodule is not None:
            return submodule
        if entry.module.startswith(".") or self.find(entry.module, importer) is not None:
            return None
        return self._external(f"{entry.module}.{entry.name}", importer)

    def outside(self, unit: str, importer: str) -> External | None:
        """Return a module that no file speaks for; None for a relative one, unless it is one that was not read."""
        if not unit.startswith("."):
            return self._external(unit, importer)
        place = str(_relative(unit, importer))
        if place not in self._unread:
            return None
        name = place.removeprefix(self._roots.of(importer)).replace("/", ".")
        return External(name, "unread", name.partition(".")[0])

    def member_of(self, outer: External, name: str, importer: str) -> str | External:
        """Return what stands in something outside; in a folder without a file of its own it may be a module."""
        full = f"{outer.name}.{name}"
        return self.find(full, importer) or self._external(full, importer)

    def _external(self, name: str, importer: str) -> External:
        first = name.partition(".")[0]
        folder = importer[: importer.rfind("/") + 1]
        if (first, folder) not in self._kinds:
            self._kinds[first, folder] = self._kind_of(first, importer)
        is_builtin = first == _BUILTINS and name != _BUILTINS
        return External(name, "builtin" if is_builtin else self._kinds[first, folder], first)

    def _kind_of(self, first: str, importer: str) -> ExternalKind:
        if is_stdlib(first):
            return "standard"
        is_own = not first or self.find(first, importer) is not None
        return "unread" if is_own or (first in self._names and first not in self._dependency_units) else "third party"

    def _find_absolute(self, module: str, importer: str) -> str | None:
        folder = importer[: importer.rfind("/") + 1]
        first = module.partition(".")[0]
        homes = self._by_name.get(module, [])
        if is_stdlib(first) or first in self._dependency_units:
            first_found = self._roots.before_stdlib(folder) if is_stdlib(first) else self._roots.folders
            homes = [home for home in homes if home.root == folder or home.root in first_found]
        elif not homes:
            # A program in a package can import what lies beside it.
            return self._first(PurePosixPath(folder, *module.split(".")))
        best = min(
            homes,
            key=lambda home: (
                not (folder.startswith(home.root) or home.root in self._roots.folders),
                not home.is_usual,
                -_shared_folders(home.path, importer),
                not _is_package(home.path),
                home.path,
            ),
            default=None,
        )
        return best.path if best else None

    def _find_relative(self, module: str, importer: str) -> str | None:
        place = _relative(module, importer)
        return self._first(place) if place is not None else None

    def _first(self, base: PurePosixPath) -> str | None:
        names = (str(base / f"{_INIT}.py"), f"{base}.py", str(base / f"{_INIT}.pyi"), f"{base}.pyi")
        return next((name for name in names if name in self._paths), None)


def _relative(module: str, importer: str) -> PurePosixPath | None:
    """Return where a module with leading dots stands, without a suffix; None outside of the target."""
    rest = module.lstrip(".")
    folder = PurePosixPath(importer).parent
    for _ in range(len(module) - len(rest) - 1):
        if folder == folder.parent:
            return None
        folder = folder.parent
    return folder.joinpath(*rest.split(".")) if rest else folder


def _absolute_imports(facts: FileFacts) -> Iterator[str]:
    """Yield the full names of all that a file may import as modules, the likeliest last."""
    absolute = [entry for entry in facts.imports if not entry.module.startswith(".")]
    yield from (f"{entry.module}.{entry.name}" for entry in absolute if entry.name and entry.name != "*")
    yield from (entry.module for entry in absolute)


def _name(path: str, root: str) -> str:
    names = PurePosixPath(path[len(root) :]).with_suffix("").parts
    if names[-1] == _INIT and len(names) > 1:
        names = names[:-1]
    return ".".join(names)


def _names_on(path: str) -> tuple[str, ...]:
    """Return the names of a module and of the folders that it lies in."""
    parts = PurePosixPath(path)
    return (*parts.parts[:-1], parts.name.partition(".")[0]) if parts.suffix.lower() in _MODULES else ()


def _modules_on(path: str) -> Iterator[str]:
    """Yield where the module of a file stands, without its suffix, and the folders that it lies in."""
    place = PurePosixPath(path)
    if place.suffix.lower() in _MODULES:
        yield str(place.with_name(place.name.partition(".")[0]))
        yield from map(str, place.parents)


@lru_cache(maxsize=4096)
def _is_package(path: str) -> bool:
    return PurePosixPath(path).stem == _INIT


def _shared_folders(path: str, other: str) -> int:
    pairs: Collection[tuple[str, str]] = list(zip(path.split("/")[:-1], other.split("/")[:-1], strict=False))
    return next((count for count, (a, b) in enumerate(pairs) if a != b), len(pairs))
