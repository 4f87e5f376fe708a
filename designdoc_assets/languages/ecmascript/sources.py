"""Which file a path without or with another suffix means: `./pump`, `./pump.js` for `pump.ts`, a folder's index."""

import posixpath
from collections.abc import Container, Iterator

SUFFIXES = (".ts", ".tsx", ".mts", ".cts", ".d.ts", ".d.mts", ".d.cts", ".js", ".jsx", ".mjs", ".cjs")
_WRITTEN_AS = {
    ".js": (".ts", ".tsx", ".d.ts", ".jsx"),
    ".jsx": (".tsx", ".d.ts"),
    ".mjs": (".mts", ".d.mts"),
    ".cjs": (".cts", ".d.cts"),
}
"""What a file is written as that is imported as what compiling makes of it."""
_BUILT = ("dist", "lib", "build", "out", "esm", "cjs", "es", "dist/esm", "dist/cjs", "dist/es", "lib/esm", "lib/cjs")
"""Folders that a build fills from `src`."""


class Sources:
    """The files of the target.

    Args:
        files: Their paths.
    """

    def __init__(self, files: Container[str]) -> None:
        self._files = files

    def at(self, path: str) -> str | None:
        """Return the file that a path means; None where no file of the target is meant."""
        base = posixpath.normpath(path)
        if base.startswith(".."):
            return None
        base = "" if base == "." else base
        return next((name for name in _candidates(base, is_folder=path.endswith("/")) if name in self._files), None)

    def built(self, folder: str, path: str) -> str | None:
        """Return the source of what a package says that it ships, which is often made of files in `src`."""
        whole = posixpath.normpath(posixpath.join(folder, path))
        found = self.at(whole)
        if found is not None:
            return found
        inside = posixpath.normpath(path)
        stem = _without_suffix(inside)
        for made in sorted(_BUILT, key=len, reverse=True):
            if stem.startswith(f"{made}/"):
                rest = stem.removeprefix(f"{made}/")
                for root in (f"src/{rest}", rest, f"source/{rest}"):
                    if (found := self.at(posixpath.join(folder, root))) is not None:
                        return found
        return None


def _candidates(base: str, *, is_folder: bool) -> Iterator[str]:
    if base and not is_folder:
        yield base
        stem, suffix = posixpath.splitext(base)
        yield from (stem + written for written in _WRITTEN_AS.get(suffix, ()))
        yield from (base + suffix for suffix in SUFFIXES)
    yield from (posixpath.join(base, f"index{suffix}") for suffix in SUFFIXES)


def _without_suffix(path: str) -> str:
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if path.endswith(suffix):
            return path.removesuffix(suffix)
    return path


def module_of(path: str) -> str:
    """Return how a file is imported from the top of the target: without its suffix, a folder for its index."""
    stem = _without_suffix(path)
    return stem.removesuffix("/index") or stem
