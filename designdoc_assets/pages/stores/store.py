"""What the docs tree asks of the place where its files are kept. They are named by POSIX paths relative to its root."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Location:
    """Where a file really stands.

    Attributes:
        name: Its name in the docs tree.
        address: What all who write it lock: the same for two names that lead to one file.
    """

    name: str
    address: str


class Store(Protocol):
    """Keeps files. It locks nothing itself: whoever changes a file holds the lock of its address.

    Everything may raise OutputError, with what it means and what to do; a file is left as it was then.
    """

    @property
    def shown(self) -> str:
        """What messages call the place; it holds no credentials."""

    @property
    def folder(self) -> Path | None:
        """The local folder that this is, if it is one."""

    @property
    def address(self) -> str:
        """What tells it from all other places, the same for all who use it."""

    def check_writable(self, folder: str) -> None:
        """Check that files can be written below a folder (the root is ""), and leave nothing behind."""

    def shown_location(self, name: str) -> str:
        """Return where a file stands, for people."""

    def locate(self, name: str) -> Location | None:
        """Return where a file stands; None where its name leads out of the root."""

    def read(self, location: Location) -> bytes | None:
        """Return the bytes of a file; None where there is none."""

    def write(self, location: Location, data: bytes) -> None:
        """Put a file in place of what is there, in one step: a kill leaves the old one or the new one."""

    def remove(self, location: Location) -> None:
        """Remove a file that is there."""

    def names(self, folder: str) -> Iterator[str]:
        """Yield the names of all files below a folder (the root is ""), in no order."""

    def read_all(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield files by their names, in the same order; those that are gone meanwhile are left out."""

    def flush(self) -> None:
        """Make last, even if the power fails, what was written and removed."""

    def sweep(self, hold: Callable[[str], AbstractContextManager[object]]) -> None:
        """Remove what killed runs left; `hold` holds the lock of an address by its digest."""
