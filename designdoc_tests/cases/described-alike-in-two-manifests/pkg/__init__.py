"""Coins."""


def count() -> int:
    """Return how many there are."""
    return 0
