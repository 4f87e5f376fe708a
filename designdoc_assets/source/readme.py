"""What a project says of itself: the README at its top."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from designdoc_assets.languages.secrets import masked
from designdoc_assets.source.text import NotText, decode
from designdoc_assets.source.tree import SourceTree

_READMES = ("readme.md", "readme.rst", "readme.markdown", "readme.txt", "readme")
"""What a project says of itself, at its top: the first of these, whatever its case."""
_MAX_README_BYTES = 1 << 17


@dataclass(frozen=True, slots=True)
class ProjectReadme:
    """What a project says of itself, by the path of the file."""

    path: str
    text: str


def read_readme(tree: SourceTree, paths: Sequence[str]) -> tuple[ProjectReadme | None, dict[str, str]]:
    """Return the README, and its sha256, or why it cannot be read."""
    names = {path.lower(): path for path in sorted(paths, reverse=True)}
    path = next((names[name] for name in _READMES if name in names), None)
    if path is None:
        return None, {}
    try:
        raw = tree.read(path, _MAX_README_BYTES)
        readme = ProjectReadme(path, masked(decode(raw)))
    except OSError as error:
        return None, {path: str(error.strerror)}
    except NotText as error:
        return None, {path: str(error)}
    return readme, {path: hashlib.sha256(raw).hexdigest()}
