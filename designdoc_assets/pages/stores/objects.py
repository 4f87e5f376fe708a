"""The docs tree in object storage, such as S3: whatever fsspec has a driver for.

One put is atomic there and lasts, so that there are no temporary files. Credentials and endpoints are the driver's own
affair, from its environment variables and files.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from designdoc_assets.pages.errors import OutputError
from designdoc_assets.pages.stores.store import Location

if TYPE_CHECKING:
    from upath import UPath

_PROBE = ".designdoc-write-check"
_BATCH = 256
"""Objects that are read at once, and are in memory together."""
_UNFIT = re.compile(r"[\x00-\x1f\x7f\\?\ud800-\udfff]")
"""What drivers or servers read as something else; names of pages have none of these."""
_NOT_OBJECTS = {"file", "local", "http", "https"}
_OPTIONS: dict[str, dict[str, Any]] = {
    # By default 10 connections, and a second request for each read, which asks how long the object is.
    "s3": {"config_kwargs": {"max_pool_connections": 64}, "max_concurrency": 1},
}
_OPTIONS["s3a"] = _OPTIONS["s3"]


class ObjectStore:
    """Objects whose names begin with that of a URL: `s3://bucket/prefix`."""

    def __init__(self, url: str) -> None:
        """Take a URL apart; nothing is reached yet.

        Raises:
            OutputError: It is not the URL of a place in object storage, or holds what must not be shown.
        """
        self._url = _checked(url)
        self._proven: set[str] = set()
        """Folders that were written to, to see whether that can be done."""

    @property
    def shown(self) -> str:
        """The URL."""
        return self._url

    @property
    def folder(self) -> Path | None:
        """There is none."""
        return None

    @property
    def address(self) -> str:
        """The URL: a name in object storage is the same everywhere."""
        return self._url

    def check_writable(self, folder: str) -> None:
        """Write a small object and remove it: only that tells whether it can be done. Once for each folder.

        Raises:
            OutputError: The driver is not installed, or the storage cannot be reached, or refuses.
        """
        if folder in self._proven:
            return
        probe = self._path(f"{folder}/{_PROBE}".lstrip("/"))
        with self._explained(f"docs tree {self._url}", "written"):
            self._storage.pipe_file(probe, b"")
            self._storage.rm_file(probe)
        self._proven.add(folder)

    def shown_location(self, name: str) -> str:
        """Return the URL of an object."""
        return f"{self._url}/{name}"

    def locate(self, name: str) -> Location | None:
        """Return where an object stands. Its name is plain: also where it is decoded, it leads nowhere else."""
        if _UNFIT.search(name):
            return None
        parts = [*name.split("/"), *re.split(r"[/\\]", unquote(name))]
        return None if {"", ".", ".."} & set(parts) else Location(name, self.shown_location(name))

    def read(self, location: Location) -> bytes | None:
        """Return the bytes of an object; None where there is none.

        Raises:
            OutputError: It cannot be read.
        """
        with self._explained(f"page {location.name}", "read"):
            try:
                return bytes(self._storage.cat_file(self._path(location.name)))
            except FileNotFoundError:
                return None

    def write(self, location: Location, data: bytes) -> None:
        """Put an object.

        Raises:
            OutputError: It cannot be written.
        """
        with self._explained(f"page {location.name}", "written"):
            self._storage.pipe_file(self._path(location.name), data)

    def remove(self, location: Location) -> None:
        """Remove an object.

        Raises:
            OutputError: It cannot be removed.
        """
        with self._explained(f"page {location.name}", "removed"):
            self._storage.rm_file(self._path(location.name))

    def names(self, folder: str) -> Iterator[str]:
        """Yield the names of all objects below a folder.

        Raises:
            OutputError: They cannot be listed.
        """
        start = self._path("")
        with self._explained(f"docs tree {self._url}", "listed"):
            self._storage.invalidate_cache()
            try:
                found = self._storage.find(self._path(folder).rstrip("/"))
            except FileNotFoundError:
                found = []
        names = (path[len(start) :] for path in found if path.startswith(start))
        return (name for name in names if self.locate(name) is not None)

    def read_all(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield objects by their names, many at once: one by one, a tree would take minutes.

        Raises:
            OutputError: One is there and cannot be read.
        """
        left = iter(names)
        while batch := list(islice(left, _BATCH)):
            with self._explained(f"docs tree {self._url}", "read"):
                # Not `cat`, which takes names for patterns.
                found = self._storage.cat_ranges([self._path(name) for name in batch], None, None, on_error="return")
            for name, content in zip(batch, found, strict=True):
                with self._explained(f"page {name}", "read"):
                    if isinstance(content, Exception) and not isinstance(content, FileNotFoundError):
                        raise content
                if isinstance(content, bytes):
                    yield name, content

    def flush(self) -> None:
        """A put lasts when it returns."""

    def sweep(self, hold: Callable[[str], AbstractContextManager[object]]) -> None:
        """Killed runs leave nothing but, at worst, the empty object that `check_writable` writes again."""

    def _path(self, name: str) -> str:
        """Return what the driver calls an object."""
        return f"{self._root.path.rstrip('/')}/{name}"

    @cached_property
    def _root(self) -> "UPath":
        from upath import UPath  # noqa: PLC0415 - costs 0.1 s, and most trees stand in folders

        scheme = urlsplit(self._url).scheme
        try:
            root: UPath = UPath(
                self._url, use_listings_cache=False, skip_instance_cache=True, **_OPTIONS.get(scheme, {})
            )
            root.fs  # noqa: B018 - imports the driver
        except ImportError as error:
            raise OutputError(
                f"The docs tree {self._url} needs a driver that is not installed ({error}). "
                "Install it beside designdoc-assets, or choose another place."
            ) from error
        except ValueError as error:
            raise OutputError(
                f"The docs tree {self._url} cannot be used: no driver is known for {scheme}://. "
                "Name a folder, or a place such as s3://bucket/docs, gs://bucket/docs or abfs://container@account/docs."
            ) from error
        return root

    @property
    def _storage(self) -> Any:
        """The driver's fsspec file system, which has no types."""
        return self._root.fs

    @contextmanager
    def _explained(self, what: str, action: str) -> Iterator[None]:
        try:
            yield
        except OutputError:
            raise
        except Exception as error:  # noqa: BLE001 - every driver has errors of its own
            # Without the cause: Dagster would show it as it is, and some drivers tell URLs that hold credentials.
            raise OutputError(
                f"The {what} could not be {action}: {_cause(error)}. It is left as it was. {_advice(error)}"
            ) from None


def _checked(url: str) -> str:
    parts = urlsplit(url)
    path = parts.path.strip("/")
    if not parts.scheme or "://" not in url or "::" in parts.scheme or parts.scheme in _NOT_OBJECTS:
        raise OutputError(
            "The docs tree can be kept in a folder, by its path, or in object storage, by a URL such as "
            f"s3://bucket/docs; {parts.scheme or 'what was given'} is neither."
        )
    if ":" in parts.netloc.rpartition("@")[0] or parts.query or parts.fragment:
        raise OutputError(
            f"The {parts.scheme}:// URL of the docs tree has a password or parameters in it, which would end up in "
            "logs. Give credentials in the environment variables of the driver, and the URL without them."
        )
    if not parts.netloc or (path and {"", ".", ".."} & set(unquote(path).split("/"))) or "\\" in unquote(url):
        raise OutputError(
            f"The {parts.scheme}:// URL of the docs tree is none that can be used. Name a bucket and plain folders: "
            f"{parts.scheme}://bucket/docs"
        )
    return f"{parts.scheme}://{parts.netloc}/{path}".rstrip("/")


def _cause(error: Exception) -> str:
    first = (str(error).strip() or repr(error)).splitlines()[0]
    return re.sub(r"\?[^\s\"']*", "", first).rstrip(".")  # parameters of URLs may be signatures


def _advice(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "Create the bucket, or name another one, and run again."
    if isinstance(error, PermissionError) or "credential" in type(error).__name__.lower():
        return (
            "Set credentials that may list, read, write and remove objects there, in the environment variables of the "
            "driver, and run again."
        )
    return "Check that its endpoint can be reached from here, and run again."
