"""What is left out of a target, and what is test code.

The rules know paths relative to the target and nothing else, so that a target below a folder named `build` is read in
full. Which files there are is `discovery`'s business.
"""

import re
from collections.abc import Collection, Sequence, Set
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import NamedTuple

from pathspec import GitIgnoreSpec

from designdoc_assets.languages.conventions import BY_A_TOOL, MadeFolder, is_for_tests
from designdoc_assets.languages.registry import LANGUAGES, is_face, language_of
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.patterns import any_of

MAX_SOURCE_BYTES = 1 << 20
"""The longest hand-written source files have a third of this; what is longer is data or generated."""

_ALL_LANGUAGES = (
    *(MadeFolder(name, "vendored") for name in ("vendor", "vendored", "third_party", "_vendor")),
    MadeFolder("node_modules", "vendored", is_installed=True),  # also of the tools of projects in other languages
    *(
        MadeFolder(name, BY_A_TOOL, is_installed=True)
        for name in (".git", ".hg", ".svn", ".cache", ".claude", ".opencode", ".idea")
    ),
    *(MadeFolder(name, BY_A_TOOL) for name in (".devcontainer", ".vscode", ".github")),
    *(MadeFolder(name, "generated", is_certain=False) for name in ("dist", "build", "target", "out")),
)
_CONVENTIONS = tuple(language.conventions for language in LANGUAGES)
_FOLDERS = (*_ALL_LANGUAGES, *(folder for each in _CONVENTIONS for folder in each.made_folders))
"""A name that is no proof needs more: no package's own file right inside, and nothing in it that git tracks."""
_MARKS = ("CACHEDIR.TAG", *(mark for each in _CONVENTIONS for mark in each.made_marks))
_COPIES = tuple(folder for each in _CONVENTIONS for folder in each.copied_to)
_DECLARATIONS = tuple(suffix for each in _CONVENTIONS for suffix in each.declarations)

_TEST_FILE = any_of(pattern for each in _CONVENTIONS for pattern in each.tests)
_TEST_FOLDER = {language.name: any_of(language.conventions.test_folders) for language in LANGUAGES}


class FolderRule(NamedTuple):
    """A folder that is left out with everything below it."""

    folder: str
    reason: str


class Rules:
    """The rules that go by paths, for a target that consists of `paths`.

    Args:
        paths: All files of the target.
        are_tracked: Whether git tracks them. Then a folder is source unless what is in it says otherwise.
    """

    def __init__(self, paths: Collection[str], *, are_tracked: bool = False) -> None:
        self._paths = paths if isinstance(paths, Set) else frozenset(paths)
        self._are_tracked = are_tracked
        self._packages = {path[: path.rfind("/") + 1] for path in paths if is_face(path)}
        self._folders: dict[str, tuple[FolderRule | None, bool]] = {}

    def left_out_folder(self, path: str) -> FolderRule | None:
        """Return the topmost folder on the way to the file at `path` that is left out; None if none is."""
        return self._folder(path)[0]

    def is_installed(self, path: str) -> bool:
        """Return whether the file at `path` came with what a tool put there, and is no part of what people keep."""
        rule = self.left_out_folder(path)
        made = _made_folder(rule.folder.rstrip("/").rpartition("/")[2]) if rule else None
        return made is not None and made.is_installed

    def is_test(self, path: str) -> bool:
        """Return whether the file at `path` is test code, by its name or by a folder's on the way to it."""
        folders, _, name = path.rpartition("/")
        if _TEST_FILE.fullmatch(name) or self._folder(path)[1]:
            return True
        language = language_of(path)
        own = _TEST_FOLDER[language.name] if language else _TEST_FILE
        return any(own.fullmatch(folder) for folder in folders.split("/"))

    def _folder(self, path: str) -> tuple[FolderRule | None, bool]:
        """Return what holds for the folder of `path`: the rule that leaves it out, and whether it holds tests."""
        folder = path[: path.rfind("/") + 1]
        if folder not in self._folders:
            self._folders[folder] = self._judge(folder)
        return self._folders[folder]

    def _judge(self, folder: str) -> tuple[FolderRule | None, bool]:
        is_test = False
        parent = ""
        for name in folder.split("/")[:-1]:
            current = f"{parent}{name}/"
            if reason := self._reason(name, current):
                return FolderRule(current, reason), is_test
            is_test = is_test or is_for_tests(name)
            # Inside a package, `test` is often public: django.test, sqlalchemy.testing. Celery and its kin test in `t`.
            is_test = is_test or (name in {"test", "t"} and parent not in self._packages)
            parent = current
        return None, is_test

    def _reason(self, name: str, folder: str) -> str | None:
        made = _made_folder(name)
        if made is None or made.is_certain:
            return made.reason if made else None
        if folder in self._packages or (self._are_tracked and not self._is_filled_by_a_tool(folder)):
            return None
        return made.reason

    def _is_filled_by_a_tool(self, folder: str) -> bool:
        """Whether what a folder holds is made, or copied, or describes code of others: a tool's work."""
        if any(f"{folder}{mark}" in self._paths for mark in _MARKS):
            return True
        inside = [path.removeprefix(folder) for path in self._paths if path.startswith(folder)]
        if all(path.endswith(_DECLARATIONS) for path in inside):
            return True
        copied = [path.removeprefix(to) for to in _COPIES for path in inside if path.startswith(to)]
        return any(path in self._paths or f"src/{path}" in self._paths for path in copied)


@lru_cache(maxsize=4096)
def _made_folder(name: str) -> MadeFolder | None:
    """Return the first row for a folder of this name."""
    return next((row for row in _FOLDERS if fnmatchcase(name, row.name)), None)


class Exclusion:
    """What the user leaves out, with everything below it: patterns as in a `.gitignore` at the root; the docs tree.

    Raises:
        TargetError: a pattern is malformed.
    """

    def __init__(self, patterns: Sequence[str], docs: str | None) -> None:
        for pattern in patterns:
            try:
                GitIgnoreSpec.from_lines([pattern])
            except (ValueError, re.error) as error:
                raise TargetError(
                    f"The excluded path {pattern!r} is not a gitignore pattern ({error}), so nothing was read. "
                    "Correct it (DESIGNDOC_EXCLUDE or [languages] exclude_paths), and run again."
                ) from error
        self._spec = GitIgnoreSpec.from_lines(patterns) if patterns else None
        self._docs = docs

    def __contains__(self, path: str) -> bool:
        if self._docs is not None and f"{path}/".startswith(f"{self._docs}/"):
            return True
        return self._spec is not None and self._spec.match_file(path)
