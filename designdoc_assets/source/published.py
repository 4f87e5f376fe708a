"""Where a target's files can be read on the web: what its clone knows to be on the server it came from."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from designdoc_assets.source import git, index
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.identity import identity
from designdoc_assets.source.remote import Remote

_HOST = re.compile(r"(?:[\w-]+\.)*(?P<server>github|gitlab)(?:\.[\w-]+)+", re.ASCII)
_PREFIX = {"github": "", "gitlab": "-/"}


@dataclass(frozen=True, slots=True)
class Host:
    """A repository on a server that is known to show files.

    Attributes:
        address: The repository's.
        server: Of which kind the server is.
        top: The folder of the repository that the target is; empty for all of it.
    """

    address: str
    server: str
    top: str = ""

    def blob(self, ref: str, path: str) -> str:
        """Return the address of a file of the target at a commit or branch."""
        return self._at("blob", ref, path)

    def tree(self, ref: str, path: str) -> str:
        """Return the address of a folder of the target; empty stands for the target itself."""
        return self._at("tree", ref, path)

    def _at(self, what: str, ref: str, path: str) -> str:
        inside = "/".join(quote(part, errors="surrogateescape") for part in (self.top, path) if part)
        return f"{self.address}/{_PREFIX[self.server]}{what}/{ref}/{inside}".rstrip("/")


def host_of(repo: Path | Remote) -> Host | None:
    """Return the repository on the server that a target is fetched or was cloned from; None where nothing is known.

    Servers other than GitHub and GitLab are not guessed at.

    Raises:
        GitUnavailable: there is no repository.
        TargetError: it is damaged.
    """
    top = index.path_in_repository(repo) if isinstance(repo, Path) and not git.is_bare(repo) else ""
    name = identity(repo)
    repository = name.removesuffix(f"/{top}") if top else name
    host, _, path = repository.partition("/")
    found = _HOST.fullmatch(host)
    return Host(f"https://{host}/{quote(path)}", found["server"], top) if found and path else None


@dataclass(frozen=True, slots=True)
class Published:
    """Files of a folder that are on the default branch of the server.

    Attributes:
        address: What their addresses begin with.
        files: Their paths, relative to the folder.
    """

    address: str = ""
    files: Collection[str] = ()

    def url(self, path: str) -> str | None:
        """Return the address of a file, as it was last pushed; None if it is not known to be there."""
        return f"{self.address}/{quote(path)}" if path in self.files else None


def published(root: Path, folder: Path) -> Published:
    """Return what of a folder of the target is on its server, as far as the clone at `root` knows; nothing is asked.

    That is the server's default branch as it was last fetched. Servers other than GitHub and GitLab are not guessed at.
    """
    try:
        inside = folder.resolve().relative_to(root.resolve()).as_posix()
        files = index.files_of_origin(folder)
        host = host_of(root)
    except (git.GitUnavailable, TargetError, OSError, ValueError):
        return Published()
    if host is None or not files:
        return Published()
    return Published(host.blob("HEAD", "" if inside == "." else inside), files)
