"""Which file a Python module name means, inside the target. Nothing is imported to find out: paths decide."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePosixPath

from designdoc_assets.source.stdlib_names import is_stdlib

_INIT = "__init__"
_SOURCE_ROOTS = frozenset({"", "src", "lib"})
"""Folders of a repository from which, by custom, its modules are imported."""


class Modules:
    """The modules of a set of files.

    A file's own dotted name starts at the topmost folder above it that has an `__init__.py` all the way down; so
    `src/pay/gateway.py` is `pay.gateway`. Namespace packages have no such file, hence every file is also found by its
    path from the target's root and from a `src` or `lib` folder there.

    A script beside `logging.py` imports that file by this name, and all other code the module of the standard library.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = frozenset(paths)
        self._by_name: dict[str, list[str]] = {}
        self._found: dict[tuple[str, str], str | None] = {}
        """By module, and by the folder of the importer: the rest of its path has no say."""
        aliases: list[tuple[str, str]] = []
        for path in sorted(self._paths):
            self._by_name.setdefault(self.name_of(path), []).append(path)
            aliases += [(alias, path) for alias in _aliases(path)]
        for alias, path in aliases:
            self._by_name.setdefault(alias, [path])

    def name_of(self, path: str) -> str:
        """Return the dotted name that importers use for the file at `path`."""
        parts = list(PurePosixPath(path).parts[:-1])
        start = len(parts)
        while start and "/".join([*parts[:start], f"{_INIT}.py"]) in self._paths:
            start -= 1
        stem = PurePosixPath(path).stem
        names = [*parts[start:], *([] if stem == _INIT else [stem])]
        return ".".join(names) or stem

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

    def _find_absolute(self, module: str, importer: str) -> str | None:
        candidates: Sequence[str] = self._by_name.get(module, ())
        if candidates and is_stdlib(module):
            candidates = [path for path in candidates if _is_before_stdlib(path, module, importer)]
        if len(candidates) < 2:
            return next(iter(candidates), None)
        return min(candidates, key=lambda path: (-_shared_folders(path, importer), not _is_package(path), path))

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


def _aliases(path: str) -> list[str]:
    parts = PurePosixPath(path).with_suffix("").parts
    if parts[-1] == _INIT:
        parts = parts[:-1]
    roots = [parts, parts[1:]] if parts and parts[0] in {"src", "lib"} else [parts]
    return [".".join(root) for root in roots if root]


def _is_package(path: str) -> bool:
    return PurePosixPath(path).stem == _INIT


def _is_before_stdlib(path: str, module: str, importer: str) -> bool:
    """Return whether code in the file at `importer` gets the file at `path` for a module, and not that of Python."""
    parts = PurePosixPath(path).parts[:-1]
    root = "/".join(parts[: len(parts) - module.count(".") - _is_package(path)])
    return root in _SOURCE_ROOTS or importer.startswith(f"{root}/")


def _shared_folders(path: str, other: str) -> int:
    pairs: Collection[tuple[str, str]] = list(zip(path.split("/")[:-1], other.split("/")[:-1], strict=False))
    return next((count for count, (a, b) in enumerate(pairs) if a != b), len(pairs))
