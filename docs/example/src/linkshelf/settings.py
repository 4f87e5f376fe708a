"""Settings of a deployment, from the environment."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """What an operator may choose.

    Attributes:
        database: The SQLite file.
        page_size: Bookmarks in one answer of the API, at most.
        timeout: Seconds that the checker waits for a link.
    """

    database: Path = Path("shelf.sqlite")
    page_size: int = 20
    timeout: float = 5.0

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read them from `LINKSHELF_*`; what is not set keeps its default."""
        return cls(
            database=Path(os.environ.get("LINKSHELF_DATABASE", "shelf.sqlite")),
            page_size=int(os.environ.get("LINKSHELF_PAGE_SIZE", "20")),
            timeout=float(os.environ.get("LINKSHELF_TIMEOUT", "5")),
        )
