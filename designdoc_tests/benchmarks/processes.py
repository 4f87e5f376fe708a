"""Measuring whole processes: wall time, processor time and memory of `dagster job execute`."""

import os
import subprocess
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_LAST_LINES = 20
_PROGRAM = """
import sys
sys.modules.update(dict.fromkeys({hidden!r}))
from dagster._cli import main
main()
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took."""

    wall_s: float
    cpu_s: float
    """User and system time of it and its children."""
    peak_mb: float


def execute_job(
    module: str,
    job: str,
    folder: Path,
    environ: Mapping[str, str],
    hidden: Collection[str] = (),
    *,
    arguments: Sequence[str] = (),
) -> Cost:
    """Run a job as the command line does, in a folder and with cache and state of its own.

    Args:
        module: What holds the definitions.
        job: The name of the job.
        folder: The current directory of the process; what it leaves behind is below.
        environ: More environment.
        hidden: Modules that the process shall not find, as if they were not installed.
        arguments: More of the command line.

    Raises:
        RuntimeError: The job failed; the end of what it printed is the message.
    """
    own = {
        "XDG_CACHE_HOME": f"{folder}/cache",
        "XDG_STATE_HOME": f"{folder}/state",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DESIGNDOC_", "DAGSTER_"))}
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "log.txt"
    command = [sys.executable, "-c", _PROGRAM.format(hidden=tuple(hidden)), "job", "execute", "-m", module, "-j", job]
    command += arguments
    with log.open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env={**inherited, **own, **environ}, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall_s = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError("\n".join(log.read_text("utf-8", "replace").splitlines()[-_LAST_LINES:]))
    return Cost(wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
