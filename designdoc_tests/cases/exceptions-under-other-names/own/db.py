"""Databases."""

from own.utils import Failure, OperationalError


def execute(text):
    """Execute it."""
    if not text:
        raise OperationalError("no text")


def attempt(text):
    """Try it."""
    try:
        raise OperationalError("tried")
    except OperationalError:
        return None


def fail(text):
    """Fail."""
    raise Failure("failed")
