"""Stores."""


def read(panel):
    """Read."""
    return clean(panel)


def clean(panel):
    """Clean."""
    return panel
