"""Plans."""

from collections.abc import Callable
from dataclasses import dataclass


class Step:
    """A step."""


class Event:
    """An event."""


class Log:
    """A log."""


@dataclass
class Plan:
    """A plan."""

    steps: list[Step]
    on_event: Callable[[Event], None]


class Runner:
    """Runs."""

    def __init__(self) -> None:
        self.logs: dict[str, Log] = {}

    def run(self, plan: Plan) -> None:
        """Run it."""
