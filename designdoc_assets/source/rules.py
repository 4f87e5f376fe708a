"""What is left out of a target, and what is test code.

The rules know paths relative to the target and nothing else, so that a target below a folder named `build` is read in
full. Which files there are is `discovery`'s business.
"""

import re
from collections.abc import Collection, Sequence, Set
from typing import NamedTuple

from pathspec import GitIgnoreSpec

from designdoc_assets.source.errors import TargetError

MAX_SOURCE_BYTES = 1 << 20
"""The longest hand-written source files have a third of this; what is longer is data or generated."""

_VENDORED = frozenset({"node_modules", "site-packages", "vendor", "vendored", "third_party", "_vendor"})
_TOOLS = frozenset(
    {".git", ".hg", ".svn", ".tox", ".nox", ".eggs", ".venv", "__pycache__", ".mypy_cache", ".pytest_cache"}
    | {".ruff_cache", ".cache", ".claude", ".opencode", ".devcontainer", ".idea", ".vscode", ".github"}
)
_INSTALLED = frozenset({"node_modules", "site-packages", "venv", "env"}) | _TOOLS - {
    ".github",
    ".vscode",
    ".devcontainer",
}
"""Folders that a tool fills, and nobody keeps."""
TOOLS_OWN = "belongs to a tool"
_UNLESS_PACKAGE = (
    dict.fromkeys(("dist", "build", "target", "out", "htmlcov", "_build"), "generated")
    | dict.fromkeys(("env", "venv"), "vendored")
    | {"typings": "stubs for code of others"}
)
"""Names that people also give to folders of source: with an `__init__.py` right inside, or where git tracks what is in
them, it takes more than the name."""
_MARKS = ("pyvenv.cfg", "conda-meta/history", "CACHEDIR.TAG", "status.json", "objects.inv", ".buildinfo")
"""Files that tools put into the folders that they fill: virtual environments, caches, coverage, Sphinx."""
_COPIES = "lib/"
"""Where setuptools copies packages to, below its build folder."""

_TEST_FILE = re.compile(r"test_.*\.py|.*_test\.py|conftest\.py|tests\.py", re.DOTALL)


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
        self._packages = {path.removesuffix("__init__.py") for path in paths if path.endswith("/__init__.py")}
        if "__init__.py" in paths:
            self._packages.add("")
        self._folders: dict[str, tuple[FolderRule | None, bool]] = {}

    def left_out_folder(self, path: str) -> FolderRule | None:
        """Return the topmost folder on the way to the file at `path` that is left out; None if none is."""
        return self._folder(path)[0]

    def is_installed(self, path: str) -> bool:
        """Return whether the file at `path` came with what a tool put there, and is no part of what people keep."""
        rule = self.left_out_folder(path)
        return rule is not None and rule.folder.rstrip("/").rpartition("/")[2] in _INSTALLED

    def is_test(self, path: str) -> bool:
        """Return whether the file at `path` is test code, by its name or by a folder's on the way to it."""
        return _TEST_FILE.fullmatch(path.rpartition("/")[2]) is not None or self._folder(path)[1]

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
            is_test = is_test or name == "tests" or name.endswith("_tests")
            # Inside a package, `test` is often public: django.test, sqlalchemy.testing.
            is_test = is_test or (name == "test" and parent not in self._packages)
            parent = current
        return None, is_test

    def _reason(self, name: str, folder: str) -> str | None:
        if name in _VENDORED:
            return "vendored"
        if name in _TOOLS or name.endswith(".egg-info"):
            return TOOLS_OWN
        reason = _UNLESS_PACKAGE.get(name)
        if reason is None or folder in self._packages:
            return None
        return None if self._are_tracked and not self._is_filled_by_a_tool(folder) else reason

    def _is_filled_by_a_tool(self, folder: str) -> bool:
        """Whether what a folder holds is made, or copied, or describes code of others: a tool's work."""
        if any(f"{folder}{mark}" in self._paths for mark in _MARKS):
            return True
        inside = [path.removeprefix(folder) for path in self._paths if path.startswith(folder)]
        if all(path.endswith(".pyi") for path in inside):
            return True
        copied = [path.removeprefix(_COPIES) for path in inside if path.startswith(_COPIES)]
        return any(path in self._paths or f"src/{path}" in self._paths for path in copied)


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
