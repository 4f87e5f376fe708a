"""A package."""

from pkg.m import use

__all__ = ["DEFAULT", "make", "use"]
__version__ = "1"

DEFAULT = 1


def make():
    """Make."""


def spare():
    """Nobody is told."""
