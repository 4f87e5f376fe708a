"""The commit at the tip of a branch, by one git command: cheap enough to ask every few seconds."""

from dataclasses import dataclass
from pathlib import Path

from designdoc_assets.source import git
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.remote import Remote
from designdoc_assets.source.remote_failures import RemoteError, explained

_TIMEOUT_SECONDS = 10.0
"""A sensor has sixty, for all that it does."""
_BRANCHES = "refs/heads/"


@dataclass(frozen=True, slots=True)
class Tip:
    """Where a branch stands."""

    commit: str
    branch: str | None
    """None where no branch is checked out."""


def tip(repo: Path | Remote, branch: str | None, timeout: float = _TIMEOUT_SECONDS) -> Tip:
    """Return the tip of a branch.

    Args:
        repo: A folder of a repository, or a remote.
        branch: Its name; None for what is checked out, or the remote's default branch.
        timeout: How long git may take, in seconds.

    Raises:
        TargetError: there is no such repository or branch, or it cannot be reached; one sentence.
    """
    return _tip_of_remote(repo, branch, timeout) if isinstance(repo, Remote) else _tip_of_folder(repo, branch, timeout)


def _tip_of_folder(folder: Path, branch: str | None, timeout: float) -> Tip:
    arguments = ("HEAD^{commit}", "--symbolic-full-name", "HEAD")
    if branch is not None:
        arguments = ("--verify", "--end-of-options", f"{_BRANCHES}{branch}^{{commit}}")
    try:
        found = git.run(folder, "rev-parse", *arguments, timeout=timeout)
    except git.GitUnavailable as error:
        raise TargetError(f"{folder} cannot be watched for commits: {error}.") from error
    except git.GitError as error:
        what = f"no branch {branch}" if branch else _no_commit(folder, timeout)
        raise TargetError(f"The repository {folder} has {what}, so there is no tip to document ({error}).") from error
    commit, *head = found.decode("utf-8", "surrogateescape").splitlines()
    if head and head[0].startswith(_BRANCHES):
        branch = head[0].removeprefix(_BRANCHES)
    return Tip(commit, branch)


def _no_commit(folder: Path, timeout: float) -> str:
    """Say what a repository is without whose checked out branch has no commit: it may be new, or was deleted."""
    try:
        head = git.run(folder, "symbolic-ref", "--quiet", "--short", "HEAD", timeout=timeout)
    except (git.GitError, git.GitUnavailable):
        return "no commit that is checked out"
    return f"no commit on {head.decode('utf-8', 'surrogateescape').strip()}, the branch that is checked out"


def _tip_of_remote(remote: Remote, branch: str | None, timeout: float) -> Tip:
    wanted = f"{_BRANCHES}{branch}" if branch else "HEAD"
    try:
        found = git.run(
            Path("/"), "ls-remote", "--symref", "--", remote.url, wanted, env=remote.environment(), timeout=timeout
        )
    except (git.GitUnavailable, git.GitError) as error:
        raise explained(remote, error) from error
    commit = None
    for line in found.decode("utf-8", "surrogateescape").splitlines():
        value, _, name = line.partition("\t")
        if name != wanted:
            continue  # `HEAD` matches every name that ends so
        if not value.startswith("ref: "):
            commit = value
        elif branch is None and value.startswith(f"ref: {_BRANCHES}"):
            branch = value.removeprefix(f"ref: {_BRANCHES}")
    if commit is None:
        what = f"has no branch {branch}" if wanted != "HEAD" else "has no commit on its default branch"
        raise RemoteError(f"{remote.url} {what}, so there is no tip to document.")
    return Tip(commit, branch)
