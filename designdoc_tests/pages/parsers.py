"""The processes in which mermaid.js parses, as the machine lists them."""

import os
from contextlib import suppress
from pathlib import Path

from designdoc_tests.waiting import wait_for

_SCRIPT = "designdoc_assets/markup/mermaid/v8.py"


def parsers(above: int | None = None) -> set[int]:
    """Return the parsers that a process has started, or one that it started, and so on; its own by default."""
    parents = {pid: parent for pid, parent in map(_parent, _pids()) if parent is not None}
    above = above or os.getpid()
    return {pid for pid in parents if _is_parser(pid) and above in _ancestors(pid, parents)}


def is_alive(pid: int) -> bool:
    """Whether a parser is there; one that ended and was not waited for is not."""
    return _is_parser(pid)


def cpu_s(pid: int) -> float:
    """Return the processor time that a parser has had; 0 if it is not there. Loading takes a second."""
    with suppress(OSError):
        return int(_stat(pid)[11]) / os.sysconf("SC_CLK_TCK")
    return 0.0


def wait_until_busy(pid: int) -> None:
    """Wait until a parser that has loaded is in the middle of something endless."""
    before = cpu_s(pid)
    wait_for(lambda: cpu_s(pid) > before + 0.5, f"work of the parser {pid}", every_s=0.01)


def _pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _parent(pid: int) -> tuple[int, int | None]:
    with suppress(OSError):
        return pid, int(_stat(pid)[1])
    return pid, None


def _stat(pid: int) -> list[str]:
    """Return the fields of a process from its state on."""
    return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()


def _ancestors(pid: int, parents: dict[int, int]) -> set[int]:
    found = set()
    while pid in parents:
        pid = parents[pid]
        found.add(pid)
    return found


def _is_parser(pid: int) -> bool:
    with suppress(OSError):
        return any(word.endswith(_SCRIPT) for word in Path(f"/proc/{pid}/cmdline").read_text("utf-8").split("\0"))
    return False
