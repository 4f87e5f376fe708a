"""A plugin of pytest by which the suite ends, whatever dies, and leaves no process behind.

A test that hangs is ended by pytest itself (`faulthandler_timeout` in pyproject.toml): its process exits with the
stacks of all threads, even where native code holds the interpreter. What follows when a process is lost is here.
"""

import atexit
import faulthandler
import multiprocessing.util  # noqa: F401 - it waits for children at exit: after what is to be done at exit here
import os
import signal
import stat
import sys
from collections.abc import Iterable
from pathlib import Path
from uuid import uuid4

import psutil
import pytest
from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

MARKS = "DESIGNDOCS_TEST_SESSIONS"
"""An environment variable by which processes are known that tests started, whoever their parent is by now."""
EXIT_S = 60
"""Enough for an interpreter to exit on a busy machine: what takes longer waits for something that never comes."""
_HELPERS = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")
_OWN = pytest.StashKey[str]()
_GONE = (psutil.NoSuchProcess, psutil.AccessDenied)


class FileByFile(LoadFileScheduling):
    """A file's tests run in one worker, and the rest of them in another if it dies.

    pytest-xdist's own runs the test again that a worker died of, until no worker may be replaced, and waits for ever.
    """

    def remove_node(self, node: WorkerController) -> str | None:
        """Take a worker's files back that it has not finished, and return the test in which it died."""
        files = self.assigned_work[node]
        left = [(tests, test) for tests in files.values() for test, is_done in tests.items() if not is_done]
        for tests, test in left[:1]:
            tests[test] = True
        self.assigned_work[node] = {file: tests for file, tests in files.items() if not all(tests.values())}
        super().remove_node(node)
        return left[0][1] if left else None


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FileByFile | None:
    return FileByFile(config, log) if config.option.dist == "loadfile" else None


def pytest_configure(config: pytest.Config) -> None:
    marks = os.environ.get(MARKS, "").split()
    is_worker = hasattr(config, "workerinput")
    own = f"{marks[-1]}.{config.workerinput['workerid']}" if is_worker else uuid4().hex
    os.environ[MARKS] = " ".join([*marks, own])
    config.stash[_OWN] = own
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # by a shell that put this in the background: for good
        signal.signal(signal.SIGINT, signal.default_int_handler)
    atexit.register(_end_what_is_left, own, os.getpid())
    _keep_from_forks(_pipes())


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: WorkerController, error: object) -> None:
    """End what a worker that died had started: it would go on, and hold ports and locks of the tests to come."""
    if error:
        own = node.config.stash[_OWN]
        _end([*_marked(f"{own}.{node.gateway.id}"), *_orphans(own)])


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """See to it that this process exits; pytest-xdist sees to its workers."""
    if not hasattr(config, "workerinput"):
        faulthandler.dump_traceback_later(EXIT_S, exit=True, file=sys.__stderr__)


def _end_what_is_left(own: str, pid: int) -> None:
    """End what tests left behind: an interpreter waits for its children before it exits."""
    this = psutil.Process()
    if this.pid != pid:
        return  # forked
    if said := _end({*_marked(own), *this.children(recursive=True)} - {this}):
        print("Processes that tests left behind were ended:", *said, sep="\n  ", file=sys.__stderr__)


def _marked(mark: str) -> list[psutil.Process]:
    """Return the processes that a session started, or a worker of one, but for those that a worker only forked."""
    return [process for process in psutil.process_iter() if mark in _marks(process)]


def _marks(process: psutil.Process) -> list[str]:
    try:
        return process.environ().get(MARKS, "").split()
    except _GONE:
        return []


def _orphans(session: str) -> list[psutil.Process]:
    """Return what workers had forked that are gone: its environment, as the system has it, is the worker's own."""
    return [process for process in _marked(session) if _marks(process)[-1:] == [session] and not _descends(process)]


def _descends(process: psutil.Process) -> bool:
    """Whether a process was started by this one, or by one that lives and was."""
    try:
        return os.getpid() in {process.pid, *(parent.pid for parent in process.parents())}
    except _GONE:
        return True


def _end(processes: Iterable[psutil.Process]) -> list[str]:
    """Kill processes, and return what they were, but for those that Python itself keeps until it exits."""
    said = []
    for process in processes:
        try:
            command = " ".join(process.cmdline())
            process.kill()
        except _GONE:
            continue
        if not any(helper in command for helper in _HELPERS):
            said.append(f"{process.pid}: {command[:200]}")
    psutil.wait_procs(processes, timeout=EXIT_S)
    return said


def _pipes() -> list[int]:
    """Return the pipes that this process was given: to its controller, and to whoever reads the run's output."""
    found = []
    for descriptor in [int(file.name) for file in Path("/dev/fd").iterdir()]:
        try:
            is_pipe = stat.S_ISFIFO(os.fstat(descriptor).st_mode)
        except OSError:  # that of the listing itself
            continue
        found += [descriptor] * (is_pipe and descriptor > 2)
    return found


def _keep_from_forks(pipes: list[int]) -> None:
    """Let no forked process hold them open: a worker's death is seen by the end of its pipe."""

    def let_go() -> None:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for pipe in pipes:
            os.dup2(nowhere, pipe, inheritable=False)
        os.close(nowhere)

    os.register_at_fork(after_in_child=let_go)
