"""Proxies."""

import sys
from typing import TYPE_CHECKING, Any

if sys.platform == "win32":
    WINDOWS = 1
elif sys.platform == "darwin":
    MAC = 2
else:
    OTHER = 3

if sys.version_info >= (3, 12):
    if sys.platform == "linux":

        def fast() -> None:
            """Be fast."""

    else:

        def slow() -> None:
            """Be slow."""


class Proxy:
    """Stands for something else."""

    if TYPE_CHECKING:
        name: str

    def __getattr__(self, name: str) -> Any:
        return getattr(sys, name)
