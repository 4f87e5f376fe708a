"""What a plain run of the tests leaves out, and what waits say."""

import subprocess
import sys
from pathlib import Path

import pytest

from designdoc_tests import waiting

CASES = "designdoc_tests/test_ci.py", "designdoc_tests/spending/test_clocks.py"


def _collected(*options: str) -> dict[str, int]:
    """Return how many tests of each file would be run."""
    command = [sys.executable, "-m", "pytest", "-n0", "-qq", "--collect-only", *options, *CASES]
    root = Path(__file__).parents[1]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=waiting.LIMIT_S, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    counts = (line.split(": ") for line in done.stdout.splitlines() if line.startswith(CASES))
    return {file: int(count) for file, count in counts}


def test_a_sample_is_run_by_default_and_everything_with_one_option() -> None:
    sample, everything = _collected(), _collected("--long")
    assert all(0 < sample[file] < everything[file] for file in CASES)


def test_what_does_not_come_is_named_with_what_was_seen_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "LIMIT_S", 0)
    with pytest.raises(TimeoutError, match="in vain, last for 0: the log of the server"):
        waiting.wait_for(lambda: 0, lambda: "the log of the server")
