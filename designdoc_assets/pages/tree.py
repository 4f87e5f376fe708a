"""The docs tree on disk: reading, writing, listing and removing pages, safely.

A write is atomic and under the page's lock, and its bytes are on the disk before they take the page's place; `flush`
makes last that they took it. Links are never followed out of the tree. What a page says is not known here.
"""

import errno
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from designdoc_assets.pages.locks import Locks, path_digest
from designdoc_assets.pages.regions import Page, parse_page

STATE_FOLDER = ".designdoc"
"""The folder at the docs root that holds data, not pages."""
CONTENT_FOLDER = f"{STATE_FOLDER}/content"
"""The folder with what models wrote."""
_TEMPORARY = re.compile(r"\.designdoc-([0-9a-f]{32})-[0-9a-f]{8}\.tmp")
_ATTEMPTS = 20
"""How often a folder that another writer takes away as empty is made again."""


class OutputError(Exception):
    """The docs tree cannot be read or written; the message says what, why, and what to do."""


class DocsTree:
    """The pages below one folder. Several threads and processes may use the same tree at once.

    Pages are named by POSIX paths relative to the root. With `confine`, the root must lie inside of that folder.
    """

    def __init__(self, root: Path, locks: Locks, confine: Path | None = None) -> None:
        self._given = root
        self._root = root.resolve()
        self._locks = locks
        self._confine = confine
        self._unflushed: set[Path] = set()
        """Folders in which names changed."""

    def check_writable(self) -> None:
        """Check, without writing, that pages can be written below the root.

        Raises:
            OutputError: the root or what it stands in is a file, is not writable, or lies where it must not.
        """
        self._check_confined()
        for folder in (self._root, self._root / CONTENT_FOLDER):
            self._check_folder(folder)

    def _check_folder(self, folder: Path) -> None:
        existing = next(each for each in (folder, *folder.parents) if os.path.lexists(each))
        if not existing.is_dir():
            raise OutputError(
                f"The output folder {self._given} cannot be used: {existing} is a file. "
                "Move it, or choose another folder."
            )
        if not os.access(existing, os.W_OK | os.X_OK):
            raise OutputError(
                f"The output folder {self._given} cannot be written: no permission for {existing}. "
                "Make it writable, or choose another folder."
            )

    def read(self, page: str) -> Page | None:
        """Return a page, or None where no plain file stands under that name. Bytes that are not UTF-8 survive.

        Raises:
            OutputError: the page is there and cannot be read.
        """
        text = self.read_text(page)
        return parse_page(text) if text is not None else None

    def update(self, page: str, change: Callable[[Page | None], Page | None]) -> bool:
        """Change a page as `update_text` changes a file."""

        def changed(text: str | None) -> str | None:
            new = change(parse_page(text) if text is not None else None)
            return new.render() if new is not None else None

        return self.update_text(page, changed)

    def read_text(self, page: str) -> str | None:
        """Return the text of any file of the tree, as `read` does for pages.

        Raises:
            OutputError: the file is there and cannot be read.
        """
        path = self._locate(page)
        with _explained(f"page {page}", "read"):
            found = _read_file(path) if self._is_inside(path) else None
        return _decoded(found[0]) if found else None

    def update_text(self, page: str, change: Callable[[str | None], str | None]) -> bool:
        """Change a file under its lock, and return whether its bytes changed.

        `change` gets the text (None where there is none) and returns what it shall be; None removes it, and the
        folders that this leaves empty. A kill at any instant leaves the old file or the new one.

        Raises:
            OutputError: the page cannot be written, or stands behind a link that leaves the tree.
            LockError: its lock could not be had.
        """
        self._check_confined()
        path = self._locate(page)
        if not self._is_inside(path):
            raise OutputError(
                f"The page {page} was not written: a folder on its way is a link out of {self._given}. Remove the link."
            )
        with self._locks.hold(path), _explained(f"page {page}", "written"):
            found = _read_file(path)
            if found is None and os.path.lexists(path):
                raise OutputError(
                    f"The page {page} was not written: what stands there is no plain file. Move it away and run again."
                )
            content, mode = found or (None, None)
            changed = change(_decoded(content) if content is not None else None)
            if changed is None:
                if content is not None:
                    self._remove(path)
                return content is not None
            data = changed.encode("utf-8", "surrogateescape")
            if data != content:
                self._unflushed.update(_write(path, data, mode))
            return data != content

    def flush(self) -> None:
        """Make last, even if the power fails, that pages were added or taken away. Once for many: it takes its time."""
        for folder in list(self._unflushed):
            self._unflushed.discard(folder)  # first, or a name that is added meanwhile would be forgotten
            _sync(folder)

    def pages(self) -> Iterator[str]:
        """Yield all pages in order of their names; links are not followed, data of the tool is left out."""
        start = len(f"{self._root}/")
        names = (path[start:] for path in _files(str(self._root)) if path.endswith(".md"))
        yield from sorted(name for name in names if not name.startswith(f"{STATE_FOLDER}/"))

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the text of every page, in order of the names.

        Raises:
            OutputError: a page is there and cannot be read.
        """
        yield from self._read_all(self.pages())

    def content(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the text of every file with what models wrote, in order of the names.

        Raises:
            OutputError: a file is there and cannot be read.
        """
        yield from self._read_all(sorted(self._content_names()))

    def has_content(self) -> bool:
        """Whether a model wrote anything in this tree."""
        return any(True for _ in self._content_names())

    def _content_names(self) -> Iterator[str]:
        start = len(f"{self._root}/")
        return (path[start:] for path in _files(f"{self._root}/{CONTENT_FOLDER}") if path.endswith(".json"))

    def sweep(self) -> None:
        """Remove the temporary files that killed runs left; those of living runs are not touched."""
        for path in _files(str(self._root)):
            name = path.rpartition("/")[2]
            if temporary := _TEMPORARY.fullmatch(name):
                with self._locks.hold_digest(temporary[1]), _explained(f"temporary file {name}", "removed"):
                    Path(path).unlink(missing_ok=True)

    def _read_all(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        for name in names:
            with _explained(f"page {name}", "read"):
                found = _read_file(f"{self._root}/{name}")
            if found:
                yield name, _decoded(found[0])

    def _check_confined(self) -> None:
        if self._confine and not self._root.is_relative_to(self._confine.resolve()):
            raise OutputError(
                f"The output folder {self._given} leads to {self._root}, outside of {self._confine}. "
                "Nothing is written there. Choose a folder inside."
            )

    def _locate(self, page: str) -> Path:
        """Return where a page really stands: links among its folders resolved, the page itself not."""
        path = self._root / page
        return path.parent.resolve() / path.name

    def _is_inside(self, path: Path) -> bool:
        return path.is_relative_to(self._root)

    def _remove(self, path: Path) -> None:
        path.unlink()
        for folder in path.parents:
            if folder == self._root or not _removed_if_empty(folder):
                self._unflushed.add(folder)
                break


@contextmanager
def _explained(what: str, action: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"The {what} could not be {action}: {error.strerror}. It is left as it was; mend this and run again."
        ) from error


def _decoded(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def _read_file(path: str | Path) -> tuple[bytes, int] | None:
    """Return content and mode of a plain file; None where there is none, or a link, a folder, a pipe."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO):
            return None
        raise
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            return None
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(), stat.S_IMODE(mode)
    finally:
        os.close(descriptor)


def _write(path: Path, data: bytes, mode: int | None) -> set[Path]:
    """Replace a file in one step, and return the folders in which names changed; a new one gets any new file's mode.

    The temporary name is short, so that it fits beside the longest page's, and fresh, so that nothing planted is used.
    """
    temporary = path.with_name(f".designdoc-{path_digest(path)}-{os.urandom(4).hex()}.tmp")
    folders = {path.parent}
    descriptor = _create(temporary, folders)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if mode is not None:
                os.fchmod(descriptor, mode)
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return folders


def _create(path: Path, changed: set[Path]) -> int:
    """Create a file that was not there, with its folders, and return its descriptor."""
    for _ in range(_ATTEMPTS):
        try:
            _make_folder(path.parent, changed)
            return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileNotFoundError:
            continue  # another writer has just removed the folder, since it was empty
    raise FileNotFoundError(errno.ENOENT, "its folder is removed again and again", str(path))


def _make_folder(folder: Path, changed: set[Path]) -> None:
    """Make a folder with those above it, and add those in which one was made to `changed`."""
    if not folder.is_dir():
        _make_folder(folder.parent, changed)
        folder.mkdir(exist_ok=True)
        changed.add(folder.parent)


def _removed_if_empty(folder: Path) -> bool:
    try:
        folder.rmdir()
    except FileNotFoundError:
        return True
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            return False
        raise
    return True


def _sync(folder: Path) -> None:
    """Make it last that a name was added to a folder, or taken away."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return  # removed since, as empty
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _files(folder: str) -> Iterator[str]:
    """Yield the path of each plain file below a folder; links are not followed, others may write there meanwhile."""
    with _explained(f"folder {folder}", "listed"):
        try:
            entries = list(os.scandir(folder))
        except (FileNotFoundError, NotADirectoryError):
            return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path)
        elif entry.is_file(follow_symlinks=False):
            yield entry.path
