"""Results."""

import os


class Result:
    """A result."""

    def get(self, blocking=False):
        """Return it."""

    def __repr__(self):
        """Show it."""

    __call__ = get
    __str__ = __repr__
    peek = get
    limit = 3
    if os.name == "nt":
        sometimes = get


class Store:
    """A store."""

    def peek_data(self, key):
        """Look at it."""

    def other(self):
        """Do something else."""

    pop_data = peek_data
    changed = peek_data
    changed = other
