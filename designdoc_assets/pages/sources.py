"""How a page leads to the source that it is about: beside it in the repository, or on the server's default branch."""

import posixpath
from dataclasses import dataclass
from urllib.parse import quote

from designdoc_assets.source.published import Host

DEFAULT_BRANCH = "HEAD"
"""What servers show the default branch for. A commit would change every page with each one."""


@dataclass(frozen=True, slots=True)
class SourceUrls:
    """The addresses of a target's files as pages link to them; no line numbers, which every edit would move.

    Attributes:
        target: The path from the docs' root to the target, where both stand in one repository: `../..`.
        host: The repository on a server that shows files; asked where the docs stand elsewhere.
    """

    target: str | None = None
    host: Host | None = None

    def url(self, page: str, path: str, *, is_folder: bool = False) -> str | None:
        """Return the URL by which a page links to a file or folder of the target; None where no place is known."""
        if self.target is not None:
            return quote("../" * page.count("/") + f"{self.target}/{path}", safe="/@+", errors="surrogateescape")
        if self.host is None:
            return None
        at = self.host.tree if is_folder else self.host.blob
        return at(DEFAULT_BRANCH, path)

    def beside(self, path: str) -> str | None:
        """Return where a file or folder of the target lies from the docs' root; None where that is elsewhere."""
        return posixpath.normpath(f"{self.target}/{path}") if self.target is not None else None
