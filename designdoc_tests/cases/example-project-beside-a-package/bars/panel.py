"""Panels."""
from bars.store import read


class Panel:
    """A panel."""

    def show(self):
        """Show it."""
        return read(self)
