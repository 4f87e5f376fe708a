"""Cargo packages: which files are the roots of crates, what these are called, and what they depend on."""

import posixpath
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

TargetKind = Literal["lib", "bin", "test", "example", "bench", "build"]
_FOLDERS: Mapping[str, TargetKind] = {"src/bin": "bin", "tests": "test", "examples": "example", "benches": "bench"}
_TABLES: Mapping[str, TargetKind] = {"bin": "bin", "test": "test", "example": "example", "bench": "bench"}
_DEPENDENCIES = ("dependencies", "dev-dependencies", "build-dependencies")


@dataclass(frozen=True, slots=True)
class Root:
    """The file that a crate begins in."""

    path: str
    crate: str
    kind: TargetKind


@dataclass(frozen=True, slots=True)
class Package:
    """What one `Cargo.toml` says."""

    folder: str
    name: str
    roots: tuple[Root, ...]
    dependencies: Mapping[str, str] = field(default_factory=dict)
    """Packages by the names that code uses."""


def packages_of(texts: Mapping[str, str], files: Iterable[str]) -> list[Package]:
    """Return the packages of a target, by the texts of its `Cargo.toml` files and the paths of its sources.

    What cannot be read, and what names no package, is none: a workspace's own manifest.
    """
    paths = sorted(files)
    manifests = {path: _read(text) for path, text in texts.items() if posixpath.basename(path) == "Cargo.toml"}
    folders = sorted((posixpath.dirname(path) for path in manifests), key=len, reverse=True)
    of_folder: dict[str, list[str]] = {folder: [] for folder in folders}
    for path in paths:
        home = next((folder for folder in folders if not folder or path.startswith(f"{folder}/")), None)
        if home is not None:
            of_folder[home].append(path)
    found: list[Package] = []
    for path, manifest in sorted(manifests.items()):
        package = manifest.get("package")
        name = package.get("name") if isinstance(package, dict) else None
        if isinstance(name, str):
            folder = posixpath.dirname(path)
            roots = tuple(_roots(manifest, folder, name, of_folder[folder]))
            found.append(Package(folder, name, roots, dict(_dependencies(manifest))))
    return found


def code_name(name: str) -> str:
    """Return how code calls a package: a hyphen is in no name."""
    return name.replace("-", "_")


def _read(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):  # what is no TOML; a number of 5,000 digits; a list of 10,000 lists
        return {}


def _roots(manifest: Mapping[str, Any], folder: str, package: str, paths: list[str]) -> Iterable[Root]:
    """Yield the roots of a package's crates, those of the library first."""
    known: dict[str, Root] = {}

    def add(path: str, name: str, kind: TargetKind) -> None:
        whole = posixpath.normpath(posixpath.join(folder, path))
        if whole in paths:
            known.setdefault(whole, Root(whole, code_name(name), kind))

    lib = manifest.get("lib") if isinstance(manifest.get("lib"), dict) else {}
    assert isinstance(lib, dict)
    add(str(lib.get("path", "src/lib.rs")), str(lib.get("name", package)), "lib")
    for table, kind in _TABLES.items():
        entries = manifest.get(table, [])
        for entry in entries if isinstance(entries, list) else []:
            if isinstance(entry, dict) and isinstance(entry.get("path"), str):
                add(entry["path"], str(entry.get("name", package)), kind)
    add("src/main.rs", package, "bin")
    build = manifest["package"].get("build", "build.rs")
    if isinstance(build, str):
        add(build, "build_script", "build")
    for path in paths:
        inside = path[len(folder) + 1 :] if folder else path
        for home, kind in _FOLDERS.items():
            rest = inside.removeprefix(f"{home}/")
            if rest != inside and (rest.count("/") == 0 or (rest.count("/") == 1 and rest.endswith("/main.rs"))):
                add(inside, rest.removesuffix("/main.rs").removesuffix(".rs"), kind)
    return known.values()


def _dependencies(manifest: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    targets = manifest.get("target", {})
    tables = [manifest, *(targets.values() if isinstance(targets, dict) else ())]
    for table in tables:
        for kind in _DEPENDENCIES:
            entries = table.get(kind, {}) if isinstance(table, dict) else {}
            for name, entry in entries.items() if isinstance(entries, dict) else ():
                package = entry.get("package", name) if isinstance(entry, dict) else name
                yield code_name(name), str(package)
