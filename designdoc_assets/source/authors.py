"""What authors wrote beside the code: which files are READMEs, changelogs and documents, and their texts.

They are claims: code may have moved on. What is written for programs that write code gives orders, and is left out.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from designdoc_assets.languages.secrets import masked
from designdoc_assets.source.text import NotText, decode
from designdoc_assets.source.tree import SourceTree

_TEXT = r"\.(?:md|markdown|rst|txt|adoc)"
_README = re.compile(rf"readme(?:{_TEXT})?", re.IGNORECASE)
_CHANGELOG = re.compile(
    rf"(?:docs?/)?(?:changelog|changes|history|news|releases?|release[-_]notes)(?:{_TEXT})?", re.IGNORECASE
)
_DOCUMENT = re.compile(rf"(?:docs?|documentation)/.+{_TEXT}", re.IGNORECASE)
_FOR_PROGRAMS = re.compile(r"(?:agents?|claude|gemini|copilot|cursor|llms?)\b.*", re.IGNORECASE)
_ABOUT_THE_WHOLE = re.compile(
    r"architecture|design|overview|concepts?|internals?|security|index|introduction", re.IGNORECASE
)
_MOST_DOCUMENTS = 40
"""Documents that are looked at: the others are below them, and about less."""
_MOST_BYTES = 1 << 18


def readme_of(folder: str, paths: Iterable[str]) -> str | None:
    """Return the README of a folder, empty for the top."""
    return next((path for path in sorted(paths) if _in(folder, path) and _README.fullmatch(_name(path))), None)


def changelog(paths: Iterable[str]) -> str | None:
    """Return what tells the changes of a target."""
    return next((path for path in sorted(paths) if _CHANGELOG.fullmatch(path)), None)


def documents(paths: Iterable[str]) -> Sequence[str]:
    """Return the documents of a target, those about all of it first, then those that lie highest."""
    found = [
        path
        for path in paths
        if _DOCUMENT.fullmatch(path) and not _FOR_PROGRAMS.fullmatch(_name(path)) and not _CHANGELOG.fullmatch(path)
    ]
    return sorted(found, key=lambda path: (not _ABOUT_THE_WHOLE.search(_name(path)), path.count("/"), path))[
        :_MOST_DOCUMENTS
    ]


def text_of(path: str, tree: SourceTree) -> str:
    """Return a text, credentials masked; nothing where it cannot be read."""
    try:
        return masked(decode(tree.read(path, _MOST_BYTES))).strip()
    except (OSError, NotText):
        return ""


def _in(folder: str, path: str) -> bool:
    return path.rpartition("/")[0] == folder


def _name(path: str) -> str:
    return PurePosixPath(path).name
