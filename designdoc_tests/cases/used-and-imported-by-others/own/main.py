"""Main."""

from own import Stats


def main():
    """Make one."""
    return Stats()
