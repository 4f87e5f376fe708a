"""Heartbeats."""


class Checker:
    """Checks."""

    def __init__(self, connection, timeout):
        """Start to check.

        :param net.connection.Connection: What is checked
        :param int timeout: Seconds
        """

    @property
    def received(self):
        """Return what was received.

        :rtype int

        """

    def frame(self):
        """Make a frame.

        :returns a frame that was not sent
        """
