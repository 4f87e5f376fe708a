"""B."""

from own.inner.stats import Stats


def b():
    """Make one."""
    return Stats()
