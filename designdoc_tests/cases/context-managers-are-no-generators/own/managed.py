"""Managers."""

import contextlib
from contextlib import contextmanager


@contextmanager
def opened(name):
    """Open it."""
    yield name


@contextlib.asynccontextmanager
async def opened_late(name):
    """Open it late."""
    yield name


def numbers():
    """Count."""
    yield 1


class Pool:
    """A pool."""

    @contextmanager
    def connection(self):
        """Lend a connection."""
        yield self
