"""Watches."""

from pathlib import Path
from typing import Any


class Watch:
    """A watch.

    :param path: Path string.
    :type path: ``str`` or Path
    :param kinds: A collection of kinds.
    :type kinds: Iterable[str]
    :param timeout: Seconds to wait.
    :type timeout: float
    :param wait: Seconds between.
    :type wait: int
    """

    def __init__(self, path, kinds=None, timeout=1, wait=None, *stops: Path, **options: Any):
        self.stops = stops
        self.options = options
        self.kinds = frozenset(kinds) if kinds else None
        self.timeout = timeout
        self.wait = wait or 5
        self.path = __file__.rpartition("/")[0]
