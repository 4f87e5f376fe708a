"""Several artifacts at a time on one event loop, which stands still while the caller reports what is finished."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")


def as_finished(
    loop: asyncio.AbstractEventLoop,
    jobs: Iterable[Callable[[], Coroutine[Any, Any, T]]],
    width: int,
    ahead: Iterable[Callable[[], asyncio.Task[Any]]] = (),
) -> Iterator[T]:
    """Yield the results of jobs as they come, `width` of them in progress at a time.

    When no job is left to begin, tasks of what comes next are begun in the places that get free. They go on after this
    ends: whoever hands them in waits for them, or cancels them.

    If one raises, no other is begun, those in progress finish and are yielded, and then it is raised. If the caller
    stops early, or the run is interrupted, those in progress are cancelled.
    """
    waiting, next_ones = iter(jobs), iter(ahead)
    running: dict[asyncio.Task[T], None] = {}
    begun_ahead: set[asyncio.Task[Any]] = set()
    error: BaseException | None = None
    interruption = _interruption(loop)
    try:
        while True:
            if error is None:
                free = max(0, width - len(running) - len(begun_ahead))
                running |= {loop.create_task(job()): None for job in islice(waiting, free)}
                free = max(0, width - len(running) - len(begun_ahead))
                begun_ahead |= {begin() for begin in islice(next_ones, free if running else 0)}
            if not running and not (error and begun_ahead):
                break
            awaited: set[asyncio.Future[Any]] = {*running, *begun_ahead, interruption}
            done, _ = loop.run_until_complete(asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED))
            if interruption.done():
                interruption.result()
            begun_ahead -= done
            for task in [task for task in running if task in done]:  # in the order in which they were begun
                del running[task]
                failure = task.exception()
                if failure is None:
                    yield task.result()
                elif isinstance(failure, Exception):
                    error = error or failure
                else:
                    raise failure
    finally:
        loop.set_exception_handler(None)
        interruption.cancel()
        for task in running:
            task.cancel()
        if running:
            loop.run_until_complete(asyncio.gather(*running, return_exceptions=True))
    if error is not None:
        raise error


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
