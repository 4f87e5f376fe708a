"""Makes several artifacts at a time on one event loop, which rests while the caller reports those that are finished."""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Coroutine, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from designdoc_assets.making.running import advance

T = TypeVar("T")

_SLICE_S = 0.01
"""The time that reporting a result to Dagster takes, so that calls and reports get half of the time each."""


def as_finished(
    loop: asyncio.AbstractEventLoop,
    jobs: Iterable[Callable[[], Coroutine[Any, Any, T]]],
    width: int,
    ahead: Callable[[int], Collection[asyncio.Task[Any]]] = lambda places: (),
) -> Iterator[T]:
    """Yield the results of jobs as they come, `width` of them in progress at a time.

    When no job is left to begin, `ahead` may begin a task of the next grains for each place that gets free. They go on
    after this ends: whoever begins them waits for them, or cancels them.

    If one raises, no other is begun, those in progress finish and are yielded, and then it is raised. If the caller
    stops early, or the run is interrupted, those in progress are cancelled, and those that were begun ahead with them.
    """
    waiting = iter(jobs)
    running: dict[asyncio.Task[T], None] = {}
    begun_ahead: set[asyncio.Task[Any]] = set()
    finished: deque[T] = deque()
    error: BaseException | None = None
    try:
        while True:
            if error is None:
                free = max(0, width - len(running) - len(begun_ahead))
                running |= {loop.create_task(job()): None for job in islice(waiting, free)}
                free = max(0, width - len(running) - len(begun_ahead))
                begun_ahead.update(ahead(free) if running and free else ())
            if (running or begun_ahead) and (not finished or width > 1):
                # The caller takes time for each result: the loop runs in between, so that answered tasks can ask again.
                advance(loop, () if finished else {*running, *begun_ahead}, _SLICE_S if finished else None)
            begun_ahead = {task for task in begun_ahead if not task.done()}
            results, failure = _ended(running)
            finished.extend(results)
            error = error or failure
            if finished:
                yield finished.popleft()
            elif not running and not (error and begun_ahead):
                break
    finally:
        if running:  # those ahead end with them, or they would take their places and make calls that nobody waits for
            stopped = [*running, *begun_ahead]
            for task in stopped:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*stopped, return_exceptions=True))
    if error is not None:
        raise error


def _ended(running: dict[asyncio.Task[T], None]) -> tuple[list[T], BaseException | None]:
    """Remove the tasks that are done, and return their results in the order of their beginning, and one failure."""
    results: list[T] = []
    error: BaseException | None = None
    for task in [task for task in running if task.done()]:
        del running[task]
        failure = task.exception()
        if failure is None:
            results.append(task.result())
        else:
            error = error or failure
    return results, error
