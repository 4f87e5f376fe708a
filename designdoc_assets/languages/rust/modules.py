"""Trees of modules: which file is which module of which crate, as `mod` declarations say."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from designdoc_assets.languages.doc_facts import Visibility
from designdoc_assets.languages.facts import FileFacts, Import
from designdoc_assets.languages.rust.cfg import all_of, is_of_tests
from designdoc_assets.languages.rust.imports import MOD
from designdoc_assets.languages.rust.manifests import Root

_FACES = frozenset({"mod.rs", "lib.rs", "main.rs"})


@dataclass(slots=True)
class Module:
    """A file as a module."""

    root: str
    """The root of its crate."""
    segments: tuple[str, ...] = ()
    parent: str | None = None
    visibility: Visibility = "public"
    """As all declarations from the root down to it have it."""
    condition: str = ""
    """Under which it is a part of its crate; empty where it always is, or is in several ways."""
    is_for_tests: bool = False
    """Whether only builds for tests have it."""
    children: dict[str, str] = field(default_factory=dict)
    """The files of its modules; of those in modules that are written out in it, by the whole path."""


class Modules:
    """The modules of a target.

    Args:
        files: Its files.
        roots: The roots of its crates, as manifests tell; every file that no other declares is one besides.
    """

    def __init__(self, files: Mapping[str, FileFacts], roots: Sequence[Root] = ()) -> None:
        self._files = files
        self.of_file: dict[str, Module] = {}
        for root in roots:
            self._walk(root.path, "public" if root.kind == "lib" else "package")
        declared = {target for path in files for _, target in self._declared(path, is_root=False)}
        for path in sorted(files, key=lambda path: (path.count("/"), posixpath.basename(path) not in _FACES, path)):
            if path not in declared and path not in self.of_file:
                self._walk(path, "public" if posixpath.basename(path) == "lib.rs" else "package", self._above(path))
        for path in files:
            self.of_file.setdefault(path, Module(path, visibility="package"))

    def walk(self, start: str, segments: Sequence[str]) -> tuple[str, Sequence[str]]:
        """Return how far a path leads from the module of a file on, and what is left of it."""
        path, rest = start, list(segments)
        while rest:
            children = self.of_file[path].children
            length = next((n for n in range(len(rest), 0, -1) if "::".join(rest[:n]) in children), 0)
            if not length:
                break
            path, rest = children["::".join(rest[:length])], rest[length:]
        return path, rest

    def _above(self, path: str) -> str | None:
        """Return the file that a file is a module of where none declares it: macros may. Where it lies tells."""
        folder, _, name = path.rpartition("/")
        if name in {"lib.rs", "main.rs"}:
            return None
        if name == "mod.rs":
            folder = posixpath.dirname(folder)
        homes = (f"{folder}.rs", *(posixpath.join(folder, face) for face in ("mod.rs", "lib.rs", "main.rs")))
        return next((home for home in homes if home in self.of_file and home != path), None)

    def _walk(self, start: str, visibility: Visibility, above: str | None = None) -> None:
        if start in self.of_file:
            return
        root: str = start
        segments: tuple[str, ...] = ()
        if above is not None:
            name = posixpath.basename(start.removesuffix("/mod.rs")).removesuffix(".rs")
            outer = self.of_file[above]
            root, segments = outer.root, (*outer.segments, name)
            outer.children.setdefault(name, start)
        self.of_file[start] = Module(root, segments, above, visibility)
        stack = [start]
        while stack:
            path = stack.pop()
            here = self.of_file[path]
            declared = list(self._declared(path, is_root=path == root))
            targets = [target for _, target in declared]
            for entry, target in declared:
                name = entry.name or ""
                if not (entry.condition and self._is_bound_else(path, name)):
                    here.children.setdefault(name, target)
                if target not in self.of_file:
                    seen: Visibility = here.visibility if entry.visibility == "public" else "package"
                    segments = (*here.segments, *name.split("::"))
                    own = entry.condition if targets.count(target) == 1 else ""
                    condition = all_of((here.condition, own))
                    is_for_tests = here.is_for_tests or is_of_tests(own)
                    self.of_file[target] = Module(root, segments, path, seen, condition, is_for_tests)
                    stack.append(target)

    def _is_bound_else(self, path: str, name: str) -> bool:
        """Return whether a name is something else where a module of that name is not built."""
        others = (entry for entry in self._files[path].imports if entry.module != MOD and entry.condition)
        return any((entry.alias or entry.name or entry.module) == name for entry in others)

    def _declared(self, path: str, *, is_root: bool) -> Iterator[tuple[Import, str]]:
        folder, _, name = path.rpartition("/")
        stem = name.removesuffix(".rs")
        below = folder if is_root or name in _FACES else posixpath.join(folder, stem)
        for entry in self._files[path].imports:
            if entry.module != MOD or entry.name is None:
                continue
            inner = entry.name.replace("::", "/")
            if entry.alias:
                within = posixpath.dirname(inner)
                base = posixpath.join(below, within) if within else folder
                candidates = [posixpath.normpath(posixpath.join(base, entry.alias))]
            else:
                home = posixpath.join(below, inner)
                candidates = [f"{home}.rs", f"{home}/mod.rs"]
            target = next((each for each in candidates if each in self._files and each != path), None)
            if target is not None:
                yield entry, target
