"""Boxes."""


class Box:
    """Holds things."""

    def __init__(self):
        self.things = []

    def _get_size(self):
        """How much is in it."""
        return len(self.things)

    def _set_size(self, size):
        if size > 9:
            raise ValueError("at most %d" % 9)
        del self.things[size:]

    size = property(_get_size, _set_size)

    def put(self, thing):
        """Put a thing in."""
        if len(self.things) > 9:
            raise ValueError("at most %d" % 9)
        self.things.append(thing)
