"""Tables."""


class InvalidColumns(Exception):
    """Columns that are none."""


class Holder:
    """Is held."""


class Row:
    """Is made."""


class Table:
    """A table."""

    def __init__(self):
        self.holder = Holder()

    def check(self, columns):
        """Check columns."""
        error = InvalidColumns(columns)
        if columns:
            raise error
        return Row()

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
