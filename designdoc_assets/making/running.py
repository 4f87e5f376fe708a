"""Runs an event loop, and other work, in such a way that a signal does not cut it short.

An exception that a signal's handler raises within a callback is swallowed by the loop, or wrapped by a task group.
So signals are only noted while the loop runs, and delivered when it has stopped.
"""

import asyncio
import signal
import threading
from collections.abc import Collection, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def advance(
    loop: asyncio.AbstractEventLoop, tasks: Collection[asyncio.Future[Any]], timeout_s: float | None = None
) -> None:
    """Let a loop run until one of some tasks is done, the time is over, or a signal has come.

    Raises:
        BaseException: The signal's own handler raised it.
    """
    with _noted(loop) as signalled:
        loop.run_until_complete(
            asyncio.wait({*tasks, signalled}, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        )


def finish(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine and return its result. A signal whose handler raises cancels it."""
    task = loop.create_task(work)
    try:
        while not task.done():
            advance(loop, [task])
    except BaseException:
        task.cancel()
        loop.run_until_complete(asyncio.wait([task]))
        raise
    return task.result()


@contextmanager
def put_off() -> Iterator[None]:
    """Put off signals; the first that came is delivered afterwards."""
    if threading.current_thread() is not threading.main_thread():  # others get no signals
        yield
        return
    came: list[int] = []
    handlers = {number: signal.signal(number, lambda number, _: came.append(number)) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])


@contextmanager
def _noted(loop: asyncio.AbstractEventLoop) -> Iterator[asyncio.Future[int]]:
    """Yield a future that is done when a signal has come; the signal's own handler is called afterwards."""
    signalled: asyncio.Future[int] = loop.create_future()
    if threading.current_thread() is not threading.main_thread():  # others get no signals
        yield signalled
        return

    handlers = {number: signal.getsignal(number) for number in _SIGNALS}

    def restore() -> None:
        for number, handler in handlers.items():
            signal.signal(number, handler)

    def tell(number: int) -> None:
        if not signalled.done():
            signalled.set_result(number)

    def note(number: int, _: object) -> None:
        restore()  # whoever presses Ctrl-C twice does not want to wait for a callback that takes long
        loop.call_soon_threadsafe(tell, number)

    try:
        for number in handlers:
            signal.signal(number, note)
        yield signalled
    finally:
        restore()
        if signalled.done():
            signal.raise_signal(signalled.result())
