"""From what the user names to the files of it: a folder as it is, a commit of a repository, a remote."""

from pathlib import Path

from designdoc_assets.source import git, mirror
from designdoc_assets.source.commit_tree import CommitTree
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.remote import Remote
from designdoc_assets.source.tree import SourceTree
from designdoc_assets.source.working_tree import WorkingTree, opened


def open_target(repo: Path | Remote, ref: str | None, mirrors: Path) -> SourceTree:
    """Return the files that the user named. A name of a commit is looked up once, here.

    Args:
        repo: A folder, or a remote.
        ref: A commit, branch or tag; None for what the folder holds now. Of a bare repository and of a remote, None
            stands for the default branch.
        mirrors: Where remotes are kept.

    Raises:
        TargetError: there is no such target.
    """
    if isinstance(repo, Remote):
        commit = mirror.mirror(repo, ref, mirrors)
        return CommitTree(mirror.place(repo, mirrors), commit, repo.url)
    folder = opened(repo)
    if ref is None:
        if not git.is_bare(folder):
            return WorkingTree(folder)
        ref = "HEAD"
    return CommitTree(folder, _resolved(folder, ref), str(folder))


def _resolved(folder: Path, ref: str) -> str:
    try:
        commit = git.resolve(folder, ref)
    except git.NoRepository as error:
        raise TargetError(
            f"{folder} is in no git repository, so it has no commit {ref}. Name a repository (DESIGNDOC_REPO), or "
            "leave DESIGNDOC_REF empty to document the folder as it is."
        ) from error
    except git.AmbiguousNameError as error:
        raise TargetError(
            f"{ref} stands for more than one commit of {folder} ({error}), so nothing was documented. "
            "Write the whole id, or refs/heads/... or refs/tags/... (DESIGNDOC_REF), and run again."
        ) from error
    except (git.GitError, git.GitUnavailable) as error:
        raise TargetError(
            f"git could not look up {ref} in {folder}: {error}. Nothing was documented. "
            "Repair the repository until `git log` works there, and run again."
        ) from error
    if commit is None:
        raise TargetError(_unknown(folder, ref))
    return commit


def _unknown(folder: Path, ref: str) -> str:
    if ref == "HEAD":
        return f"The repository {folder} has no commit yet, so there is nothing to document. Commit, and run again."
    shallow = git.run(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"
    fetch = (
        "The repository holds only its latest commits: fetch the rest with `git fetch --unshallow` (in CI, "
        "fetch-depth: 0)"
        if shallow
        else "Fetch it with `git fetch --tags`; a branch that only the remote has is called origin/NAME"
    )
    return f"{folder} has no commit, branch or tag {ref}, so nothing was documented. {fetch}, or correct DESIGNDOC_REF."
