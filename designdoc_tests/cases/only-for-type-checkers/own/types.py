"""Things with declarations that only type checkers see."""

from typing import TYPE_CHECKING, Any


class Lazy:
    """Made late."""

    def __init__(self, name: str) -> None:
        self.name = name

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

        def __call__(self) -> int: ...

    def make(self) -> int:
        """Make it."""
        return 1


class Real:
    """Answers all."""

    def __getattr__(self, name: str) -> int:
        return 1


if TYPE_CHECKING:

    def load(name: str) -> int: ...

    def __getattr__(name: str) -> Any: ...

else:

    def load(name):
        """Load it."""
        return 1
