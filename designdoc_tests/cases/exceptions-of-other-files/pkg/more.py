"""What else goes wrong."""


class Twice(Exception):
    """Another."""
