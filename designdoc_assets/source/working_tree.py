"""A target as it lies in a folder now: what git tracks, or outside git what the `.gitignore` files leave.

Links are found here and never followed, neither to a file nor to a folder. What is source and what is left out of it
are the `rules`' business.
"""

import logging
import os
import re
import stat
from collections.abc import Collection
from pathlib import Path

from designdoc_assets.source import git, gitignore, index
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.links import PathKind, why_closed
from designdoc_assets.source.text import read_bytes
from designdoc_assets.source.tree import Discovery, closed_submodules, is_forged

_log = logging.getLogger(__name__)


class WorkingTree:
    """A `SourceTree`: a folder, with edits that nobody committed.

    Raises:
        TargetError: there is no such folder, or it may not be read.
    """

    settings = "DESIGNDOC_REPO"

    def __init__(self, root: Path) -> None:
        self._root = opened(root)

    @property
    def name(self) -> str:
        """The folder's path."""
        return str(self._root)

    def read(self, path: str, limit: int) -> bytes:
        """Return the content of a file as it is now."""
        return read_bytes(f"{self._root}/{path}", limit)

    def content_id(self) -> None:
        """Return None: any file may have changed."""

    def close(self) -> None:
        """Do nothing: no file stays open."""

    def discover(self) -> Discovery:
        """Find what is in the folder.

        Raises:
            TargetError: there is nothing, or the git repository is damaged.
        """
        try:
            return self._tracked_by_git()
        except git.NoRepository:
            pass
        except git.GitUnavailable as error:
            _log.warning("%s is read by its .gitignore files instead of by git's list of files: %s.", self._root, error)
        return self._not_ignored()

    def _tracked_by_git(self) -> Discovery:
        root = self._root
        tracked = index.tracked(root)
        if not (tracked.files or tracked.submodules):
            if index.is_top_level(root):
                raise TargetError(
                    f"The repository {root} is empty: git tracks no file in it, so there is nothing to document. "
                    "Add the files that belong to it with `git add`, and run again."
                )
            raise git.NoRepository("the repository around it does not track it")
        files: list[str] = []
        links: set[str] = set()
        linked_folders: dict[str, str | None] = {"": None}
        for path in tracked.files:
            if is_forged(path):
                continue
            if link := self._linked_folder(path, linked_folders):
                links.add(link)
                continue
            mode = self._mode(path)
            if stat.S_ISLNK(mode):
                links.add(path)
            elif mode and not stat.S_ISDIR(mode):
                files.append(path)
        closed = self._closed(links, tracked.submodules) + closed_submodules(tracked.submodules)
        return Discovery(tuple(sorted(files)), tuple(sorted(closed)), index.head_commit(root), is_tracked=True)

    def _not_ignored(self) -> Discovery:
        links: list[str] = []
        closed: list[tuple[str, str]] = []
        files = tuple(sorted(gitignore.walk(self._root, links, closed)))
        closed += self._closed(links, ())
        if not (files or closed):
            raise TargetError(
                f"The folder {self._root} is empty: there is no file in it to document. "
                "Name the folder that holds the code (DESIGNDOC_REPO), and run again."
            )
        return Discovery(files, tuple(sorted(closed)))

    def _linked_folder(self, path: str, known: dict[str, str | None]) -> str | None:
        """Return the topmost folder on the way to `path` that is a link, if one is; `known` holds the answers."""
        folder = path.rpartition("/")[0]
        if folder not in known:
            parents = [folder[: slash.start()] for slash in re.finditer("/", folder)]
            known[folder] = next((part for part in (*parents, folder) if stat.S_ISLNK(self._mode(part))), None)
        return known[folder]

    def _mode(self, path: str) -> int:
        """Return what a path is in the folder; 0 where there is nothing."""
        try:
            return os.lstat(f"{self._root}/{path}").st_mode
        except (FileNotFoundError, NotADirectoryError):
            return 0
        except OSError:
            return stat.S_IFREG  # opening it will tell the reason

    def _closed(self, links: Collection[str], submodules: Collection[str]) -> list[tuple[str, str]]:
        """Return links with where they lead."""
        known = frozenset(submodules)

        def look(path: str) -> PathKind:
            if path in known:
                return PathKind.SUBMODULE
            mode = self._mode(path)
            if not mode:
                return PathKind.NOTHING
            return PathKind.LINK if stat.S_ISLNK(mode) else PathKind.FOLDER if stat.S_ISDIR(mode) else PathKind.FILE

        def text_of(path: str) -> str:
            return os.readlink(f"{self._root}/{path}")  # noqa: PTH115 - pathlib drops a `/.` at its end

        return [(link, why_closed(link, look, text_of)) for link in links]


def opened(root: Path) -> Path:
    """Return the real path of a folder that can be listed.

    Raises:
        TargetError: it is none.
    """
    wanted = "Name the folder of the repository (DESIGNDOC_REPO), and run again."
    real = Path(os.path.realpath(root))
    try:
        is_folder = stat.S_ISDIR(real.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise TargetError(f"There is no folder {root}, so there is nothing to document. {wanted}") from error
    except OSError as error:
        raise TargetError(f"{root} cannot be opened ({error.strerror}), so nothing was documented. {wanted}") from error
    if not is_folder:
        raise TargetError(f"{root} is not a folder, so there is no repository to document. {wanted}")
    if not os.access(real, os.R_OK | os.X_OK):
        raise TargetError(
            f"The folder {root} may not be read by this user, so nothing was documented. "
            "Give the user read permission, and run again."
        )
    return real


def path_below(folder: Path, root: Path) -> str | None:
    """Return the path of a folder, as the docs tree's, below `root`; None where it lies elsewhere, or is `root`."""
    real, top = Path(os.path.realpath(folder)), Path(os.path.realpath(root))
    return real.relative_to(top).as_posix() if real != top and real.is_relative_to(top) else None
