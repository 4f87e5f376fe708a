"""Messages."""


def send(message):
    """Send a message."""
    return bool(message)
