"""Where the source that was read can be opened: on its git host, at the very commit, else as a file on this machine."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from designdoc_assets.source import git
from designdoc_assets.source.commit_tree import CommitTree
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.published import Host, host_of
from designdoc_assets.source.remote import Remote
from designdoc_assets.source.tree import SourceTree

_MOST_BYTES = 4 << 20
"""A larger file is not compared with the commit's: it is linked where it lies."""


@dataclass(frozen=True, slots=True)
class SourceLinks:
    """The places of a target's files.

    Attributes:
        tree: The files as they are read.
        folder: Where they lie; None where only git holds them.
        host: The git host that has the commit; None where none is known to.
        commit: The commit.
        blobs: The files of that commit, relative to the target, by git's ids of their contents; empty where all that
            is read is that commit's.
    """

    tree: SourceTree
    folder: Path | None = None
    host: Host | None = None
    commit: str = ""
    blobs: Mapping[str, str] = field(default_factory=dict)

    def url(self, path: str, line: int | None = None) -> str | None:
        """Return the address of a file, and of a line in it; None if the host is not known to have just that file."""
        if self.host is None or not self._is_the_commits(path):
            return None
        return self.host.blob(self.commit, path) + (f"#L{line}" if line else "")

    def folder_url(self, path: str) -> str | None:
        """Return the address of a folder, as the commit has it: empty for the target's own."""
        return self.host.tree(self.commit, path) if self.host else None

    def location(self, path: str, line: int | None = None) -> str:
        """Return where a file lies: its path on this machine; of a commit that lies nowhere, its path in the target."""
        where = str(self.folder / path) if self.folder else path or "."
        return f"{where}:{line}" if line else where

    def _is_the_commits(self, path: str) -> bool:
        if isinstance(self.tree, CommitTree):
            return True
        known = self.blobs.get(path)
        if known is None:
            return False
        try:
            content = self.tree.read(path, _MOST_BYTES)
        except OSError:
            return False
        # Git's own comparison would run programs that the repository's configuration names.
        digest = hashlib.sha1 if len(known) == _SHA1_DIGITS else hashlib.sha256
        return digest(b"blob %d\0" % len(content) + content).hexdigest() == known


_SHA1_DIGITS = 40


def source_links(repo: Path | Remote, tree: SourceTree, commit: str | None) -> SourceLinks:
    """Return the places of a target's files, as far as it is known; no server is asked.

    Args:
        repo: The target.
        tree: Its files.
        commit: The commit that was read, or that the working tree is based on.
    """
    folder = repo if isinstance(repo, Path) and not isinstance(tree, CommitTree) else None
    try:
        host = host_of(repo) if commit else None
        if commit is None or host is None or not _is_there(repo, commit):
            return SourceLinks(tree, folder)
        return SourceLinks(tree, folder, host, commit, {} if folder is None else _blobs(folder, commit))
    except (git.GitUnavailable, git.GitError, TargetError, OSError):
        return SourceLinks(tree, folder)


def _is_there(repo: Path | Remote, commit: str) -> bool:
    """Whether the server is known to have a commit: it came from there, or a branch that was last seen there has it."""
    if isinstance(repo, Remote):
        return True
    found = git.run(repo, "for-each-ref", "--count=1", f"--contains={commit}", "refs/remotes/origin")
    return bool(found.strip())


def _blobs(folder: Path, commit: str) -> dict[str, str]:
    listed = git.run(folder, "ls-tree", "-r", "-z", "--end-of-options", commit).split(b"\0")[:-1]
    entries = (entry.partition(b"\t") for entry in listed)
    return {os.fsdecode(path): about.split()[2].decode("ascii") for about, _, path in entries}
