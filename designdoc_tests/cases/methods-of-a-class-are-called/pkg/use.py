"""Clients."""

from pkg.reply import Response, read_all


class Client:
    """Asks."""

    def ask(self, stream):
        """Return the parts of the answer."""
        return Response.parse(read_all(stream))
