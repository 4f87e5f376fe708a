"""How many calls may be in flight: less when the provider says that it is too much, more again when it answers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_GROWTH = 0.25
"""Calls more for each one that was answered, after a slowdown."""


class Throttle:
    """Additive increase, multiplicative decrease, as networks do it: between 1 and `most` calls."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._limit = float(most)
        self._in_flight = 0
        self._resume_at = 0.0
        self._slowed_at = 0.0
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Wait for a slot, and hold it."""
        async with self._changed:
            while self._in_flight >= int(self._limit):
                await self._changed.wait()
            self._in_flight += 1
        try:
            pause = self._resume_at - asyncio.get_running_loop().time()
            if pause > 0:
                await asyncio.sleep(pause)
            yield
        finally:
            async with self._changed:
                self._in_flight -= 1
                self._changed.notify(max(1, int(self._limit) - self._in_flight))

    def slow_down(self, pause_s: float) -> None:
        """Halve the limit, once for each pause, and start no call before the pause is over."""
        now = asyncio.get_running_loop().time()
        if now >= self._slowed_at:
            self._limit = max(1.0, self._limit / 2)
        self._slowed_at = self._resume_at = max(self._resume_at, now + pause_s)

    def speed_up(self) -> None:
        """Let the limit grow: a call was answered."""
        self._limit = min(float(self._most), self._limit + _GROWTH)
