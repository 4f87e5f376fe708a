"""What `repo_commits` remembers from one tick to the next: Dagster keeps it as the sensor's cursor."""

import hashlib

from pydantic import BaseModel, ConfigDict, ValidationError

from designdoc_assets.settings.model import Settings


class Watched(BaseModel):
    """The commit that was asked for last, and how that went.

    Attributes:
        commit: The commit; none before the first.
        settings: What stands for the operator's settings of that time: see `settings_digest`.
        again: How often it was asked for once more, since its run had failed.
        faults: How many ticks in a row could not tell the tip.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    commit: str | None = None
    settings: str = ""
    again: int = 0
    faults: int = 0

    @classmethod
    def from_cursor(cls, cursor: str | None) -> "Watched":
        """Read a cursor. One that was written by an earlier version is a commit; of any other nothing is known."""
        if cursor is None:
            return cls()
        try:
            return cls.model_validate_json(cursor)
        except ValidationError:
            return cls(commit=cursor)

    def to_cursor(self) -> str:
        """Return what Dagster keeps."""
        return self.model_dump_json()


def settings_digest(settings: Settings) -> str:
    """Return what changes with every setting, and tells none of them."""
    return hashlib.sha256(repr(settings).encode("utf-8", "surrogatepass")).hexdigest()[:16]
