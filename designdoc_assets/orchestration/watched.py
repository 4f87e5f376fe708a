"""The memory of `repo_commits` from one tick to the next, which Dagster keeps as the sensor's cursor."""

import hashlib

from pydantic import BaseModel, ConfigDict, ValidationError

from designdoc_assets.settings.model import Settings


class Watched(BaseModel):
    """The commit that a run was requested for last, and how that went.

    Attributes:
        commit: The commit; none before the first.
        settings: The digest of the operator's settings at that time: see `settings_digest`.
        again: How often a run for it was requested again after it failed.
        faults: How many ticks in a row could not find out the tip.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    commit: str | None = None
    settings: str = ""
    again: int = 0
    faults: int = 0

    @classmethod
    def from_cursor(cls, cursor: str | None) -> "Watched":
        """Read a cursor. One of an earlier version is a commit; any other counts as empty."""
        if cursor is None:
            return cls()
        try:
            return cls.model_validate_json(cursor)
        except ValidationError:
            return cls(commit=cursor)

    def to_cursor(self) -> str:
        """Return the cursor as text."""
        return self.model_dump_json()


def settings_digest(settings: Settings) -> str:
    """Return a digest that changes with every setting and gives none away."""
    return hashlib.sha256(repr(settings).encode("utf-8", "surrogatepass")).hexdigest()[:16]
