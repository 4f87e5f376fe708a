"""Artifacts side by side on one event loop, and a run that is interrupted while they are made."""

import asyncio
import signal
from collections.abc import Callable, Coroutine, Iterator
from functools import partial
from typing import Any

import pytest

from designdoc_assets.making.workers import as_finished

_LONG_S = 10


class _InterruptionError(BaseException):
    """As Dagster's: no `Exception`, and none that asyncio lets through."""


@pytest.fixture(params=[signal.SIGINT, signal.SIGTERM], ids=["interrupted", "terminated"])
def interrupt(request: pytest.FixtureRequest) -> Iterator[Callable[[], None]]:
    """Sends this process a signal, whose handler raises."""

    def handle(number: int, frame: object) -> None:
        raise _InterruptionError

    handlers = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    yield lambda: signal.raise_signal(request.param)
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


async def _in_a_task_group(interrupt: Callable[[], None]) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(_in_its_task(interrupt))


async def _in_a_callback(interrupt: Callable[[], None]) -> None:
    asyncio.get_running_loop().call_soon(interrupt)
    await asyncio.sleep(_LONG_S)


async def _in_its_task(interrupt: Callable[[], None]) -> None:
    interrupt()
    await asyncio.sleep(_LONG_S)


@pytest.mark.parametrize("place", [_in_its_task, _in_a_callback, _in_a_task_group])
def test_an_interruption_ends_a_run_at_once_wherever_it_comes(
    place: Callable[[Callable[[], None]], Coroutine[Any, Any, None]],
    interrupt: Callable[[], None],
    loop: asyncio.AbstractEventLoop,
) -> None:
    cancelled = []

    async def waits() -> None:
        try:
            await asyncio.sleep(_LONG_S)
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    with pytest.raises(_InterruptionError):
        list(as_finished(loop, [waits, partial(place, interrupt), waits], 3))
    assert cancelled == [True, True]


def test_a_second_interruption_waits_for_nothing(
    interrupt: Callable[[], None], loop: asyncio.AbstractEventLoop
) -> None:
    reached = []

    async def insists() -> None:
        interrupt()
        reached.append("the first is put off")
        interrupt()
        reached.append("nor is the second heard at once")

    with pytest.raises(_InterruptionError):
        list(as_finished(loop, [insists], 1))
    assert reached == ["the first is put off"]


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
