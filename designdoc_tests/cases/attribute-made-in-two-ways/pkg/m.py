"""Clients."""


class Client:
    """A client."""


class Shop:
    """A shop."""

    def __init__(self, client=None):
        self.client = client or Client()
        self.spare = Client()
        self.lent = Client()

    def lend(self):
        """Lend one."""
        self.lent = None
