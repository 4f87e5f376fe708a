"""Readers of lines."""

import abc


class Reader(abc.ABC):
    """Reads lines."""

    def _skip(self):
        return None

    def _peek(self):
        """Look at the next line."""

    @abc.abstractmethod
    def read(self):
        """Read a line."""


class Choice(Exception):
    """Raised for a choice of:

    - one thing
    - another thing
    """
