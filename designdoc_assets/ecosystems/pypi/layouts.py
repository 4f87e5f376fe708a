"""What build tools of Python are told to put into a distribution, and which files of a target that is."""

import posixpath
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from pathspec import GitIgnoreSpec

from designdoc_assets.ecosystems.covering import covering
from designdoc_assets.ecosystems.facts import Contents
from designdoc_assets.ecosystems.pypi.names import normalise
from designdoc_assets.languages.python.conventions import CONVENTIONS

_SOURCES = (".py", ".pyi", ".pyw")
_BY_DEFAULT = ("", "src/", "python/", "lib/")
"""Where tools look for the package that is called as the distribution."""


@dataclass(frozen=True, slots=True)
class Find:
    """Packages that are looked for below a folder, by patterns for their dotted names."""

    where: str = ""
    include: tuple[str, ...] = ("*",)
    exclude: tuple[str, ...] = ()
    takes_namespaces: bool = False
    """Whether folders without an `__init__` count."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a manifest says of the files of its distribution. Paths are relative to it."""

    roots: tuple[str, ...] = ()
    """Folders and modules, these without a suffix or with it."""
    patterns: tuple[str, ...] = ()
    """Of files, as in a `.gitignore`."""
    left_out: tuple[str, ...] = ()
    """Patterns of what is left out of all this."""
    finds: tuple[Find, ...] = ()
    is_by_name: bool = False
    """Whether the package that is called as the distribution is all of it, unless it is said otherwise."""
    name: str = ""
    test_paths: tuple[str, ...] = ()
    """Where tests are looked for."""


def contents(layout: Layout, folder: str, paths: Collection[str]) -> Contents:
    """Return which files of a target a distribution holds.

    Args:
        layout: What its manifest says.
        folder: The folder of that.
        paths: The files below it, by their paths from it.
    """
    own = [path for path in paths if path.endswith(_SOURCES)]
    tests = tuple(posixpath.join(folder, each, "") for each in layout.test_paths if _holds_tests(f"{each}/", own))
    is_left_out = _matching(layout.left_out)
    chosen = [path for path in _chosen(layout, own) if not is_left_out(path)]
    if not chosen:
        left_out = [path for path in own if is_left_out(path)]
        return Contents(excluded=(*tests, *(posixpath.join(folder, each) for each in covering(left_out, own))))
    return Contents(tuple(posixpath.join(folder, each) for each in covering(chosen, own)), tests, is_whole=True)


def find_of(where: str, include: Iterable[str], exclude: Iterable[str], *, takes_namespaces: bool) -> Find:
    """Return how packages are looked for; without patterns, all are taken."""
    return Find(_relative(where), tuple(include) or ("*",), tuple(exclude), takes_namespaces)


def folders_of(packages: Iterable[str], places: dict[str, str]) -> tuple[str, ...]:
    """Return the folders, or modules, of dotted names, by the table of setuptools that tells where packages lie."""
    return tuple(_folder_of(package, places) for package in packages)


def _folder_of(package: str, places: dict[str, str]) -> str:
    parts = package.split(".")
    for length in range(len(parts), 0, -1):
        place = places.get(".".join(parts[:length]))
        if place is not None:
            return posixpath.normpath(posixpath.join(place, *parts[length:]))
    return posixpath.normpath(posixpath.join(places.get("", ""), *parts))


def _chosen(layout: Layout, own: Collection[str]) -> list[str]:
    roots = tuple(filter(None, map(_relative, layout.roots)))
    is_named, is_found = _matching(layout.patterns), [_finding(find, own) for find in layout.finds]
    found = [
        path for path in own if _is_in(path, roots) or is_named(path) or any(is_taken(path) for is_taken in is_found)
    ]
    if not found and layout.is_by_name and layout.name:
        name = normalise(layout.name).replace("-", "_")
        candidates = ([path for path in own if _is_in(path.lower(), (f"{root}{name}",))] for root in _BY_DEFAULT)
        found = next(filter(None, candidates), [])
    return found


def _is_in(path: str, roots: Iterable[str]) -> bool:
    return any(path.startswith(f"{root}/") or path == root or path.rpartition(".")[0] == root for root in roots)


def _matching(patterns: Iterable[str]) -> Callable[[str], bool]:
    lines = [pattern for pattern in patterns if pattern.strip()]
    if not lines:
        return lambda path: False
    try:
        spec = GitIgnoreSpec.from_lines(lines)
    except (ValueError, re.error):  # what the tool itself would refuse
        return lambda path: False
    return lambda path: bool(spec.match_file(path))


def _finding(find: Find, own: Collection[str]) -> Callable[[str], bool]:
    within = f"{find.where}/" if find.where else ""
    packages = {path.rpartition("/")[0] for path in own if posixpath.basename(path).startswith("__init__.")}

    def is_taken(path: str) -> bool:
        folder = path.rpartition("/")[0]
        if not path.startswith(within) or not folder.startswith(within) or folder == find.where:
            return False
        package = folder if find.takes_namespaces else _package_of(folder, packages)
        if package is None or not package.startswith(within):
            return False
        name = package.removeprefix(within).replace("/", ".")
        matches = [any(fnmatchcase(name, each) for each in patterns) for patterns in (find.include, find.exclude)]
        return matches[0] and not matches[1]

    return is_taken


def _package_of(folder: str, packages: Collection[str]) -> str | None:
    """Return the package that a folder is, or lies in: folders of data in it are of it."""
    while folder:
        if folder in packages:
            return folder
        folder = folder.rpartition("/")[0]
    return None


def _holds_tests(folder: str, own: Collection[str]) -> bool:
    """Whether at least half of what lies in a folder is called like tests: others hold the product as well."""
    inside = [posixpath.basename(path) for path in own if path.startswith(folder)]
    tests = [name for name in inside if any(fnmatchcase(name, pattern) for pattern in CONVENTIONS.tests)]
    return bool(inside) and 2 * len(tests) >= len(inside)


def _relative(path: str) -> str:
    """Return a path without what leads nowhere; empty for the folder itself, and for what lies outside."""
    found = posixpath.normpath(path.replace("\\", "/").strip("/") or ".")
    return "" if found == "." or found.startswith("..") else found
