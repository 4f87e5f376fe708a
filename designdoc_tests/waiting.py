"""Waiting for processes, servers and daemons: for a condition, never for a while."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

LIMIT_S = 300
"""Longer than anything takes here on a machine with four busy processes for each processor."""
LIMIT_MS = 1000 * LIMIT_S


def wait_for(condition: Callable[[], T], what: str | Callable[[], str], *, every_s: float = 0.1) -> T:
    """Return what a condition returns, once that is true.

    Args:
        condition: Asked again and again; what it raises is not caught.
        what: What is awaited, or what shows why it does not come: logs, the last that was seen.
        every_s: How many seconds lie between two looks.

    Raises:
        TimeoutError: It did not become true; the message has what was awaited, and what the condition returned last.
    """
    until = time.monotonic() + LIMIT_S
    while not (found := condition()):
        if time.monotonic() > until:
            said = what if isinstance(what, str) else what()
            raise TimeoutError(f"Waited {LIMIT_S} s in vain, last for {found!r}: {said}")
        time.sleep(every_s)
    return found
