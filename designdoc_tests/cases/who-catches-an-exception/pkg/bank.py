"""The bank."""

from pkg.errors import Declined


class Bank:
    """Takes money."""

    def charge(self, cents: int) -> None:
        """Take some."""
        if cents > 100:
            raise Declined("too much")
