"""Which files a target has: what git tracks, or outside git what the `.gitignore` files leave.

Links are found here and never followed, neither to a file nor to a folder. What is source and what is left out of it
are the `rules`' business.
"""

import errno
import logging
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

from designdoc_assets.source import git
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.text import NotText, decode, read_bytes

_log = logging.getLogger(__name__)

_MAX_IGNORE_FILE_BYTES = 1 << 20
_NEVER_IN_A_PATH = {"", ".", "..", ".git"}

_IgnoreFiles = tuple[tuple[str, GitIgnoreSpec], ...]
"""The patterns that hold in a folder: (folder that holds the `.gitignore`, its patterns), from the top down."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What is below a folder. Paths are relative to it, with `/`; they keep undecodable bytes as surrogates."""

    files: tuple[str, ...]
    """Everything that may be opened, in order."""
    closed: tuple[tuple[str, str], ...]
    """What is not followed or cannot be listed, in order, and why: links, submodules, folders without permission."""
    commit: str | None = None
    """The commit that is checked out; None outside git."""


def discover(root: Path) -> Discovery:
    """Find what is below `root`, a path without links.

    Raises:
        TargetError: there is nothing, or the git repository is damaged.
    """
    try:
        return _tracked_by_git(root)
    except git.NoRepository:
        pass
    except git.GitUnavailable as error:
        _log.warning("%s is read by its .gitignore files instead of by git's list of files: %s.", root, error)
    return _not_ignored(root)


def _tracked_by_git(root: Path) -> Discovery:
    tracked = git.tracked(root)
    if not (tracked.files or tracked.submodules):
        if git.is_top_level(root):
            raise TargetError(
                f"The repository {root} is empty: git tracks no file in it, so there is nothing to document. "
                "Add the files that belong to it with `git add`, and run again."
            )
        raise git.NoRepository("the repository around it does not track it")
    files: list[str] = []
    links: set[str] = set()
    linked_folders: dict[str, str | None] = {"": None}
    for path in tracked.files:
        if not _NEVER_IN_A_PATH.isdisjoint(path.split("/")):
            continue  # git writes no such path; somebody forged the index
        if link := _linked_folder(root, path, linked_folders):
            links.add(link)
            continue
        mode = _mode(root, path)
        if stat.S_ISLNK(mode):
            links.add(path)
        elif mode and not stat.S_ISDIR(mode):
            files.append(path)
    closed = [(link, _destination(root, link)) for link in links]
    closed += [(path, "submodule: document it as a target of its own") for path in tracked.submodules]
    return Discovery(tuple(sorted(files)), tuple(sorted(closed)), git.head_commit(root))


def _linked_folder(root: Path, path: str, known: dict[str, str | None]) -> str | None:
    """Return the topmost folder on the way to `path` that is a link, if one is; `known` holds the answers so far."""
    folder = path.rpartition("/")[0]
    if folder not in known:
        parents = [folder[: slash.start()] for slash in re.finditer("/", folder)]
        known[folder] = next((part for part in (*parents, folder) if stat.S_ISLNK(_mode(root, part))), None)
    return known[folder]


def _mode(root: Path, path: str) -> int:
    """Return what a tracked path is in the working tree; 0 where there is nothing."""
    try:
        return os.lstat(f"{root}/{path}").st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0
    except OSError:
        return stat.S_IFREG  # opening it will tell the reason


def _not_ignored(root: Path) -> Discovery:
    closed: list[tuple[str, str]] = []
    files = tuple(sorted(_walk(root, closed)))
    if not (files or closed):
        raise TargetError(
            f"The folder {root} is empty: there is no file in it to document. "
            "Name the folder that holds the code (DESIGNDOC_REPO), and run again."
        )
    return Discovery(files, tuple(sorted(closed)))


def _walk(root: Path, closed: list[tuple[str, str]]) -> Iterator[str]:
    """Yield the path of each file that is not ignored; append what is not entered to `closed`."""
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
                closed.append((path, _destination(root, path)))
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


def _destination(root: Path, link: str) -> str:
    """Return where a link leads, as the reason why it is not followed."""
    path = root / link
    destination = Path(os.path.realpath(path))
    if not destination.is_relative_to(root):
        return "link out of the repository"
    try:
        path.stat()
    except OSError as error:
        return "link in a circle" if error.errno == errno.ELOOP else "link to nothing"
    if path.is_relative_to(destination):
        return "link in a circle"
    return f"link to {destination.relative_to(root).as_posix()}"
