"""Bases."""


class Storage:
    """Stores."""

    def __init__(self, name):
        self.name = name

    def close(self):
        """Close it."""

    def one(self):
        """One."""

    def two(self):
        """Two."""

    def three(self):
        """Three."""

    def four(self):
        """Four."""

    def five(self):
        """Five."""


class SqlStorage(Storage):
    """Stores in SQL."""

    def table(self):
        """Return the table."""
        return "t"
