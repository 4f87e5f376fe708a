"""Waits."""


def start(timeout=None, retries=3):
    """Start.

    Args:
        timeout: The maximum amount of time (in seconds) to wait for
        the thread to start.
        retries: How often.

    Raises:
        ValueError: If it is not a number that
        can be waited for.
    """
    raise ValueError


def listen(port):
    """Listen.

    Args:
        port: Where to listen.
        See the manual for more of this.
    """
    return port
