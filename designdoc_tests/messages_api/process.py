"""The server as a process of its own, whose clients can be killed while it keeps its bill."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from designdoc_tests.messages_api.calls import Call, read_log
from designdoc_tests.messages_api.server import STATUS_PATH
from designdoc_tests.waiting import LIMIT_S, wait_for

_REPOSITORY = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class ServerProcess:
    """A running server."""

    url: str
    log: Path
    _process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End the server; the calls that were in flight are then in the log too."""
        self._process.terminate()
        self._process.wait(LIMIT_S)

    def calls(self) -> list[Call]:
        """Return the calls that ended, in order of arrival."""
        return read_log(self.log)

    def status(self) -> dict[str, Any]:
        """Return `bill`, `calls`, `in_flight` and `most_in_flight` as they are now."""
        with urllib.request.urlopen(self.url + STATUS_PATH, timeout=LIMIT_S) as answer:
            status: dict[str, Any] = json.load(answer)
        return status

    def bill(self) -> Decimal:
        """Return what all calls cost, those in flight too."""
        return Decimal(self.status()["bill"])

    def wait_for(self, n_calls: int) -> None:
        """Wait until so many calls have arrived.

        Raises:
            TimeoutError: They did not.
        """
        self._wait("calls", n_calls)

    def wait_until_idle(self) -> None:
        """Wait until no call is in flight: then all are in the log.

        Raises:
            TimeoutError: One still is.
        """
        self._wait("idle", 1)

    def _wait(self, what: str, goal: int) -> None:
        def is_there() -> bool:
            status = self.status()
            return bool((status | {"idle": status["in_flight"] == 0})[what] >= goal)

        wait_for(is_there, lambda: f"{what} {goal}: {self.status()}", every_s=0.01)


@contextmanager
def messages_api_process(folder: Path, *arguments: str) -> Iterator[ServerProcess]:
    """Run the server in a process of its own; `arguments` as of `python -m designdoc_tests.messages_api`."""
    port_file, log = folder / "port", folder / "calls.jsonl"
    port_file.unlink(missing_ok=True)
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "designdoc_tests.messages_api",
        "--port-file",
        port_file,
        "--log",
        log,
    ]
    with subprocess.Popen([*command, *arguments], cwd=_REPOSITORY) as process:
        try:
            yield (server := ServerProcess(f"http://127.0.0.1:{_port(process, port_file)}", log, process))
            server.stop()
        finally:
            process.kill()


def _port(process: subprocess.Popen[bytes], port_file: Path) -> int:
    wait_for(lambda: port_file.exists() or process.poll() is not None, "the server's port", every_s=0.01)
    if process.poll() is not None:
        raise RuntimeError(f"The server did not start (exit code {process.poll()}).")
    return int(port_file.read_text())
