"""A."""

from own import Stats


def a():
    """Make one."""
    return Stats()
