"""Use."""


def use():
    """Use it."""
