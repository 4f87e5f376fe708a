"""Which files are manifests, told from their paths."""

import posixpath
import re

from designdoc_assets.languages.conventions import is_for_tests

_REQUIREMENTS = re.compile(r"(?:.*[-_.])?requirements(?:[-_.].*)?\.(?:txt|in)", re.IGNORECASE)
_PYLOCK = re.compile(r"pylock(\.[^.]+)?\.toml")
_BY_NAME = frozenset({"pyproject.toml", "setup.cfg", "setup.py", "Pipfile"})
_LOCKS = frozenset({"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock"})
_NOT_THE_TARGETS_OWN = frozenset(
    {
        *("tests", "test", "testing", "testdata", "fixtures", "examples", "example", "docs"),
        *("node_modules", "vendor", "_vendor", "third_party", "site-packages", "venv", ".venv"),
    }
)
_WITH_REQUIREMENTS = frozenset({"docs", "tests", "test"})
"""Folders whose own requirements files say what working on the target takes."""
_FOR_DEVELOPMENT = _WITH_REQUIREMENTS | {"doc", "benchmarks", "ci", "dev", "scripts", "tools"}


def is_manifest(path: str) -> bool:
    """Tell whether the file at a repository-relative path is one that `read_manifests` reads on its own account."""
    folder, name = posixpath.split(path)
    parts = folder.split("/")
    if is_requirements_file(path):
        if parts[-1] == "requirements":
            parts.pop()
        if parts and parts[-1] in _WITH_REQUIREMENTS:
            parts.pop()
    elif name not in _BY_NAME and not is_lock_file(path):
        return False
    return _NOT_THE_TARGETS_OWN.isdisjoint(parts) and not any(map(is_for_tests, parts))


def is_requirements_file(path: str) -> bool:
    """Tell whether a path is that of a requirements file: `dev-requirements.txt`, `requirements/dev.in`."""
    folder, name = posixpath.split(path)
    in_folder = posixpath.basename(folder) == "requirements" and name.endswith((".txt", ".in"))
    return in_folder or _REQUIREMENTS.fullmatch(name) is not None


def is_lock_file(path: str) -> bool:
    """Tell whether a path is that of a lock file."""
    name = posixpath.basename(path)
    return name in _LOCKS or _PYLOCK.fullmatch(name) is not None


def requirements_group(path: str) -> str:
    """Return the group of what a requirements file declares: "" for a plain requirements.txt, else its name."""
    stem = posixpath.splitext(path)[0]
    *folders, name = stem.split("/")
    telling = ["requirements"] if folders[-1:] == ["requirements"] else []
    above = folders[-1 - len(telling)] if len(folders) > len(telling) else ""
    if above in _FOR_DEVELOPMENT or above.startswith("."):
        telling.insert(0, above)
    return "" if not telling and name == "requirements" else "/".join([*telling, name])
