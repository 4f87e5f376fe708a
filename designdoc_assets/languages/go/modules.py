"""Go modules: in which folder an import path begins, as `go.mod` and `go.work` files say. Nothing is fetched for it."""

import posixpath
from collections.abc import Mapping

from designdoc_assets.languages.folders import folders_from
from designdoc_assets.languages.go.directives import directives

MODULE_FILES = ("go.mod", "go.work")
"""A workspace says what stands in for a module, as a module does; which modules it has, their own files say."""


class Modules:
    """The modules of a target.

    Args:
        texts: The texts of these files, by path.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._folders: dict[str, str] = {}
        """The folders of modules, by their import paths."""
        self._roots: dict[str, str] = {}
        """The import paths of modules, by their folders."""
        self._required: set[str] = set()
        replaced: dict[str, str] = {}
        for path, text in sorted(texts.items()):
            if posixpath.basename(path) not in MODULE_FILES:
                continue
            folder = posixpath.dirname(path)
            for _, verb, words, _ in directives(text):
                if verb == "module" and words:
                    self._folders.setdefault(words[0], folder)
                    self._roots.setdefault(folder, words[0])
                elif verb == "require" and words:
                    self._required.add(words[0])
                elif verb == "replace" and "=>" in words:
                    _note_replacement(replaced, folder, words)
        # A copy in the target that stands in for a module is that module; a module of this name comes first.
        self._folders = {**replaced, **self._folders}

    def import_path(self, folder: str) -> str | None:
        """Return the import path of the package in a folder; None where no module is around it."""
        outer = next((each for each in folders_from(folder) if each in self._roots), None)
        if outer is None:
            return None
        return posixpath.normpath(posixpath.join(self._roots[outer], posixpath.relpath(folder or ".", outer or ".")))

    def folder_of(self, unit: str, importer: str) -> str | None:
        """Return the folder that an import path means, there or not; None where no module of the target has it."""
        name = unit
        while name:
            if name in self._folders:
                rest = unit[len(name) :].strip("/")
                return posixpath.normpath(posixpath.join(self._folders[name], rest)).removeprefix(".").removeprefix("/")
            name = name.rpartition("/")[0]
        return None

    def required(self, unit: str) -> str | None:
        """Return the module of others that an import path is of, as `go.mod` files name it."""
        name = unit
        while name:
            if name in self._required:
                return name
            name = name.rpartition("/")[0]
        return None


def _note_replacement(replaced: dict[str, str], folder: str, words: list[str]) -> None:
    """Note a module that a folder of the target stands in for; what leads out of the target is none."""
    at = words.index("=>")
    if at + 1 >= len(words) or not words[at + 1].startswith(("./", "../")):
        return
    target = posixpath.normpath(posixpath.join(folder, words[at + 1]))
    if not target.startswith(".."):
        replaced[words[0]] = "" if target == "." else target
