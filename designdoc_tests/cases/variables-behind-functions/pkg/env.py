"""Reads variables."""

import os


def secret(name: str) -> str | None:
    """Return what a variable holds, or a file that another names."""
    return os.getenv(name) or os.getenv(name + "_FILE")


def computed(name: str) -> str:
    """Return a variable by its name in capitals."""
    name = name.upper()
    return os.environ[name]


OTHER = computed("PKG_OTHER")
