"""The suite ends, whatever dies: small sessions with this project's own configuration, in processes of their own."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from designdoc_tests.waiting import LIMIT_S, wait_for

CONFIGURATION = Path(__file__).parents[1] / "pyproject.toml"
PLUGINS = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}

DYING = """
import os, subprocess, sys, time
from multiprocessing import get_context

def test_before(): pass

def test_that_kills_its_worker(tmp_path):
    child = get_context("fork").Process(target=time.sleep, args=[3600])
    child.start()
    apart = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"], start_new_session=True)
    (tmp_path.parents[1] / "left").write_text(f"{child.pid} {apart.pid}")
    os._exit(7)

def test_after(): pass
"""
HANGING = """
from threading import Lock

def test_that_hangs():
    lock = Lock()
    lock.acquire()
    lock.acquire()

def test_after(): pass
"""
LEAVING = '''
import subprocess, sys
from multiprocessing import get_context
from time import sleep

CHILD = """
import subprocess, sys
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"], stdout=subprocess.DEVNULL)
print(grandchild.pid)
"""

def test_that_leaves_processes_behind(tmp_path):
    child = get_context("fork").Process(target=sleep, args=[3600])
    child.start()
    left = subprocess.run([sys.executable, "-c", CHILD], stdout=subprocess.PIPE, start_new_session=True)
    (tmp_path.parents[1] / "left").write_text(f"{child.pid} {left.stdout.decode()}")
'''
STUCK = """
import atexit
from threading import Event

def test_that_registers_what_never_ends():
    atexit.register(Event().wait)
"""


def _session(folder: Path, *options: str, **tests: str) -> subprocess.CompletedProcess[str]:
    """Run tests in a session of their own, and wait until nobody holds its output open any more."""
    for name, text in tests.items():
        (folder / f"test_{name}.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-c", CONFIGURATION, "--rootdir", folder, "-p", "xdist"]
    temporary = ["-p", "no:cacheprovider", f"--basetemp={folder}/temporary"]
    return subprocess.run(
        [*command, *temporary, *options, folder],
        cwd=folder,
        env=PLUGINS,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


def _all_end(folder: Path) -> None:
    """Wait until all processes have ended that a test wrote down."""
    pids = [int(pid) for file in folder.rglob("left") for pid in file.read_text().split()]
    assert len(pids) == 2
    wait_for(lambda: not any(map(psutil.pid_exists, pids)), lambda: f"the end of {pids}")


def test_a_worker_that_dies_names_its_test_and_the_rest_is_run(tmp_path: Path) -> None:
    done = _session(tmp_path, "-n2", dying=DYING, quiet="def test_quiet(): pass\n")
    assert done.returncode == 1, done.stderr
    assert "crashed while running 'test_dying.py::test_that_kills_its_worker'" in done.stdout
    assert "1 failed, 3 passed" in done.stdout
    _all_end(tmp_path)


def test_a_test_that_hangs_is_ended_and_named_with_the_place(tmp_path: Path) -> None:
    done = _session(tmp_path, "-n1", "-o", "faulthandler_timeout=2", hanging=HANGING)
    assert done.returncode == 1, done.stderr
    assert "crashed while running 'test_hanging.py::test_that_hangs'" in done.stdout
    assert "1 failed, 1 passed" in done.stdout
    assert 'test_hanging.py", line 7 in test_that_hangs' in done.stderr


@pytest.mark.parametrize("workers", ["-n0", "-n1"])
def test_what_tests_leave_behind_is_ended_with_them(workers: str, tmp_path: Path) -> None:
    done = _session(tmp_path, workers, leaving=LEAVING)
    assert done.returncode == 0, done.stdout
    assert "Processes that tests left behind were ended:" in done.stderr
    _all_end(tmp_path)


def test_a_session_that_cannot_exit_is_ended(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("from designdoc_tests import ending\nending.EXIT_S = 1\n")
    done = _session(tmp_path, "-n0", stuck=STUCK)
    assert "1 passed" in done.stdout
    assert done.returncode == 1
    assert "Timeout (0:00:01)!" in done.stderr


def test_the_limit_of_a_test_is_above_that_of_its_waits(pytestconfig: pytest.Config) -> None:
    assert float(pytestconfig.getini("faulthandler_timeout")) > LIMIT_S
    assert pytestconfig.getini("faulthandler_exit_on_timeout")
