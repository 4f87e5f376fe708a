"""Handlers."""

from typing import Callable, Optional


class Event:
    """What happened."""

    def __init__(self, name):
        self.name = name


class Answer:
    """What is said of it."""

    def __init__(self, text):
        self.text = text


class Query:
    """What was asked."""

    def __init__(self, text):
        self.text = text


class Handlers:
    """Knows handlers."""

    def add(self, handler: Optional[Callable[[Event], bool]]) -> None:
        """Add one."""

    def first(self) -> Callable[[Answer], bool]:
        """Return one."""

    def ask(self, query: Query) -> None:
        """Ask."""
