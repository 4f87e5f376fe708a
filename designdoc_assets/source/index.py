"""What git says of a folder that is checked out: which files it tracks, which commit it stands at."""

import os
from dataclasses import dataclass
from pathlib import Path

from designdoc_assets.source import git
from designdoc_assets.source.errors import TargetError

_SUBMODULE_MODE = b"160000"


@dataclass(frozen=True, slots=True)
class Tracked:
    """What git tracks below a folder, as paths relative to it."""

    files: tuple[str, ...]
    """Links among them: what they are in the working tree is for the file system to say."""
    submodules: tuple[str, ...]


def tracked(folder: Path) -> Tracked:
    """Return what git tracks below `folder`, which may be any folder of a repository.

    Raises:
        GitUnavailable: there is no repository, no git command, or git does not trust the folder's owner.
        TargetError: the repository is damaged.
    """
    if git.is_bare(folder):
        raise git.NoRepository("it is a repository without a working tree")
    files: dict[str, None] = {}  # a path in conflict is listed up to three times
    submodules: dict[str, None] = {}
    for entry in _read(folder, "ls-files", "-z", "--stage").split(b"\0")[:-1]:
        header, _, path = entry.partition(b"\t")
        (submodules if header.startswith(_SUBMODULE_MODE) else files)[os.fsdecode(path)] = None
    return Tracked(tuple(files), tuple(submodules))


def is_top_level(folder: Path) -> bool:
    """Return whether `folder`, which is in a repository, is its top folder."""
    return not path_in_repository(folder)


def path_in_repository(folder: Path) -> str:
    """Return where `folder` lies in its repository: empty for the top.

    Raises:
        GitUnavailable: there is no repository to ask.
        TargetError: the repository is damaged.
    """
    return os.fsdecode(_read(folder, "rev-parse", "--show-prefix").removesuffix(b"\n").rstrip(b"/"))


def head_commit(folder: Path) -> str | None:
    """Return the commit that is checked out; None before the first."""
    try:
        return git.resolve(folder, "HEAD")
    except git.GitError:
        return None


def remote_url(folder: Path) -> str | None:
    """Return the URL that the repository was cloned from, as its owner configured it; None if there is none."""
    try:
        url = git.run(folder, "config", "--local", "--get", "remote.origin.url")
    except (git.GitUnavailable, git.GitError):
        return None
    return url.decode("utf-8", "replace").strip() or None


def files_of_origin(folder: Path) -> frozenset[str]:
    """Return the files below `folder` on the default branch of the server it was cloned from, as last fetched.

    Raises:
        GitUnavailable: there is no repository.
        TargetError: there is no such branch.
    """
    listed = _read(folder, "ls-tree", "-r", "-z", "--name-only", "refs/remotes/origin/HEAD")
    return frozenset(os.fsdecode(path) for path in listed.split(b"\0")[:-1])


def _read(folder: Path, *arguments: str) -> bytes:
    try:
        return git.run(folder, *arguments)
    except git.GitError as error:
        raise TargetError(
            f"git could not read the repository of {folder}: {error}. Nothing was documented. "
            "Repair the repository until `git status` works there, and run again."
        ) from error
