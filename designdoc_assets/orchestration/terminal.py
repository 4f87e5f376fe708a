"""Where a run writes what a person reads: standard error, with a bar below the lines where that is a terminal.

While steps run, Dagster sends standard error to a file, and a process of its own copies that to the console, which it
stops before all is copied. So a run that somebody started here keeps the console that it was started on.
"""

import io
import logging
import os
import sys
import threading
from collections.abc import Callable
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.live import Live

_PACKAGE = "designdoc_assets"
_REFRESHES_PER_S = 4
_DUMB = {"", "dumb", "unknown"}
_NO = {"", "0", "false", "no"}
_SIZE = (80, 24)
"""Columns and lines of a terminal that does not say how many it has."""


class Terminal:
    """Standard error of this process. One run at a time may hold it; lines may come from any thread."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._claimed = ""
        self._stream: IO[str] | None = None
        self._live: Live | None = None
        self._warnings = _Lines(self)
        self._warnings.setFormatter(logging.Formatter("%(message)s"))

    def claim(self, run: str) -> None:
        """Remember which run logs here."""
        self._claimed = run

    def hold(self, run: str) -> bool:
        """Keep standard error for a run, until `let_go`; False if it is not the claimed one, or another run has it."""
        with self._lock:
            if run != self._claimed or self._stream is not None:
                return False
            self._stream = _console()
            logging.getLogger(_PACKAGE).addHandler(self._warnings)
            return True

    def let_go(self) -> None:
        """Take the bar away, and write to standard error as it is from now on."""
        with self._lock:
            live, self._live = self._live, None
            if live is not None:
                live.stop()
            logging.getLogger(_PACKAGE).removeHandler(self._warnings)
            if self._stream is not None and self._stream is not sys.stderr:
                self._stream.close()
            self._stream = None

    @property
    def takes_a_bar(self) -> bool:
        """Whether standard error is a terminal that can redraw a line: not a log, nor a dumb terminal."""
        is_dumb = os.environ.get("TERM", "") in _DUMB
        is_recorded = os.environ.get("CI", "").lower() not in _NO
        return self._stream is not None and not is_dumb and not is_recorded and self._stream.isatty()

    def show(self, bar: Callable[[int], "RenderableType"]) -> None:
        """Show a bar below all lines from now on.

        Args:
            bar: Returns how it looks now, in so many columns.
        """
        from rich.live import Live  # noqa: PLC0415 - takes 70 ms, and most runs are not looked at

        from designdoc_assets.orchestration.bar import console  # noqa: PLC0415 - as above

        with self._lock:
            assert self._stream is not None
            on = console(self._stream, _SIZE)
            self._live = Live(
                console=on,
                get_renderable=lambda: bar(on.width),
                refresh_per_second=_REFRESHES_PER_S,
                transient=True,
                redirect_stdout=False,
                redirect_stderr=False,
            )
            self._live.start()

    def write(self, text: str) -> None:
        """Write lines above the bar."""
        with self._lock:
            if self._live is not None:
                self._live.console.out(text, highlight=False)
            else:
                stream = self._stream or sys.stderr
                stream.write(f"{text}\n")
                stream.flush()


class _Lines(logging.Handler):
    """Writes log records as lines on the terminal."""

    def __init__(self, terminal: Terminal) -> None:
        super().__init__()
        self._terminal = terminal

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._terminal.write(self.format(record))
        except Exception:  # noqa: BLE001 - as every handler does: what cannot be logged must not end a run
            self.handleError(record)


def _console() -> IO[str]:
    """Return a copy of standard error, so that it stays open when Dagster puts a file in its place; where a host has
    replaced it already, what the host put there."""
    stream = sys.stderr
    if stream is not sys.__stderr__ or not isinstance(stream, io.TextIOWrapper):
        return stream
    try:
        return os.fdopen(os.dup(stream.fileno()), "w", encoding=stream.encoding, errors=stream.errors, newline="")
    except (OSError, ValueError):  # there is none
        return stream


terminal = Terminal()
"""A process has one standard error."""


def log_handler() -> logging.Handler:
    """Return the handler that writes a log on the terminal."""
    return _Lines(terminal)
