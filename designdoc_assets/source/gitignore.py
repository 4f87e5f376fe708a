"""The files of a folder that git does not track: those which its `.gitignore` files leave."""

import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

from designdoc_assets.source.text import NotText, decode, read_bytes

_log = logging.getLogger(__name__)

_MAX_IGNORE_FILE_BYTES = 1 << 20

_IgnoreFiles = tuple[tuple[str, GitIgnoreSpec], ...]
"""The patterns that hold in a folder: (folder that holds the `.gitignore`, its patterns), from the top down."""


def walk(root: Path, links: list[str], closed: list[tuple[str, str]]) -> Iterator[str]:
    """Yield the path of each file below `root` that is not ignored.

    Args:
        root: A path without links.
        links: The links among them are appended here.
        closed: The folders that cannot be listed are appended here, with the reason.
    """
    folders: list[tuple[str, _IgnoreFiles]] = [("", ())]
    while folders:
        folder, ignore_files = folders.pop()
        try:
            with os.scandir(f"{root}/{folder}") as scan:
                entries = list(scan)
        except OSError as error:
            closed.append((folder, f"not readable: {error.strerror}"))
            continue
        if any(entry.name == ".gitignore" for entry in entries):
            ignore_files = (*ignore_files, (folder, _read_ignore_file(f"{root}/{folder}.gitignore")))
        for entry in entries:
            path = folder + entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.name == ".git" or _is_ignored(f"{path}/" if is_folder else path, ignore_files):
                continue
            if is_folder:
                folders.append((f"{path}/", ignore_files))
            elif entry.is_symlink():
                links.append(path)
            else:
                yield path


def _read_ignore_file(path: str) -> GitIgnoreSpec:
    """Return the patterns of a `.gitignore`; like git, pass over those that are malformed."""
    try:
        lines = decode(read_bytes(path, _MAX_IGNORE_FILE_BYTES)).split("\n")
    except (OSError, NotText) as error:
        _log.warning("The patterns of %s do not count: %s.", path, error)
        return GitIgnoreSpec(())
    patterns = []
    for line in lines:
        try:
            patterns.append(GitIgnoreSpecPattern(line))
        except (ValueError, re.error) as error:
            _log.warning("The pattern %r of %s does not count: %s.", line, path, error)
    return GitIgnoreSpec(patterns)


def _is_ignored(path: str, ignore_files: _IgnoreFiles) -> bool:
    """Return whether the innermost `.gitignore` that has a say ignores `path`; a folder's path ends with `/`."""
    for folder, patterns in reversed(ignore_files):
        verdict = patterns.check_file(path.removeprefix(folder)).include
        if verdict is not None:
            return verdict
    return False
