"""Results."""

LIMIT = 3
"""How many there are.

:meta private:
"""
MOST = 4
"""How many there may be."""


class Result:
    """A result."""

    size: int = 0
    """Its size.

    :meta private:
    """
    kept: int = 0
    """What is kept."""

    def __init__(self, value):
        """:meta private:"""
        self.value = value

    def get(self):
        """Return it."""

    def excinfo(self):
        """Return what went wrong.
        :meta private:
        """


def helper(x):
    """Help.

    :meta private:
    """


def use(x):
    """Use it."""
