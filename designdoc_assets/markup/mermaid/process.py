"""A process that answers lines of JSON, as the one sees it that started it: asked, waited for, ended."""

import json
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path


class DiedError(Exception):
    """The process ended before it answered; the message says how."""


class Process:
    """A child that is asked one line at a time. What it prints is nowhere to be seen.

    Args:
        command: What is run. Its standard input is a socket: there it is asked, and there it answers. Before it is
            asked anything, it answers null, or why it cannot be asked.
        folder: Its current directory.
        timeout_sec: For that first answer.

    Raises:
        DiedError: It ended, or cannot be asked.
        TimeoutError: It did not answer in time, and was killed.
        OSError: It cannot be started.
    """

    def __init__(self, command: Sequence[str], folder: Path, timeout_sec: float) -> None:
        # A socket, since it can be waited for with a deadline, without a thread: none can be started while Python ends.
        self._socket, theirs = socket.socketpair()
        with theirs:
            try:
                self._child = subprocess.Popen(
                    command,
                    cwd=folder,
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,  # a terminal's Ctrl-C is for who started it
                )
            except BaseException:
                self._socket.close()
                raise
        if (problem := self._exchange(b"", timeout_sec)) is not None:
            self.end()
            raise DiedError(problem)

    @property
    def is_running(self) -> bool:
        """Whether it can be asked."""
        return self._child.poll() is None

    def ask(self, text: str, timeout_sec: float) -> str | None:
        """Return what it answers.

        Raises:
            DiedError: It ended before it answered.
            TimeoutError: It did not answer in time, and was killed.
        """
        return self._exchange(json.dumps(text).encode("ascii") + b"\n", timeout_sec)

    def end(self) -> None:
        """Kill it, and wait for its end."""
        self._child.kill()
        self._child.wait()
        self._socket.close()

    def leave(self) -> None:
        """Do without it in a process that was forked from the one that started it: it is the other's child."""
        self._socket.close()
        self._child.returncode = 0  # else Python would warn that it still runs

    def _exchange(self, line: bytes, timeout_sec: float) -> str | None:
        until = time.monotonic() + timeout_sec
        answer = b""
        try:
            self._socket.settimeout(timeout_sec)
            self._socket.sendall(line)
            while not answer.endswith(b"\n"):
                self._socket.settimeout(max(until - time.monotonic(), 0.001))
                piece = self._socket.recv(1 << 16)
                if not piece:
                    raise ConnectionResetError
                answer += piece
        except BaseException as error:
            self.end()  # what it may still answer would be taken for the answer to the next question
            if isinstance(error, OSError) and not isinstance(error, TimeoutError):
                raise DiedError(self._end_in_words()) from error
            raise
        answered: str | None = json.loads(answer)
        return answered

    def _end_in_words(self) -> str:
        status = self._child.returncode
        return f"{signal.strsignal(-status)}" if status < 0 else f"exit status {status}"
