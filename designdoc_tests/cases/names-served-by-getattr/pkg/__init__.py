"""A package."""

from pkg.m import use

__all__ = ["__version__", "use"]


def __getattr__(name):
    if name == "__version__":
        return "1"
    raise AttributeError(name)
