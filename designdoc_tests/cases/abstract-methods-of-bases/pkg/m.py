"""Servers."""

import abc


class Server(abc.ABC):
    """Serves."""

    @abc.abstractmethod
    def create(self):
        """Create it."""

    @abc.abstractmethod
    def end(self):
        """End it."""


class Threaded(Server):
    """Serves in a thread."""

    def end(self):
        return None

    @abc.abstractmethod
    def trigger(self):
        """Trigger it."""
