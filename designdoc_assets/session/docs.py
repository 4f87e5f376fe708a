"""Opens the place of a target's pages as settings say: a folder, object storage or a branch; with its locks."""

import os
import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from designdoc_assets.artifacts.canonical import sha256
from designdoc_assets.pages.branch.branch import DocsBranch
from designdoc_assets.pages.branch.history import History
from designdoc_assets.pages.locks.database import DatabaseLocks
from designdoc_assets.pages.locks.files import FileLocks
from designdoc_assets.pages.sources import SourceUrls
from designdoc_assets.pages.stores.folder import FolderStore
from designdoc_assets.pages.stores.objects import ObjectStore
from designdoc_assets.pages.stores.store import Store
from designdoc_assets.pages.tree import DocsTree
from designdoc_assets.pages.turns import Turn
from designdoc_assets.session.targets import repository
from designdoc_assets.settings.addresses import Url
from designdoc_assets.settings.model import Settings
from designdoc_assets.settings.problems import SettingsError
from designdoc_assets.source import git
from designdoc_assets.source.commit_tree import CommitTree
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.identity import identity
from designdoc_assets.source.index import path_in_repository
from designdoc_assets.source.published import host_of
from designdoc_assets.source.tree import SourceTree
from designdoc_assets.source.working_tree import path_below
from designdoc_assets.spending.database import Database


@dataclass(frozen=True, slots=True)
class Docs:
    """The docs of a target.

    Attributes:
        tree: The docs tree.
        inside: Its folder in the target, which is left out of the target; None if it lies elsewhere.
        turn: The right to write it; None where a working tree is documented, or nothing is to be written.
        branch: The branch that it is committed to; None if it is not.
        at: That branch and the folder in it, as git names them: `docs:docs/design`.
        close: Closes the store of its locks.
    """

    tree: DocsTree
    inside: str | None
    turn: Turn | None
    branch: DocsBranch | None
    at: str
    close: Callable[[], None]

    def begin(self) -> None:
        """Get ready to read and to write.

        Raises:
            SupersededError: Docs of newer code are there already, or being made.
            OutputError: The place cannot be used.
            LockError: The locks cannot be used.
        """
        if self.turn:
            self.turn.begin()
        if self.branch:
            self.branch.prepare()


def open_docs(settings: Settings, target: SourceTree, state: Path, *, plan_only: bool, force: bool) -> Docs:
    """Return the docs of a target; no page is read or written.

    Args:
        settings: The settings of the run.
        target: What is documented.
        state: The folder of locks, and of docs that have no other place.
        plan_only: No page will be written, so that no other run need give way.
        force: Docs of newer code may be replaced.

    Raises:
        SettingsError: There is no such place beside the target.
        JournalError: The database that holds the locks cannot be used.
        LockError: The same.
    """
    url = settings.journal_url
    database = Database(url) if url and url.startswith("postgres") else None
    locks = DatabaseLocks(database) if database else FileLocks(state / "locks")
    close = database.close if database else _nothing
    branch = settings.output.branch
    if branch is None:
        store = _store(settings, target, state)
    else:
        assert isinstance(target, CommitTree)  # docs on a branch are of a commit
        folder = _folder_on_branch(settings, target)
        home = state / "branches" / sha256(f"{target.folder}\0{branch}\0{folder}")[:32]
        store = FolderStore(home / "docs")
    turn = None
    if isinstance(target, CommitTree) and not plan_only:
        turn = Turn(locks, store.address, target.commit, _never if force else _is_newer(target))
    tree = DocsTree(store, locks, turn)
    to_commit, at = None, ""
    if branch is not None:
        assert isinstance(target, CommitTree)
        at = f"{branch}:{folder}"
        to_commit = DocsBranch(History(target.folder, branch, folder), home, target.commit, tree, force=force)
    return Docs(tree, _inside(settings), turn, to_commit, at, close)


def source_urls(settings: Settings, target: SourceTree, docs: Docs) -> SourceUrls:
    """Return the addresses of a target's source, for links on pages; no server is asked."""
    repo = repository(settings)
    try:
        host = host_of(repo)
    except (git.GitUnavailable, TargetError, OSError):
        host = None
    if docs.branch is not None:
        assert isinstance(target, CommitTree)
        top = "" if git.is_bare(target.folder) else path_in_repository(target.folder)
        return SourceUrls(posixpath.relpath(f"/{top}", f"/{_folder_on_branch(settings, target)}"), host)
    if isinstance(repo, Path) and docs.tree.folder is not None and not git.is_bare(repo):
        here, there = Path(os.path.realpath(docs.tree.folder)), Path(os.path.realpath(repo))
        if here.is_relative_to(_top_of(there)):
            return SourceUrls(Path(os.path.relpath(there, here)).as_posix(), host)
    return SourceUrls(None, host)


def _top_of(folder: Path) -> Path:
    """Return the top of the repository that a target lies in; the target itself outside git."""
    try:
        inside = path_in_repository(folder)
    except (git.GitUnavailable, TargetError):
        return folder
    return folder.parents[inside.count("/")] if inside else folder


def _store(settings: Settings, target: SourceTree, state: Path) -> Store:
    place = settings.output.dir
    if isinstance(place, Url):
        return ObjectStore(place.text)
    if place.is_absolute():
        return FolderStore(place)
    if isinstance(settings.repo, Path) and not git.is_bare(settings.repo):
        confine = None if settings.is_operators("output.dir") else settings.repo
        return FolderStore(settings.repo / place, confine)
    if "output.dir" in settings.set_in:
        raise SettingsError(
            [
                f"{settings.place_of('output.dir')} is relative to the target, and {target.name} has no folder to "
                "write to. Give an absolute path, a URL of object storage, or a branch (DESIGNDOC_OUTPUT_BRANCH)."
            ]
        )
    return FolderStore(state / "docs" / identity(repository(settings)).lstrip("/") / place)


def _folder_on_branch(settings: Settings, target: CommitTree) -> str:
    assert isinstance(settings.output.dir, Path)  # `load_settings` refuses others
    prefix = "" if git.is_bare(target.folder) else path_in_repository(target.folder)
    return "/".join(part for part in (prefix, settings.output.dir.as_posix()) if part)


def _inside(settings: Settings) -> str | None:
    place = settings.output.dir
    if isinstance(place, Url):
        return None
    if isinstance(settings.repo, Path):
        return path_below(settings.repo / place, settings.repo)
    return None if place.is_absolute() else place.as_posix()


def _is_newer(target: CommitTree) -> Callable[[str, str], bool]:
    folder = target.folder

    def is_newer(noted: str, mine: str) -> bool:
        return git.resolve(folder, noted) is not None and git.is_ancestor(folder, mine, noted)

    return is_newer


def _never(_noted: str, _mine: str) -> bool:
    return False


def _nothing() -> None:
    pass
