"""Which module a path of names means: told by `mod` declarations and the crates that `Cargo.toml` files name."""

import posixpath
from collections.abc import Mapping, Sequence

from designdoc_assets.languages.doc_facts import Visibility
from designdoc_assets.languages.facts import FileFacts, Import
from designdoc_assets.languages.folders import folders_from
from designdoc_assets.languages.linking import External, Surroundings
from designdoc_assets.languages.rust.imports import MOD, UNBOUND
from designdoc_assets.languages.rust.lexicon import STANDARD
from designdoc_assets.languages.rust.manifests import Package, Root, code_name, packages_of
from designdoc_assets.languages.rust.modules import Modules

_OWN = frozenset({"crate", "self", "super"})


class Crates:
    """The `Linker` of Rust: its units are modules, each a file."""

    def __init__(self, files: Mapping[str, FileFacts], around: Surroundings) -> None:
        self._files = files
        self._packages = packages_of(around.configurations, files)
        roots = [root for package in self._packages for root in package.roots]
        roots.sort(key=lambda root: root.kind != "lib")
        self._roots: dict[str, Root] = {root.path: root for root in roots}
        self._libraries = {root.crate: root.path for root in reversed(roots) if root.kind == "lib"}
        self._modules = Modules(files, roots)
        self._renamed = {
            root.path: {each.alias: each.module for each in files[root.path].imports if each.alias and not each.name}
            for root in roots
        }
        """By the root of a crate: crates by the names that all of its modules have for them (`extern crate a as b`)."""
        self._of_folder = {package.folder: package for package in self._packages}
        self._reexported = {
            target
            for path, facts in files.items()
            for entry in facts.imports
            if entry.is_reexport and (target := self.find(entry.module, path)) is not None
        }

    def name_of(self, path: str) -> str:
        """Return the path of a module, its crate first: `pump::valve`."""
        module = self._modules.of_file[path]
        return "::".join([self._crate(module.root), *module.segments])

    def visibility(self, path: str) -> Visibility:
        """Return for whom a file is meant: a private module that others take names out of is for these, too."""
        module = self._modules.of_file[path]
        root = self._modules.of_file[module.root]
        return "public" if path in self._reexported and root.visibility == "public" else module.visibility

    def condition(self, path: str) -> str:
        """Return under which condition a file is a part of its crate; empty where it always is."""
        return self._modules.of_file[path].condition

    def is_for_tests(self, path: str) -> bool:
        """Return whether only builds for tests have a file."""
        return self._modules.of_file[path].is_for_tests

    def begins_crate(self, path: str) -> bool:
        """Return whether a file is no module of another."""
        return self._modules.of_file[path].parent is None and posixpath.basename(path) != "lib.rs"

    def find(self, unit: str, importer: str) -> str | None:
        """Return the file of a module."""
        found = self._led(unit, importer)
        return found[0] if found is not None and not found[1] else None

    def subunit(self, path: str, name: str) -> str | None:
        """Return the file of a module right inside of another, or what the first name of a path leads to."""
        module = self._modules.of_file.get(path)
        if module is None:
            return None
        if name == "crate":
            return module.root
        if name == "super":
            return module.parent
        return module.children.get(name) or self._library(name, path)

    def binds(self, entry: Import) -> str:
        """Return the name that an import binds; nothing for a declaration: its module is inside."""
        if entry.module == MOD or entry.alias == UNBOUND:
            return ""
        return entry.alias or entry.name or entry.module.rpartition("::")[2]

    def leads_to(self, entry: Import, importer: str) -> str | External | None:
        """Return the module that is imported, or the file in which a module or type stands that names are taken of."""
        if entry.module == MOD:
            return None
        whole = f"{entry.module}::{entry.name}" if entry.name and entry.name != "*" else entry.module
        found = self._led(whole, importer)
        if found is None:
            return self.outside(whole, importer)
        path, rest = found
        return path if not rest or (path != importer and len(rest) > 1 and self._has_type(path, rest[0])) else None

    def outside(self, unit: str, importer: str) -> External | None:
        """Return a module that is not of the target; None where that is not sure."""
        first = unit.partition("::")[0]
        if unit == MOD or first in _OWN or self._led(unit, importer) is not None:
            return None
        if first in STANDARD:
            return External(unit, "standard", first)
        package = self._package(importer)
        if package is None:
            return External(unit, "third party", first) if first.islower() and not self._packages else None
        library = package.dependencies.get(self._real(first, importer))
        return External(unit, "third party", library) if library is not None else None

    def member_of(self, outer: External, name: str, importer: str) -> External:
        """Return what a module defines that is not of the target."""
        sign = "." if outer.kind == "builtin" else "::"
        return External(f"{outer.name}{sign}{name}", outer.kind, outer.library)

    def _led(self, unit: str, importer: str) -> tuple[str, Sequence[str]] | None:
        """Return how far a path leads in the target, and what is left of it; None where it leads outside."""
        module = self._modules.of_file.get(importer)
        first, *rest = unit.split("::")
        if unit == MOD or module is None:
            return None
        start: str | None = importer
        while first in _OWN:
            if first == "crate":
                start = module.root
            elif first == "super":
                start = self._modules.of_file[start].parent if start is not None else None
            if not rest or start is None:
                return (start, ()) if start is not None else None
            if rest[0] != "super":
                return self._modules.walk(start, rest)
            first, *rest = rest
        if first in module.children:
            return self._modules.walk(importer, [first, *rest])
        if self._has_type(importer, first):
            return importer, [first, *rest]
        library = self._library(first, importer)
        if library is not None:
            return self._modules.walk(library, rest)
        package = self._package(importer)
        is_dependency = first in STANDARD or (package is not None and first in package.dependencies)
        root = self._modules.of_file[module.root]
        if not is_dependency and first in root.children:  # as in the edition of 2015
            return self._modules.walk(module.root, [first, *rest])
        return None

    def _has_type(self, path: str, name: str) -> bool:
        """Return whether a file has a type, or a module that is written out in it, of that name."""
        return any(cls.qualname == name for cls in self._files[path].classes)

    def _library(self, name: str, importer: str) -> str | None:
        """Return the root of a library of the target that an importer depends on, or is built beside."""
        package = self._package(importer)
        if package is None:
            return None
        name = self._real(name, importer)
        if name in package.dependencies:
            return self._libraries.get(code_name(package.dependencies[name]))
        own = next((root for root in package.roots if root.kind == "lib"), None)
        is_own = own is not None and own.crate == name and self._modules.of_file[importer].root != own.path
        return own.path if own is not None and is_own else None

    def _real(self, name: str, importer: str) -> str:
        """Return what a crate is called that the modules of an importer's crate call so."""
        return self._renamed.get(self._modules.of_file[importer].root, {}).get(name, name)

    def _package(self, path: str) -> Package | None:
        around = (self._of_folder.get(folder) for folder in folders_from(posixpath.dirname(path)))
        return next((package for package in around if package is not None), None)

    def _crate(self, root: str) -> str:
        known = self._roots.get(root)
        if known is not None:
            return known.crate
        return root.removesuffix(".rs").removesuffix("/mod").replace("/", "::")
