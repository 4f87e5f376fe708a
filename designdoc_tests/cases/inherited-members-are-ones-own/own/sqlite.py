"""SQLite."""

from own.base import SqlStorage, Storage


class SqliteStorage(SqlStorage):
    """Stores in a file."""

    def __init__(self, name):
        super().__init__(name)
        self.path = name + self.table()

    def file(self):
        """Return the file."""
        return self.name

    def one(self):
        """One."""
        self.close()

    def two(self):
        """Two."""

    def three(self):
        """Three."""

    def four(self):
        """Four."""

    def five(self):
        """Five."""


class Copier(SqlStorage):
    """Copies."""

    def copy(self, other: Storage):
        """Copy it."""
        return other.name, self.name
