"""Reading texts in processes of their own: one, or for many texts as many as there are processors.

A parser is native code. What brings it down ends such a process, and costs the facts of the one file that did it.
"""

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import chain
from queue import SimpleQueue
from types import TracebackType

from designdoc_assets.languages.registry import language
from designdoc_assets.source.encoded import encoded
from designdoc_assets.source.reading_worker import READY, ReaderError, Text, receive, send

_MOST_WORKERS = 8
_AT_ONCE = 8
"""Texts that a process is given at once."""
_FAULTS = {signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGILL, signal.SIGFPE, signal.SIGTRAP}
"""What a process that fails is ended by; other signals come from somebody, or from a system that is short of memory."""
_COMMAND = (sys.executable or "", "-P", "-c", "from designdoc_assets.source.reading_worker import serve; serve()")


class CrashedError(Exception):
    """The parser of a text brought its process down; the message says how."""


class KilledError(Exception):
    """The process that read a text was ended, which is not the text's fault; the message says how."""


_Outcome = bytes | CrashedError | KilledError


class ReadingPool:
    """Reads texts, in one process until it grows. It must be left, as a context manager: then its processes end."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_MOST_WORKERS, "reading")
        self._free: SimpleQueue[_Worker] = SimpleQueue()
        self._workers: list[_Worker] = []
        self._add(1)

    @property
    def size(self) -> int:
        """How many texts are read at once."""
        return len(self._workers)

    def grow(self) -> None:
        """Read with all processors from now on."""
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
        self._add(min(_MOST_WORKERS, processors) - self.size)

    def _add(self, count: int) -> None:
        for _ in range(count):
            self._workers.append(_Worker())
            self._free.put(self._workers[-1])

    def __enter__(self) -> "ReadingPool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.end()  # or a thread would wait for what it reads
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.bury()

    def read(self, texts: Sequence[Text]) -> Iterator[_Outcome]:
        """Yield the facts of each text, `encoded`, in order; or why there are none. Reading begins at once.

        Raises:
            ReaderError: A reader has a defect.
        """
        groups = [texts[at : at + _AT_ONCE] for at in range(0, len(texts), _AT_ONCE)]
        return chain.from_iterable(self._threads.map(self._read, groups))

    def _read(self, texts: Sequence[Text]) -> Sequence[_Outcome]:
        worker = self._free.get()
        try:
            return worker.read(texts)
        except (CrashedError, KilledError):
            return [_read_alone(worker, text) for text in texts]
        finally:
            self._free.put(worker)


def _read_alone(worker: "_Worker", text: Text) -> _Outcome:
    try:
        return worker.read([text])[0]
    except (CrashedError, KilledError) as error:
        return error


class _Worker:
    """A process that reads; started when it is first asked, and again when it came down."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._is_over = False
        self._can_start = True

    def read(self, texts: Sequence[Text]) -> Sequence[bytes]:
        """Return the facts of each text, `encoded`.

        Raises:
            CrashedError: The process came down.
            KilledError: It was ended.
            ReaderError: A reader has a defect.
        """
        if self._is_over:
            raise KilledError("nobody waits for it")
        if self._child is None and not self._start():
            return [encoded(language(name).read(text)) for name, text in texts]
        answer = self._asked(pickle.dumps(texts, pickle.HIGHEST_PROTOCOL))
        if answer is None:
            raise self.bury()
        facts: Sequence[bytes] | ReaderError = pickle.loads(answer)
        if isinstance(facts, ReaderError):
            raise facts
        return facts

    def end(self) -> None:
        """Kill it: nobody waits for what it reads."""
        self._is_over = True
        if self._child:
            self._child.kill()

    def bury(self) -> CrashedError | KilledError:
        """Wait for the end of what is killed, or came down, and return how it ended."""
        child, self._child = self._child, None
        if child is None:
            return KilledError("it was not started")
        child.kill()
        with suppress(BrokenPipeError), child:  # what it was not told any more goes with its pipe
            pass
        ended_by = -child.returncode
        if ended_by in _FAULTS:
            return CrashedError(signal.strsignal(ended_by))
        return KilledError(signal.strsignal(ended_by) if ended_by > 0 else f"exit status {child.returncode}")

    def _start(self) -> bool:
        """Start it, and return whether it can read: where it cannot be started, texts are read here."""
        if not self._can_start:
            return False
        with suppress(OSError):
            self._child = subprocess.Popen(
                _COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # a terminal's Ctrl-C is for who started it
            )
        if self._asked(None) == READY:
            return True
        self.bury()
        self._can_start = False
        return False

    def _asked(self, question: bytes | None) -> bytes | None:
        """Return what it says next; None where it is gone."""
        child = self._child
        if child is None or child.stdin is None or child.stdout is None:
            return None
        try:
            if question is not None:
                send(child.stdin, question)
            return receive(child.stdout)
        except (OSError, ValueError):  # it is gone, or its pipes are closed
            return None
