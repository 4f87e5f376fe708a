"""Single plain files: read without following links, replaced in one step, so that they last."""

import errno
import os
import re
import stat
from pathlib import Path

from designdoc_assets.pages.locks.locks import digest

_TEMPORARY = re.compile(r"\.designdoc-([0-9a-f]{32})-[0-9a-f]{8}\.tmp")
_ATTEMPTS = 20
"""How often a folder that another writer takes away as empty is made again."""


def read_file(path: str | Path) -> bytes | None:
    """Return the content of a plain file; None where there is none, or a link, a folder, a pipe."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENXIO):
            return None
        raise
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return None
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read()
    finally:
        os.close(descriptor)


def write_file(path: Path, data: bytes, mode: int | None = None) -> set[Path]:
    """Replace a file in one step, and return the folders in which names changed; a new one gets any new file's mode.

    The temporary name is short, so that it fits beside the longest page's, and fresh, so that nothing planted is used.
    """
    temporary = path.with_name(f".designdoc-{digest(str(path))}-{os.urandom(4).hex()}.tmp")
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


def temporary_digest(name: str) -> str | None:
    """Return the digest of the path that a temporary file was to become; None if the name is not that of one."""
    found = _TEMPORARY.fullmatch(name)
    return found[1] if found else None


def sync_folder(folder: Path) -> None:
    """Make it last that a name was added to a folder, or taken away."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return  # removed since, as empty
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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
        try:
            folder.mkdir(exist_ok=True)
        except FileExistsError:
            if not os.path.lexists(folder):
                raise FileNotFoundError(errno.ENOENT, "its folder was removed meanwhile", str(folder)) from None
            if not folder.is_dir():
                raise  # something else stands there
        changed.add(folder.parent)
