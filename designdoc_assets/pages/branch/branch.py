"""A docs tree that lives on a branch: worked on in a folder, and committed at the end of a run.

The folder is kept between runs, so that what a killed run finished is still there. Before a run and before its commit
it takes in, by a three-way merge, what was committed meanwhile: to the branch here, to the branch where the repository
was cloned from, and to the code's own history, where docs of an earlier run may have been merged and edited.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from designdoc_assets.pages.branch.history import Blobs, History, blob_id
from designdoc_assets.pages.errors import LockError, OutputError, SupersededError
from designdoc_assets.pages.stores.files import temporary_digest
from designdoc_assets.pages.tree import DocsTree

_BUSY_S = 300.0
"""How long another run may take to take in or commit a docs tree; some 10 s for 10,000 pages."""
_TRIES = 20
"""How often a commit is made anew because the branch had moved meanwhile."""


class DocsBranch:
    """The docs of one commit of the code, on their way to a branch.

    Attributes:
        folder: Where they are worked on.
    """

    def __init__(self, history: History, home: Path, source: str, tree: DocsTree, *, force: bool = False) -> None:
        """Read nothing yet.

        Args:
            history: The branch.
            home: A folder of this branch's own, that stays from run to run.
            source: The commit whose code the docs describe.
            tree: The docs tree, in a folder of `home`.
            force: Docs of newer code do not stand in the way.
        """
        assert tree.folder is not None
        self.folder = tree.folder
        self._tree = tree
        self._force = force
        self._history = history
        self._home = home
        self._source = source
        self._base_file = home / "base"

    def prepare(self) -> None:
        """Bring the folder up to what was committed.

        Raises:
            OutputError: The branch is checked out, or the folder cannot be written.
            LockError: Another run holds the folder for too long.
            SupersededError: The branch has docs of newer code.
        """
        self._history.check_not_checked_out()
        with self._alone():
            self._take_in()

    def commit(self) -> str | None:
        """Commit what stands in the folder, and return the commit; None where it stands there already.

        Raises:
            OutputError: It cannot be committed.
            LockError: Another run holds the folder for too long.
            SupersededError: The branch has docs of newer code.
        """
        with self._alone():
            for _ in range(_TRIES):
                upstream = self._take_in()
                tip = self._history.tip()
                tips = [commit for commit in upstream if commit != self._source]
                files = self._files()
                if len(tips) < 2 and self._is_committed(files, upstream[0]):
                    return None
                made = self._history.commit(files, self._source, upstream)
                if self._history.advance(made, tip):
                    self._note_base(made)
                    return made
        raise OutputError(
            "The docs were not committed: other runs moved the branch again and again. "
            "They stand in the folder of this branch, and the next run commits them."
        )

    def _take_in(self) -> list[str]:
        """Merge what was committed into the folder, and return the commits that the next one follows."""
        history = self._history
        tips = [tip for tip in (history.tip(), history.published_tip()) if tip]
        for tip in tips:
            described = history.source_of(tip)
            if described and not self._force and history.is_older(self._source, described):
                raise SupersededError(described, self._source)
        upstream = history.independent([*tips, self._source])
        last = self._read_base()
        known = [last] if last else []
        for commit in upstream:
            if any(commit == one or history.is_older(commit, one) for one in known):
                continue
            base = history.base(commit, known)
            self._merge(history.docs(commit), history.docs(base) if base else {}, history.docs(last) if last else {})
            known.append(commit)
        if last != upstream[0]:
            self._note_base(upstream[0])
        return upstream

    def _merge(self, theirs: Blobs, base: Blobs, last: Blobs) -> None:
        # A page that is new on both sides was squashed or copied there: what was committed last is where it came from.
        olds = {name: base.get(name) or last.get(name) for name in theirs.keys() | base.keys()}
        changed = sorted(name for name in olds if theirs.get(name) != base.get(name))
        wanted = [blob for name in changed for blob in (theirs.get(name), olds[name]) if blob]
        contents = self._history.contents(wanted)
        texts = {blob: content.decode("utf-8", "surrogateescape") for blob, content in contents.items()}
        for name in changed:
            new, old = texts.get(theirs.get(name, "")), texts.get(olds[name] or "")
            self._tree.update_text(name, partial(self._one_of, old, new))
        self._tree.flush()

    def _one_of(self, old: str | None, new: str | None, mine: str | None) -> str | None:
        """Return what a file shall be that may have changed here, there, or on both sides."""
        if mine in (old, new) or mine is None:
            return new
        if new is None or new == old:
            return mine
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder) / name for name in ("mine", "old", "new")]
            for path, text in zip(paths, (mine, old or "", new), strict=True):
                path.write_bytes(text.encode("utf-8", "surrogateescape"))
            return self._history.merged(*paths).decode("utf-8", "surrogateescape")

    def _files(self) -> dict[str, bytes]:
        self._tree.sweep()
        files = (file for file in self.folder.rglob("*") if file.is_file() and not file.is_symlink())
        return {
            file.relative_to(self.folder).as_posix(): file.read_bytes()
            for file in files
            if temporary_digest(file.name) is None
        }

    def _is_committed(self, files: dict[str, bytes], parent: str) -> bool:
        docs = self._history.docs(parent)
        return {name: blob_id(content, parent) for name, content in files.items()} == docs

    def _read_base(self) -> str | None:
        """Return the commit that the folder follows; None for a new folder."""
        try:
            return self._history.known(self._base_file.read_text().strip())
        except FileNotFoundError:
            return None

    def _note_base(self, commit: str) -> None:
        temporary = self._base_file.with_suffix(".new")
        temporary.write_text(commit)
        temporary.replace(self._base_file)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            self._home.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._home / "lock")
            lock.acquire(timeout=_BUSY_S)
        except Timeout as error:
            raise LockError(
                f"Another run has held the docs of this branch ({self._home}) for {_BUSY_S:g} s. "
                "Wait for it, or end it, and run again."
            ) from error
        except OSError as error:
            raise OutputError(
                f"The folder {self._home}, where docs are made before they are committed, cannot be used: "
                f"{error.strerror}. Make it writable, and run again."
            ) from error
        try:
            yield
        finally:
            lock.release()
