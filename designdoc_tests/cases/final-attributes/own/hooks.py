"""Hooks."""

from typing import Final


class Relay:
    """Relays."""

    def send(self) -> int:
        """Send it."""
        return 1


class Manager:
    """Manages."""

    limit: Final[int] = 5

    def __init__(self, names: list[str]) -> None:
        self.names: Final = names
        self.hook: Final = Relay()
        self.other: Final[Relay] = Relay()

    def call(self) -> int:
        """Call the hook."""
        return self.hook.send()


TIMEOUT: Final = 30
RETRIES: Final[int] = 3
