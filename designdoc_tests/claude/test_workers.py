"""Artifacts side by side on one event loop, and a run that is interrupted while they are made."""

import asyncio
from collections.abc import Iterator
from functools import partial

import pytest

from designdoc_assets.workers import as_finished

_LONG_S = 10


class _InterruptionError(BaseException):
    """As Dagster's: no `Exception`, and none that asyncio lets through."""


def _interrupt() -> None:
    raise _InterruptionError


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.mark.parametrize("place", ["in a callback of the loop", "in the task of an artifact"])
def test_an_interruption_ends_a_run_at_once_wherever_it_comes(place: str, loop: asyncio.AbstractEventLoop) -> None:
    cancelled = []

    async def interrupted() -> None:
        if place == "in the task of an artifact":
            _interrupt()
        loop.call_soon(_interrupt)
        await asyncio.sleep(_LONG_S)

    async def waits() -> None:
        try:
            await asyncio.sleep(_LONG_S)
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    with pytest.raises(_InterruptionError):
        list(as_finished(loop, [waits, interrupted, waits], 3))
    assert cancelled == [True, True]


def test_what_is_in_progress_when_one_fails_is_finished_and_nothing_new_is_begun(
    loop: asyncio.AbstractEventLoop,
) -> None:
    begun = []

    async def fails() -> int:
        raise ValueError("for its own reason")

    async def finishes() -> int:
        begun.append(True)
        await asyncio.sleep(0.01)
        return 1

    finished = []
    with pytest.raises(ValueError, match="for its own reason"):
        for result in as_finished(loop, [finishes, fails, finishes], 2):
            finished.append(result)
    assert len(begun) == len(finished) == 1


def test_what_comes_next_is_begun_in_places_that_get_free_and_goes_on(loop: asyncio.AbstractEventLoop) -> None:
    begun: list[str] = []
    next_ones: list[asyncio.Task[str]] = []

    async def work(name: str) -> str:
        begun.append(name)
        await asyncio.sleep(0.01)
        return name

    def ahead(places: int) -> list[asyncio.Task[str]]:
        assert places == 1
        next_ones.append(loop.create_task(work(f"next {len(next_ones)}")))
        return next_ones[-1:]

    assert list(as_finished(loop, [], 2, ahead)) == []
    assert begun == [], "with nothing to make, nothing is begun ahead"
    jobs = [partial(work, "a"), partial(work, "b"), partial(work, "c")]
    assert list(as_finished(loop, jobs, 2, ahead)) == ["a", "b", "c"]
    assert begun[:4] == ["a", "b", "c", "next 0"]
    assert loop.run_until_complete(asyncio.gather(*next_ones))[:1] == ["next 0"]
