"""The folders that a path lies in: what manifests and settings say holds for all that is below them."""

import posixpath
from collections.abc import Iterator


def folders_from(folder: str) -> Iterator[str]:
    """Yield a folder of the target and those around it, the nearest first; the target's own is the empty text."""
    yield folder
    while folder:
        folder = posixpath.dirname(folder)
        yield folder
