"""Where a target's bytes come from: what every source of them gives, be it a folder or a commit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

SUBMODULE = "submodule: document it as a target of its own"
"""Why a submodule is closed."""
_NEVER_IN_A_PATH = {"", ".", "..", ".git"}


@dataclass(frozen=True, slots=True)
class Discovery:
    """What a target consists of. Paths are relative to it, with `/`; they keep undecodable bytes as surrogates."""

    files: tuple[str, ...]
    """Everything that may be opened, in order."""
    closed: tuple[tuple[str, str], ...]
    """What is not followed or cannot be listed, in order, and why: links, submodules, folders without permission."""
    commit: str | None = None
    """The commit that this is, or that is checked out; None outside git."""
    is_tracked: bool = False
    """Whether git tracks every file of it: somebody put each there to be kept."""


class SourceTree(Protocol):
    """The files of a target as they are in one place. Reading is safe from several threads."""

    @property
    def name(self) -> str:
        """How a sentence names it; no credentials."""
        ...

    @property
    def settings(self) -> str:
        """The settings that choose it, for advice to choose another."""
        ...

    def discover(self) -> Discovery:
        """Find what there is.

        Raises:
            TargetError: there is nothing, or the git repository is damaged.
        """
        ...

    def read(self, path: str, limit: int) -> bytes:
        """Return the content of one of the discovered files, of at most `limit` bytes; a link is not followed.

        Raises:
            OSError: it is no regular file, larger, or cannot be read; `strerror` is the reason, as a phrase.
        """
        ...

    def content_id(self) -> str | None:
        """Return what names all content without reading it; None where only reading tells."""
        ...

    def close(self) -> None:
        """End what reading started. What is read later starts it again."""
        ...


def is_forged(path: str) -> bool:
    """Return whether git writes no such path: somebody made the index or the tree by hand."""
    return not _NEVER_IN_A_PATH.isdisjoint(path.split("/"))


def closed_submodules(paths: Iterable[str]) -> list[tuple[str, str]]:
    """Return the submodules of a target with the reason why they are closed."""
    return [(path, SUBMODULE) for path in paths if not is_forged(path)]
