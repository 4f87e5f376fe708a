"""Stores."""


class Store:
    """Keeps data."""

    def put(self, key, value):
        """Store an arbitrary pair."""
        raise NotImplementedError

    def own(self):
        """Do what all do."""


class BlackHole(Store):
    """Keeps nothing."""

    def put(self, key, value):
        pass

    def own(self):
        """Do nothing."""
