"""Files that are not read as source, and yet may use what the target depends on: which they are, and what is in them.

Notebooks, Cython, stubs, scripts without a suffix, vendored and generated code import; configuration names what a tool
is to load. Prose proves nothing, and data is not looked into.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from designdoc_assets.languages.conventions import BY_A_TOOL
from designdoc_assets.source.rules import MAX_SOURCE_BYTES, Rules
from designdoc_assets.source.text import NotText, decode
from designdoc_assets.source.tree import SourceTree

_PYTHON = frozenset({".py", ".pyw", ".pyi", ".ipynb"})
_CYTHON = frozenset({".pyx", ".pxd", ".pxi"})
_CONFIGURATION = frozenset(
    {".toml", ".ini", ".cfg", ".conf", ".yaml", ".yml", ".json", ".sh", ".bash", ".bat", ".cmd", ".ps1", ".mk", ".env"}
)
_MAX_BYTES = {".ipynb": 8 << 20}
"""Pictures in a notebook take more than its code."""
_MAX_CONFIGURATION_BYTES = 1 << 18
"""What is longer is data."""


@dataclass(frozen=True, slots=True)
class OtherFile:
    """The text of a file: of a notebook, its code."""

    text: str
    is_python: bool
    is_cython: bool = False


@dataclass(slots=True)
class OtherFiles:
    """What was found in them."""

    read: dict[str, OtherFile] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    """The sha256 of each, or why it cannot be read."""
    unread: list[str] = field(default_factory=list)
    """Those that could import and cannot be read, or are too large."""

    def scripts(self) -> list[str]:
        """Return the Python scripts that have no suffix."""
        return [path for path, file in self.read.items() if file.is_python and not PurePosixPath(path).suffix]


def read_others(tree: SourceTree, paths: Iterable[str], rules: Rules) -> OtherFiles:
    """Read those of the files at `paths` that may use a dependency."""
    found = OtherFiles()
    for path in paths:
        suffix = PurePosixPath(path).suffix.lower()
        can_import = suffix in _PYTHON | _CYTHON
        if not (can_import or _may_configure(path, suffix, rules)) or rules.is_installed(path):
            continue
        limit = _MAX_BYTES.get(suffix, MAX_SOURCE_BYTES if can_import else _MAX_CONFIGURATION_BYTES)
        try:
            raw = tree.read(path, limit)
        except OSError as error:
            found.hashes[path] = str(error.strerror)
            found.unread += [path] if can_import else []
            continue
        found.hashes[path] = hashlib.sha256(raw).hexdigest()
        try:
            text = decode(raw)
        except NotText:
            found.unread += [path] if can_import else []
            continue
        is_script = not suffix and text.startswith("#!") and "python" in text.partition("\n")[0]
        code = _code_of(text) if suffix == ".ipynb" else text
        found.read[path] = OtherFile(code, suffix in _PYTHON or is_script, suffix in _CYTHON)
    return found


def _may_configure(path: str, suffix: str, rules: Rules) -> bool:
    """Return whether a file may be configuration of the target, or a script: without a suffix, it is looked into."""
    rule = rules.left_out_folder(path)
    is_own = rule is None or rule.reason == BY_A_TOOL
    return is_own and not rules.is_test(path) and (suffix in _CONFIGURATION or not suffix)


def _code_of(notebook: str) -> str:
    """Return the code of a notebook; the commands in it that are no Python stay as they are."""
    try:
        content = json.loads(notebook)
        cells = [cell["source"] for cell in content["cells"] if cell["cell_type"] == "code"]
        return "\n".join(cell if isinstance(cell, str) else "".join(cell) for cell in cells)
    except (ValueError, KeyError, TypeError, RecursionError):
        return notebook
