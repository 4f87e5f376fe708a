"""Parts."""


def use():
    """Use."""
