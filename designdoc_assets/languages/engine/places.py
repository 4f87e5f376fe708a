"""In which definition a byte of a file stands."""

from bisect import bisect_right

from designdoc_assets.languages.engine.definition import Definition, Found


class Places:
    """Finds the innermost definition around a byte."""

    def __init__(self, found: Found) -> None:
        ordered = sorted((each.start, -each.end, at, each) for at, each in enumerate(found.all()))
        self._starts = [start for start, _, _, _ in ordered]
        self._ordered = [(-end, each) for _, end, _, each in ordered]

    def around(self, byte: int) -> Definition | None:
        """Return it; None for what stands in none."""
        at = bisect_right(self._starts, byte) - 1
        if at < 0:
            return None
        end, here = self._ordered[at]
        if byte < end:
            return here
        owner = here.owner
        while owner is not None and owner.end <= byte:
            owner = owner.owner
        return owner
