"""The docs tree in a local folder. Links are never followed out of it; what is written lasts once it is flushed."""

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from designdoc_assets.pages.errors import OutputError
from designdoc_assets.pages.stores.files import read_file, sync_folder, temporary_digest, write_file
from designdoc_assets.pages.stores.store import Location


class FolderStore:
    """Files below a folder. With `confine`, it must lie inside of that folder."""

    def __init__(self, root: Path, confine: Path | None = None) -> None:
        self._given = root
        self._root = root.resolve()
        self._confine = confine
        self._unflushed: set[Path] = set()
        """Folders in which names changed."""

    @property
    def shown(self) -> str:
        """The folder, as it was given."""
        return str(self._given)

    @property
    def folder(self) -> Path:
        """The folder, as it was given."""
        return self._given

    @property
    def address(self) -> str:
        """The folder's real path."""
        return str(self._root)

    def check_writable(self, folder: str) -> None:
        """Check, without writing, that files can be written below a folder.

        Raises:
            OutputError: The root or what it stands in is a file, is not writable, or lies where it must not.
        """
        self._check_confined()
        path = self._root / folder
        existing = next(each for each in (path, *path.parents) if os.path.lexists(each))
        if not existing.is_dir():
            raise OutputError(
                f"The output folder {self._given} cannot be used: {existing} is a file. "
                "Move it, or choose another folder."
            )
        if not os.access(existing, os.W_OK | os.X_OK):
            is_read_only = os.statvfs(existing).f_flag & os.ST_RDONLY
            why = f"{existing} is on a read-only file system" if is_read_only else f"no permission for {existing}"
            raise OutputError(
                f"The output folder {self._given} cannot be written: {why}. Make it writable, or choose another folder."
            )

    def shown_location(self, name: str) -> str:
        """Return the path of a file."""
        return str(self._given / name)

    def locate(self, name: str) -> Location | None:
        """Return where a file really stands: links among its folders resolved, the file itself not."""
        path = self._root / name
        path = path.parent.resolve() / path.name
        return Location(name, str(path)) if path.is_relative_to(self._root) else None

    def read(self, location: Location) -> bytes | None:
        """Return the bytes of a plain file; None where there is none.

        Raises:
            OutputError: It is there and cannot be read.
        """
        with _explained(f"page {location.name}", "read"):
            return read_file(location.address)

    def write(self, location: Location, data: bytes) -> None:
        """Replace a file in one step; it keeps its mode.

        Raises:
            OutputError: It cannot be written, or what stands there is no plain file.
        """
        self._check_confined()
        path = Path(location.address)
        with _explained(f"page {location.name}", "written"):
            self._unflushed.update(write_file(path, data, _mode(path, location.name)))

    def remove(self, location: Location) -> None:
        """Remove a file, and the folders that this leaves empty.

        Raises:
            OutputError: It cannot be removed.
        """
        self._check_confined()
        path = Path(location.address)
        with _explained(f"page {location.name}", "removed"):
            path.unlink()
            for folder in path.parents:
                if folder == self._root or not _removed_if_empty(folder):
                    self._unflushed.add(folder)
                    break

    def names(self, folder: str) -> Iterator[str]:
        """Yield the names of all plain files below a folder; links are not followed."""
        start = len(f"{self._root}/")
        yield from (path[start:] for path in _files(f"{self._root}/{folder}".rstrip("/")))

    def read_all(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield plain files by their names.

        Raises:
            OutputError: One is there and cannot be read.
        """
        for name in names:
            with _explained(f"page {name}", "read"):
                content = read_file(f"{self._root}/{name}")
            if content is not None:
                yield name, content

    def flush(self) -> None:
        """Make last that files were added or taken away. Once for many: it takes its time."""
        for folder in list(self._unflushed):
            self._unflushed.discard(folder)  # first, or a name that is added meanwhile would be forgotten
            sync_folder(folder)

    def sweep(self, hold: Callable[[str], AbstractContextManager[object]]) -> None:
        """Remove the temporary files that killed runs left; those of living runs are not touched."""
        for path in _files(str(self._root)):
            name = path.rpartition("/")[2]
            if found := temporary_digest(name):
                with hold(found), _explained(f"temporary file {name}", "removed"):
                    Path(path).unlink(missing_ok=True)

    def _check_confined(self) -> None:
        if self._confine and not self._root.is_relative_to(self._confine.resolve()):
            raise OutputError(
                f"The output folder {self._given} leads to {self._root}, outside of {self._confine}. "
                "Nothing is written there. Choose a folder inside."
            )


@contextmanager
def _explained(what: str, action: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"The {what} could not be {action}: {error.strerror}. It is left as it was; mend this and run again."
        ) from error


def _mode(path: Path, name: str) -> int | None:
    """Return the mode that a file keeps when it is replaced; None for a new one."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):
        raise OutputError(
            f"The page {name} was not written: what stands there is no plain file. Move it away and run again."
        )
    return stat.S_IMODE(mode)


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
