"""What a target is called where money is counted: the same for all its clones, on all machines."""

import re
from pathlib import Path

from designdoc_assets.source import index
from designdoc_assets.source.remote import Remote

_URL = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:[^@/]*@)?(?P<host>[^:/]+)(?::\d+)?[:/]+(?P<path>.+)", re.IGNORECASE)


def identity(repo: Path | Remote) -> str:
    """Return the name of a target: host and path of the URL that it is or was cloned from, else its own path.

    Clones of one repository share a budget however they were made; of a folder of a repository, the folder is part of
    the name.

    Raises:
        GitUnavailable: the folder is a clone that git cannot say more about.
        TargetError: the repository is damaged.
    """
    if isinstance(repo, Remote):
        return _normalised(repo.url)
    url = index.remote_url(repo)
    if url is None:
        return str(repo.resolve())
    inside = index.path_in_repository(repo)
    return f"{_normalised(url)}{f'/{inside}' if inside else ''}"


def _normalised(url: str) -> str:
    """Return a URL without scheme, user, password, port and `.git`: `github.com/o/r` for every way to write it."""
    found = None if url.startswith(("/", ".", "file:")) else _URL.fullmatch(url)
    name = f"{found['host'].lower()}/{found['path']}" if found else url.removeprefix("file://")
    return name.rstrip("/").removesuffix(".git")
