"""The mermaid.js of this process: started with the first diagram, replaced when it dies, ended with Python."""

import atexit
import logging
import os
import sys
import threading
from collections.abc import Sequence
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

from designdoc_assets.markup.mermaid.process import DiedError, Process

LOAD_TIMEOUT_SEC = 60.0
"""For loading mermaid.js. It takes half a second, and several where other processes want the processor, too."""
_ATTEMPTS_TO_LOAD = 3
_ATTEMPTS = 2
"""For one diagram: what kills the first process may have nothing to do with it."""
_MESSAGE_LINES = 3
"""Where, the line, a caret below it; what follows lists half the grammar."""
_MESSAGE_WIDTH = 200

_log = logging.getLogger(__name__)


class Engine:
    """mermaid.js in a process of its own, of some 120 MB; one parse at a time.

    Where it cannot be loaded, that is said once: then every diagram passes, as it does without the extra.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: Process | None = None
        self._is_given_up = False

    def problem(self, text: str, timeout_sec: float) -> str | None:
        """Return None if the text parses, else the first lines of what mermaid.js says. Loading is not timed."""
        with self._lock:
            return self._problem(text, timeout_sec)

    def end(self) -> None:
        """End the process. Nobody is waited for: a daemon thread may be in the middle of a diagram when Python ends."""
        process, self._process = self._process, None
        if process:
            process.end()

    def begin_anew(self) -> None:
        """Have another process, and another lock, in a process that was forked."""
        if self._process:
            self._process.leave()
        self._lock, self._process = threading.Lock(), None

    def _problem(self, text: str, timeout_sec: float) -> str | None:
        death = ""
        for _ in range(_ATTEMPTS):
            if self._process is None or not self._process.is_running:
                self.end()
                self._process = self._loaded()
            if self._process is None:
                return None
            try:
                message = self._process.ask(text, timeout_sec)
                return message and "\n".join(line[:_MESSAGE_WIDTH] for line in message.splitlines()[:_MESSAGE_LINES])
            except DiedError as error:
                death = str(error)
            except TimeoutError:
                return f"mermaid.js did not finish in {timeout_sec:g} s: make the diagram smaller."
        return f"mermaid.js crashed {_ATTEMPTS} times ({death}): make the diagram smaller, or leave it out."

    def _loaded(self) -> Process | None:
        """Return a process with mermaid.js in it; None if there cannot be one."""
        if self._is_given_up:
            return None
        reason = ""
        for _ in range(_ATTEMPTS_TO_LOAD):
            try:
                return _start()
            except TimeoutError:
                reason = f"it did not load in {LOAD_TIMEOUT_SEC:g} s"
                break
            except (DiedError, OSError) as error:
                reason = str(error)
        self._is_given_up = True
        _log.warning(
            "mermaid.js cannot be started (%s): from here on, diagrams ship without having been parsed by it. "
            "Look for a limit on memory (ulimit -v: V8 reserves more than it uses), or install the extra anew.",
            reason,
        )
        return None


ENGINE = Engine()
"""The one of this process."""
atexit.register(ENGINE.end)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=ENGINE.begin_anew)


@cache
def installed() -> tuple[Path, str] | None:
    """Return the file mermaid.js, and the folder in which mini-racer lies; None where the extra is not installed.

    Neither is imported. The current directory does not count, even if it is on the path: it may be the target.
    """
    path = [entry for entry in sys.path if entry and not _is_current(entry)]
    mermaidx, mini_racer = _folder("mermaidx", path), _folder("py_mini_racer", path)
    return (mermaidx / "assets" / "mermaid.js", str(mini_racer.parent)) if mermaidx and mini_racer else None


def _folder(package: str, path: Sequence[str]) -> Path | None:
    if sys.modules.get(package, package) is None:
        return None  # Python's own way to say that there is no such module
    spec = PathFinder.find_spec(package, path)
    return Path(spec.origin).parent if spec and spec.origin else None


def _is_current(folder: str) -> bool:
    try:
        return Path(folder).samefile(os.curdir)
    except OSError:
        return False


def _start() -> Process:
    found = installed()
    if found is None:
        raise FileNotFoundError("the extra is not installed")
    script = Path(__file__).with_name("v8.py")
    # Isolated, and without what site-packages would run at its start: only what the script itself imports.
    return Process([sys.executable, "-I", "-S", str(script), *map(str, found)], script.parent, LOAD_TIMEOUT_SEC)
