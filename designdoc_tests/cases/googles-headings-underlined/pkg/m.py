"""Messages."""


def send(message, retry=False, **props):
    """Send a message.

    Arguments:
    ---------
        message (~pkg.Message): What is sent.
        retry (bool): Whether to try
            again, by the policy.
        ``**props`` (Any): Extra properties.

    It may be called twice.

    Returns
    -------
        bool: True if it was sent
            at last.
    """
    return bool(message)


def grow(size):
    """Grow.

    Parameters
    ----------
        size : int
            How large.
    """
    return size
