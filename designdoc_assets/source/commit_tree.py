"""A target as one commit holds it, read from git's objects alone."""

import errno
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from designdoc_assets.source import git
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.links import PathKind, why_closed
from designdoc_assets.source.objects import Objects, not_there
from designdoc_assets.source.text import too_large
from designdoc_assets.source.tree import Discovery, closed_submodules, is_forged

_MAX_LINK_BYTES = 4_095
"""No file system takes a longer one."""
_SHORT_ID = 12
"""Digits of a commit's id that an error shows."""
_LINK_MODE = "120000"
_SUBMODULE_MODE = "160000"


@dataclass(frozen=True, slots=True)
class _Blob:
    mode: str
    object_id: str
    size: int | None
    """In bytes; None where git does not say."""
    is_missing: bool = False


class CommitTree:
    """A `SourceTree`: a commit of a repository. Working tree, index and HEAD are not even looked at.

    What is read is what was committed. A checkout can differ from it where `.gitattributes` or the configuration have
    git change files on the way (line ends, filters, LFS): such a file is read here as git keeps it.

    Args:
        folder: A folder of the repository, of which that folder's part is read; or a bare repository.
        commit: The full id of a commit.
        label: How errors name the repository; no credentials.

    Raises:
        TargetError: the commit does not hold the folder, or cannot be read.
    """

    settings = "DESIGNDOC_REPO, DESIGNDOC_REF"

    def __init__(self, folder: Path, commit: str, label: str) -> None:
        self.folder = folder
        self.commit = commit
        self.name = f"commit {commit[:_SHORT_ID]} of {label}"
        self._objects = Objects(folder)
        self._is_damaged = False
        self._tree = self._top()

    def discover(self) -> Discovery:
        """Find what the commit holds.

        Raises:
            TargetError: it holds nothing, or git's objects are damaged.
        """
        blobs, submodules, folders = self._entries
        if not (blobs or submodules):
            raise TargetError(
                f"There is no file in {self.name}, so there is nothing to document. "
                f"Name a commit or a folder that holds code ({self.settings}), and run again."
            )

        def look(path: str) -> PathKind:
            if path in submodules:
                return PathKind.SUBMODULE
            if path in folders:
                return PathKind.FOLDER
            blob = blobs.get(path)
            return PathKind.NOTHING if blob is None else PathKind.LINK if blob.mode == _LINK_MODE else PathKind.FILE

        def text_of(path: str) -> str:
            return os.fsdecode(self._read(blobs[path], _MAX_LINK_BYTES))

        links = [path for path, blob in blobs.items() if blob.mode == _LINK_MODE]
        closed = [(link, why_closed(link, look, text_of)) for link in links] + closed_submodules(submodules)
        files = blobs.keys() - set(links)
        return Discovery(tuple(sorted(files)), tuple(sorted(closed)), self.commit, is_tracked=True)

    def read(self, path: str, limit: int) -> bytes:
        """Return the content of a file as it was committed; one that is too large is not even begun."""
        blob = self._entries[0].get(path)
        if blob is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        if blob.mode == _LINK_MODE:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        return self._read(blob, limit)

    def content_id(self) -> str | None:
        """Return the id of git's tree; None once a file of it could not be read, which may be mended."""
        return None if self._is_damaged else self._tree

    def close(self) -> None:
        """End git's process."""
        self._objects.close()

    def _read(self, blob: _Blob, limit: int) -> bytes:
        if blob.size is not None and blob.size > limit:
            raise too_large(blob.size, limit)
        try:
            if blob.is_missing:
                raise not_there()
            return self._objects.read(blob.object_id, limit)
        except OSError:
            self._is_damaged = True
            raise

    @cached_property
    def _entries(self) -> tuple[dict[str, _Blob], frozenset[str], frozenset[str]]:
        """The files with the links; the submodules; the folders."""
        blobs: dict[str, _Blob] = {}
        submodules: set[str] = set()
        folders: set[str] = set()
        listing, missing = self._listing()
        for entry in listing.split(b"\0")[:-1]:
            header, _, raw = entry.partition(b"\t")
            mode, _, object_id, *size = header.decode("ascii").split()
            path = os.fsdecode(raw)
            if is_forged(path):
                continue
            if mode == _SUBMODULE_MODE:
                submodules.add(path)
            else:
                is_known = bool(size) and size[0].isdigit()
                blobs[path] = _Blob(mode, object_id, int(size[0]) if is_known else None, object_id in missing)
            while (path := path.rpartition("/")[0]) and path not in folders:
                folders.add(path)
        return blobs, frozenset(submodules), frozenset(folders)

    def _listing(self) -> tuple[bytes, frozenset[str]]:
        """Return git's list of all files, and the ids of those that a partial clone is known to lack."""
        command = ("ls-tree", "-r", "-z", "--full-tree", self._tree)
        try:
            return self._git(*command, "--long"), frozenset()
        except TargetError:  # a partial clone would fetch what it lacks to tell its size, which is not allowed
            listing = self._git(*command)
        objects = self._git("rev-list", "--objects", "--missing=print", self._tree).decode("utf-8", "replace")
        return listing, frozenset(line[1:] for line in objects.split("\n") if line.startswith("?"))

    def _top(self) -> str:
        """Return the id of the tree that the target's folder is in the commit."""
        path = "^{tree}" if git.is_bare(self.folder) else ":./"
        return self._git("rev-parse", "--verify", "--end-of-options", f"{self.commit}{path}").decode("ascii").strip()

    def _git(self, *arguments: str) -> bytes:
        try:
            return git.run(self.folder, *arguments)
        except (git.GitUnavailable, git.GitError) as error:
            raise TargetError(
                f"There is no such folder in {self.name}, or git cannot read it there ({error}), so nothing was "
                f"documented. Name another ({self.settings}), or mend the repository until `git fsck` finds no fault."
            ) from error
