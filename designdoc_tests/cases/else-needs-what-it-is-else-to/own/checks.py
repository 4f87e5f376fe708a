"""Checks."""


def schedule(args, kwargs=None, eta=None):
    """Schedule it."""
    for arg in args:
        if arg == eta:
            raise ValueError("missing eta")
    if kwargs is not None:
        raise ValueError("kwargs must be a dict")


def find(name, limit):
    """Find it."""
    if not name:
        raise TypeError("no name")
    if limit < 0:
        raise ValueError("no limit")


def look(name, limit):
    """Look for it."""
    if not name:
        raise failure(name)
    if limit < 0:
        raise ValueError("below nothing")


def failure(name):
    """Return an exception."""
    return {1: KeyError}[name]
