"""Where a target's files can be read on the web: what its clone knows to be on the server it came from."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from designdoc_assets.source import git, index
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.identity import identity

_HOST = re.compile(r"(?:[\w-]+\.)*(?P<server>github|gitlab)(?:\.[\w-]+)+", re.ASCII)
_BLOB = {"github": "blob", "gitlab": "-/blob"}


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
        top = index.path_in_repository(root)
        files = index.files_of_origin(folder)
    except (git.GitUnavailable, TargetError, OSError, ValueError):
        return Published()
    name = identity(root)
    repository = name.removesuffix(f"/{top}") if top else name
    host, _, path = repository.partition("/")
    found = _HOST.fullmatch(host)
    if not found or not path or not files:
        return Published()
    parts = "/".join(filter(None, [top, inside if inside != "." else ""]))
    return Published(f"https://{host}/{quote(path)}/{_BLOB[found['server']]}/HEAD/{quote(parts)}".rstrip("/"), files)
