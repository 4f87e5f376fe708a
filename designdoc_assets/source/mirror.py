"""Remote repositories kept on this machine: a bare one for each, fetched when something in it is wanted.

Below the caller's folder stands one folder for each remote. The remote's branches are kept as `refs/remotes/origin/*`;
`refs/heads/*` is never touched, except that it is carried over when a damaged mirror is begun anew. A mirror appears
under its name when its first fetch is complete, and objects come in whole packs: what is there is whole.
"""

import hashlib
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from designdoc_assets.source import git
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.remote import Remote
from designdoc_assets.source.remote_failures import RemoteError, explained
from designdoc_assets.source.tip import tip

_log = logging.getLogger(__name__)

_FETCH_TIMEOUT_SECONDS = 1_800.0
"""The first fetch of a large repository takes minutes."""
_READABLE_CHARACTERS = 60
_DIGEST_DIGITS = 16
_BRANCHES = "refs/remotes/origin/"
_FETCH = (
    "-c", "fetch.unpackLimit=1",  # loose objects of a fetch that was killed would look as if all were there
    "-c", "gc.autoDetach=false",
    "-c", "http.lowSpeedLimit=1",
    "-c", "http.lowSpeedTime=60",
    "fetch", "--quiet", "--no-recurse-submodules", "--no-write-fetch-head", "--no-show-forced-updates",
)  # fmt: skip


_NOT_GIVEN = "not our ref|unadvertised|couldn't find remote ref"
"""How servers say that they do not have a commit, or do not give it."""


def place(remote: Remote, mirrors: Path) -> Path:
    """Return the folder of a remote's mirror, whether it is there or not."""
    readable = re.sub(r"[^A-Za-z0-9.]+", "-", remote.url.partition("://")[2] or remote.url).removesuffix(".git")
    digest = hashlib.sha256(os.fsencode(remote.url)).hexdigest()[:_DIGEST_DIGITS]
    return mirrors / f"{readable.strip('.-')[-_READABLE_CHARACTERS:].lstrip('.-')}-{digest}.git"


def mirror(remote: Remote, ref: str | None, mirrors: Path) -> str:
    """Bring a commit of a remote into its mirror, and return the commit's id.

    Args:
        remote: The repository.
        ref: A branch, a tag or a commit; None for the remote's default branch. A full id that is there already needs
            no network.
        mirrors: The folder of all mirrors.

    Raises:
        TargetError: it cannot be had; one sentence.
    """
    folder = place(remote, mirrors)
    with _locked(folder):
        _sweep(folder)
        try:
            if not folder.exists():
                _begin(remote, folder)
            return _bring(remote, ref, folder)
        except RemoteError:
            raise
        except (TargetError, git.GitError, git.GitUnavailable) as error:
            _log.warning("The mirror %s is begun anew: %s", folder.name, error)
        try:
            _begin(remote, folder)
            return _bring(remote, ref, folder)
        except (git.GitError, git.GitUnavailable) as error:
            raise explained(remote, error) from error


def _bring(remote: Remote, ref: str | None, folder: Path) -> str:
    """Return the commit that a name stands for, fetched if need be.

    Raises:
        RemoteError: the remote cannot be read, or has no such commit.
        TargetError, GitError, GitUnavailable: something else is wrong, perhaps the mirror.
    """
    is_id = ref is not None and git.FULL_ID.match(ref)
    default = tip(remote, None) if ref is None or ref == "HEAD" else None
    wanted = default.commit if default else ref
    assert wanted is not None
    if (is_id or default) and (commit := git.resolve(folder, wanted)):
        return _whole(folder, commit)
    _fetch(remote, folder)
    commit = git.resolve(folder, wanted) if is_id or default else _resolve(remote, folder, wanted)
    if commit is None and default and default.branch:  # it moved in between
        commit = git.resolve(folder, f"{_BRANCHES}{default.branch}")
    if commit is None and (is_id or default):
        commit = _fetch_by_id(remote, folder, wanted)
    if commit is None:
        raise RemoteError(f"{remote.url} has no branch, tag or commit {ref}: push it there, or correct DESIGNDOC_REF.")
    return _whole(folder, commit)


def _resolve(remote: Remote, folder: Path, ref: str) -> str | None:
    """Return the commit of a branch or tag of the remote, or that an abbreviated id stands for."""
    if ref.startswith("-"):
        return None
    branch = ref.removeprefix("refs/heads/")
    names = [f"{_BRANCHES}{branch}"] if branch != ref else [ref] if ref.startswith("refs/tags/") else []
    try:
        found = {git.resolve(folder, name) for name in names or (f"{_BRANCHES}{ref}", f"refs/tags/{ref}")} - {None}
        if not found and re.fullmatch(r"[0-9a-fA-F]{4,}", ref):
            found = {git.resolve(folder, ref)}
    except git.AmbiguousNameError as error:
        raise RemoteError(f"{ref} is ambiguous in {remote.url}: write more of it in DESIGNDOC_REF.") from error
    if len(found) > 1:
        raise RemoteError(
            f"{ref} is a branch and a tag of {remote.url}: write refs/heads/{ref} or refs/tags/{ref} in DESIGNDOC_REF."
        )
    return next(iter(found), None)


def _whole(folder: Path, commit: str) -> str:
    """Return the commit, once git has seen that all files of it are there."""
    git.run(folder, "rev-list", "--objects", "--no-walk", "--quiet", commit)
    return commit


def _begin(remote: Remote, folder: Path) -> None:
    """Make the mirror, in a folder that gets its name when the first fetch is complete."""
    try:
        object_format = "sha256" if len(tip(remote, None).commit) == 64 else "sha1"
    except RemoteError:
        raise
    except TargetError:
        object_format = "sha1"  # its default branch has no commit; others may
    new = Path(tempfile.mkdtemp(prefix=f"{folder.name}.new-", dir=folder.parent))
    try:
        git.run(new, "init", "--quiet", "--bare", "--template=", f"--object-format={object_format}")
        git.run(new, "config", "remote.origin.url", remote.url)
        _fetch(remote, new)
        if folder.exists():
            _carry_over(folder, new)
            shutil.rmtree(_damaged(folder), ignore_errors=True)
            folder.rename(_damaged(folder))
        new.rename(folder)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    shutil.rmtree(_damaged(folder), ignore_errors=True)


def _carry_over(old: Path, new: Path) -> None:
    """Take the branches of a damaged mirror that can still be read: nobody else may have them."""
    try:
        git.run(
            new, *_FETCH, "--no-tags", "--", str(old), "+refs/heads/*:refs/heads/*", env={"GIT_ALLOW_PROTOCOL": "file"}
        )
    except (git.GitError, git.GitUnavailable) as error:
        _log.warning("What the mirror %s held on branches of its own is lost: %s", old.name, error)


def _fetch(remote: Remote, folder: Path) -> None:
    _fetch_refs(remote, folder, "--prune", "--", remote.url, f"+refs/heads/*:{_BRANCHES}*", "+refs/tags/*:refs/tags/*")


def _fetch_by_id(remote: Remote, folder: Path, commit: str) -> str | None:
    """Fetch a commit that no branch or tag holds; None where the server does not give it."""
    try:
        _fetch_refs(remote, folder, "--no-tags", "--", remote.url, commit)
    except TargetError as error:
        if isinstance(error.__cause__, git.GitError) and re.search(_NOT_GIVEN, error.__cause__.output):
            return None
        raise
    return git.resolve(folder, commit)


def _fetch_refs(remote: Remote, folder: Path, *arguments: str) -> None:
    try:
        git.run(folder, *_FETCH, *arguments, env=remote.environment(), timeout=_FETCH_TIMEOUT_SECONDS)
    except (git.GitError, git.GitUnavailable) as error:
        raise explained(remote, error) from error


def _damaged(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.damaged")


def _sweep(folder: Path) -> None:
    """Put away what a fetch that was killed left behind."""
    damaged = _damaged(folder)
    if damaged.exists() and not folder.exists():  # it still holds branches to carry over
        damaged.rename(folder)
    for left in folder.parent.glob(f"{folder.name}.new-*"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    lock = FileLock(folder.with_name(f"{folder.name}.lock"))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=_FETCH_TIMEOUT_SECONDS)
    except Timeout as error:
        raise TargetError(
            f"Another run has been fetching into {folder} for too long: wait for it, or end it."
        ) from error
    except OSError as error:
        raise TargetError(
            f"Repositories cannot be kept below {folder.parent} ({error.strerror}): make it writable, and try again."
        ) from error
    try:
        yield
    finally:
        lock.release()
