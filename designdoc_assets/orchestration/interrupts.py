"""What must not be cut short by Ctrl-C or a termination: it comes to an end first, and the interrupt is raised then."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from dagster._utils.interrupts import capture_interrupts, pop_captured_interrupt


@contextmanager
def put_off() -> Iterator[None]:
    """Put off interrupts, as Dagster does within its own steps; one that came is raised afterwards."""
    is_main = threading.current_thread() is threading.main_thread()  # others are never interrupted
    is_interrupted = False
    try:
        with capture_interrupts():
            try:
                yield
            finally:
                is_interrupted = is_main and pop_captured_interrupt()
    finally:
        if is_interrupted:
            signal.raise_signal(signal.SIGINT)
