"""Which files of a target a package of npm holds, as package.json and `.npmignore` say it."""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pathspec import GitIgnoreSpec

from designdoc_assets.ecosystems.covering import covering
from designdoc_assets.ecosystems.facts import Contents

IGNORE = ".npmignore"
_SOURCES = (".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts")
_ENTRIES = ("main", "module", "browser", "exports", "bin")


def contents(document: Mapping[str, Any], ignored: str, folder: str, own: Collection[str]) -> Contents:
    """Return which files a package holds.

    Where some of what it ships is no file of the target, it is built from others, and these are not told.

    Args:
        document: The package.json.
        ignored: The `.npmignore` beside it.
        folder: The folder of both.
        own: The files below it, by their paths from it.
    """
    sources = [path for path in own if path.endswith(_SOURCES)]
    files = [each.removeprefix("./") for each in _texts(document.get("files"))]
    entries = {posixpath.normpath(each) for key in _ENTRIES for each in _texts(document.get(key)) if "*" not in each}
    if not files:
        left_out = _matching(ignored.split("\n"), sources)
        return Contents(excluded=_below(folder, covering(left_out, sources)))
    chosen = {*_matching([f"/{each}" if not each.startswith(("/", "!")) else each for each in files], sources)}
    chosen |= entries.intersection(sources)
    there = {*own, *(path.rpartition(".")[0] for path in own)}
    are_all_there = all(_matching([f"/{each.lstrip('/')}"], own) for each in files if not each.startswith("!"))
    is_whole = bool(chosen) and are_all_there and all(each in there or _matching([each], own) for each in entries)
    return Contents(_below(folder, covering(chosen, sources)), is_whole=is_whole)


def _below(folder: str, names: Collection[str]) -> tuple[str, ...]:
    return tuple(posixpath.join(folder, name) for name in names)


def _matching(patterns: Collection[str], paths: Collection[str]) -> list[str]:
    lines = [pattern for pattern in patterns if pattern.strip()]
    try:
        spec = GitIgnoreSpec.from_lines(lines)
    except (ValueError, re.error):  # what npm itself would not take
        return []
    return [path for path in paths if spec.match_file(path)] if lines else []


def _texts(value: object) -> Iterator[str]:
    """Yield the texts in a value of package.json, at any depth: conditions of `exports`, commands of `bin`."""
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            pending += one.values()
        elif isinstance(one, list):
            pending += one
