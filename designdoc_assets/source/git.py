"""The git command, as far as reading an untrusted repository needs it.

A repository's own configuration can name programs for git to run (monitors, hooks, transports), and the environment of
a hook or of CI can point git at another repository. Neither has a say here, and only the index and HEAD are read.
"""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from designdoc_assets.source.errors import TargetError

_TIMEOUT_SECONDS = 120
"""Listing 17,000 files takes 14 ms; what takes this long will never end."""
_SAFE_OPTIONS = (
    "--no-pager",
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=/dev/null",
    "-c", "safe.bareRepository=explicit",
)  # fmt: skip
_SAFE_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone fetches what it lacks, over a transport that it names itself
    "GIT_NO_LAZY_FETCH": "1",
    "LC_ALL": "C",
}
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")
_SUBMODULE_MODE = b"160000"


class GitUnavailable(Exception):  # noqa: N818 - a state that the caller knows what to do about
    """Git cannot say what belongs to the folder; the message is the reason. It can still be read as plain files."""


class NoRepository(GitUnavailable):
    """The folder is in no git repository."""


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
    files: dict[str, None] = {}  # a path in conflict is listed up to three times
    submodules: dict[str, None] = {}
    for entry in _git(folder, "ls-files", "-z", "--stage").split(b"\0")[:-1]:
        header, _, path = entry.partition(b"\t")
        (submodules if header.startswith(_SUBMODULE_MODE) else files)[os.fsdecode(path)] = None
    return Tracked(tuple(files), tuple(submodules))


def is_top_level(folder: Path) -> bool:
    """Return whether `folder`, which is in a repository, is its top folder."""
    return not _git(folder, "rev-parse", "--show-prefix").strip()


def head_commit(folder: Path) -> str | None:
    """Return the commit that is checked out; None before the first."""
    try:
        name = _git(folder, "rev-parse", "HEAD").decode("ascii", "replace").strip()
    except TargetError:
        return None
    return name if _COMMIT.match(name) else None


def remote_url(folder: Path) -> str | None:
    """Return the URL that the repository was cloned from, as its owner configured it; None if there is none."""
    try:
        url = _git(folder, "config", "--local", "--get", "remote.origin.url")
    except (GitUnavailable, TargetError):
        return None
    return url.decode("utf-8", "replace").strip() or None


def path_in_repository(folder: Path) -> str:
    """Return where `folder` lies in its repository: empty for the top."""
    return os.fsdecode(_git(folder, "rev-parse", "--show-prefix").strip().rstrip(b"/"))


def _git(folder: Path, *arguments: str) -> bytes:
    """Return what a git command prints."""
    command = ["git", *_SAFE_OPTIONS, *arguments]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except OSError as error:
        raise GitUnavailable(f"git cannot be run ({error.strerror})") from error
    except subprocess.TimeoutExpired as error:
        raise GitUnavailable(f"git gave no answer within {_TIMEOUT_SECONDS} seconds") from error
    if done.returncode == 0:
        return done.stdout
    message = done.stderr.decode("utf-8", "replace").strip()
    if "not a git repository" in message or "must be run in a work tree" in message or "bare repository" in message:
        raise NoRepository("it is not in a git repository")
    if "dubious ownership" in message:
        raise GitUnavailable("git does not trust the owner of this folder (git config safe.directory)")
    raise TargetError(
        f"git could not read the repository of {folder}: {message.partition(chr(10))[0]}. Nothing was documented. "
        "Repair the repository until `git status` works there, and run again."
    )


def _environment() -> dict[str, str]:
    """Return this process's environment without what would point git at another repository than the folder's."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or (name.startswith("GIT_CONFIG_") and name != "GIT_CONFIG_PARAMETERS")
    }
    return kept | _SAFE_ENVIRONMENT
