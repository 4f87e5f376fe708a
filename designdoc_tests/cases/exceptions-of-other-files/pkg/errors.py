"""What goes wrong."""


class InvalidURI(Exception):
    """No address."""


class Twice(Exception):
    """One of two."""
