"""The net."""


class Connection:
    """A connection."""


class Channel:
    """A channel."""
