"""Connects."""


def connect(uri):
    """Connect.

    Raises:
        InvalidURI: If there is no such address.
        Twice: If it is done already.
        ValueError: If it is empty.
    """
    return uri
