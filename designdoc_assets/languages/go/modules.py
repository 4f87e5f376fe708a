"""Go modules: in which folder an import path begins, as `go.mod` and `go.work` files say. Nothing is fetched for it."""

import posixpath
import re
from collections.abc import Mapping

MODULE_FILES = ("go.mod", "go.work")
"""A workspace says what stands in for a module, as a module does; which modules it has, their own files say."""
_COMMENT = re.compile(r"//.*")
_MODULE = re.compile(r"^module\s+(\S+)", re.MULTILINE)
_BLOCK = re.compile(r"^(require|replace)\s*\((.*?)^\)", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^(require|replace)[ \t]+([^(\n]+)$", re.MULTILINE)


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
            bare = _COMMENT.sub("", text)
            if found := _MODULE.search(bare):
                name = found[1].strip('"`')
                self._folders.setdefault(name, folder)
                self._roots[folder] = name
            for verb, entry in _directives(bare):
                words = entry.split()
                if verb == "require" and words:
                    self._required.add(words[0].strip('"`'))
                elif verb == "replace" and "=>" in words:
                    _note_replacement(replaced, folder, words)
        # A copy in the target that stands in for a module is that module; a module of this name comes first.
        self._folders = {**replaced, **self._folders}

    def import_path(self, folder: str) -> str | None:
        """Return the import path of the package in a folder; None where no module is around it."""
        outer = folder
        while True:
            if outer in self._roots:
                return posixpath.normpath(
                    posixpath.join(self._roots[outer], posixpath.relpath(folder or ".", outer or "."))
                )
            if not outer:
                return None
            outer = posixpath.dirname(outer)

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


def _directives(text: str) -> list[tuple[str, str]]:
    found = [(verb, line) for verb, block in _BLOCK.findall(text) for line in block.splitlines() if line.strip()]
    return [*found, *((verb, line) for verb, line in _LINE.findall(text))]


def _note_replacement(replaced: dict[str, str], folder: str, words: list[str]) -> None:
    """Note a module that a folder of the target stands in for; what leads out of the target is none."""
    at = words.index("=>")
    if at + 1 >= len(words) or not words[at + 1].startswith(("./", "../")):
        return
    target = posixpath.normpath(posixpath.join(folder, words[at + 1]))
    if not target.startswith(".."):
        replaced[words[0].strip('"`')] = "" if target == "." else target
