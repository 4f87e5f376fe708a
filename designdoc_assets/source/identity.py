"""What a target is called where money is counted: the same for all its clones, on all machines."""

import re
from pathlib import Path

from designdoc_assets.source import git

_URL = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:[^@/]*@)?(?P<host>[^:/]+)(?::\d+)?[:/]+(?P<path>.+)", re.IGNORECASE)


def identity(root: Path) -> str:
    """Return the name of a target: host and path of the URL it was cloned from, else its own path.

    Clones of one repository share a budget however they were made; of a folder of a repository, the folder is part of
    the name.
    """
    url = git.remote_url(root)
    if url is None:
        return str(root.resolve())
    inside = git.path_in_repository(root)
    return f"{_normalised(url)}{f'/{inside}' if inside else ''}"


def _normalised(url: str) -> str:
    """Return a URL without scheme, user, password, port and `.git`: `github.com/o/r` for every way to write it."""
    found = None if url.startswith(("/", ".", "file:")) else _URL.fullmatch(url)
    name = f"{found['host'].lower()}/{found['path']}" if found else url.removeprefix("file://")
    return name.rstrip("/").removesuffix(".git")
