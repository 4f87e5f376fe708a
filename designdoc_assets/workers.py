"""Several artifacts at a time on one event loop, which stands still while the caller reports what is finished."""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Coroutine, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")

_SLICE_S = 0.01
"""As long as it takes to report a result to Dagster: calls and reports get half of the time each."""


def as_finished(
    loop: asyncio.AbstractEventLoop,
    jobs: Iterable[Callable[[], Coroutine[Any, Any, T]]],
    width: int,
    ahead: Callable[[int], Collection[asyncio.Task[Any]]] = lambda places: (),
) -> Iterator[T]:
    """Yield the results of jobs as they come, `width` of them in progress at a time.

    When no job is left to begin, `ahead` may begin as many tasks of what comes next as places get free. They go on
    after this ends: whoever begins them waits for them, or cancels them.

    If one raises, no other is begun, those in progress finish and are yielded, and then it is raised. If the caller
    stops early, or the run is interrupted, those in progress are cancelled.
    """
    waiting = iter(jobs)
    running: dict[asyncio.Task[T], None] = {}
    begun_ahead: set[asyncio.Task[Any]] = set()
    finished: deque[T] = deque()
    error: BaseException | None = None
    interruption = _interruption(loop)
    try:
        while True:
            if error is None:
                free = max(0, width - len(running) - len(begun_ahead))
                running |= {loop.create_task(job()): None for job in islice(waiting, free)}
                free = max(0, width - len(running) - len(begun_ahead))
                begun_ahead.update(ahead(free) if running and free else ())
            if not finished or width > 1:
                _advance(loop, {*running, *begun_ahead}, interruption, _SLICE_S if finished else None)
            begun_ahead = {task for task in begun_ahead if not task.done()}
            results, failure = _ended(running)
            finished.extend(results)
            error = error or failure
            if finished:
                yield finished.popleft()
            elif not running and not (error and begun_ahead):
                break
    finally:
        loop.set_exception_handler(None)
        interruption.cancel()
        for task in running:
            task.cancel()
        if running:
            loop.run_until_complete(asyncio.gather(*running, return_exceptions=True))
    if error is not None:
        raise error


def _ended(running: dict[asyncio.Task[T], None]) -> tuple[list[T], Exception | None]:
    """Take out the tasks that are done, and return their results in the order in which they were begun; one failure."""
    results: list[T] = []
    error: Exception | None = None
    for task in [task for task in running if task.done()]:
        del running[task]
        failure = task.exception()
        if failure is None:
            results.append(task.result())
        elif isinstance(failure, Exception):
            error = error or failure
        else:
            raise failure
    return results, error


def _advance(
    loop: asyncio.AbstractEventLoop,
    tasks: Collection[asyncio.Task[Any]],
    interruption: asyncio.Future[None],
    slice_s: float | None,
) -> None:
    """Let the loop go on until a task is done; or for a slice of time, where results wait for the caller.

    The caller takes his time with each result: between two of them, what was answered meanwhile can ask again.
    """
    if tasks and slice_s is not None:
        loop.run_until_complete(asyncio.sleep(slice_s))
    elif tasks:
        awaited: set[asyncio.Future[Any]] = {*tasks, interruption}
        loop.run_until_complete(asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED))
    if interruption.done():
        interruption.result()


def _interruption(loop: asyncio.AbstractEventLoop) -> asyncio.Future[None]:
    """Return what raises an interruption that came within a callback of the loop, which would swallow it.

    Dagster's is neither an `Exception` nor a `KeyboardInterrupt`.
    """
    interruption: asyncio.Future[None] = loop.create_future()

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if error is None or isinstance(error, Exception):
            loop.default_exception_handler(context)
        elif not interruption.done():
            interruption.set_exception(error)

    loop.set_exception_handler(handle)
    return interruption
