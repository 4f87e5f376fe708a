"""The static writer: needs no key, no network and no money, and says only what parsing found."""

from designdoc_assets.writing.loop import ProseT, Task
from designdoc_assets.writing.verdict import Verdict


class StaticWriter:
    """Writes what a task's facts say by themselves."""

    name = "static"
    model: str | None = None
    is_deterministic = True

    def write(self, task: Task[ProseT], rejected: Verdict | None) -> ProseT:
        """Return the prose that facts alone give."""
        return task.describe()
