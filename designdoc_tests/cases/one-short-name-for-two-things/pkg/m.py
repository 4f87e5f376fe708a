"""Credentials.

They are given to the :class:`~pkg.net.Connection`, and sent in a :class:`~pkg.net.Channel` as a :class:`~pkg.wire.Frame`.
"""

from pkg.wire import Connection, Frame


class Plain:
    """A name and a password."""

    def response(self, start: Connection, frame: Frame) -> bytes:
        """Return the response."""
