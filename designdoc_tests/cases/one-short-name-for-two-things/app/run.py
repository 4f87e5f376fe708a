"""Runs."""

from pkg.net import Connection


def run():
    """Run."""
    return Connection()
