"""One look at a branch, as the sensor takes it every few seconds, on a repository of many files."""

import subprocess
import time
from pathlib import Path
from statistics import median

from designdoc_assets.source.tip import tip
from designdoc_tests.benchmarks.figures import Figure
from designdoc_tests.benchmarks.targets import commit

FILES = 20_000
MOST_SECONDS = 0.3


def measure(folder: Path, repeats: int) -> list[Figure]:
    """Measure the slowest of some looks; the first finds nothing in git's caches."""
    target = folder / "tick"
    for number in range(FILES):
        file = target / f"package{number // 100}" / f"module{number}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"x = {number}\n")
    commit(target)
    expected = subprocess.run(["git", "rev-parse", "HEAD"], cwd=target, check=True, capture_output=True, text=True)
    taken = []
    for _ in range(max(repeats, 5)):
        started = time.perf_counter()
        found = tip(target, None)
        taken.append(time.perf_counter() - started)
        assert found.commit == expected.stdout.strip()
    measured = f"{max(taken):.3f} s at most, {median(taken):.3f} s in the median"
    return [Figure(f"a tick of the sensor, {FILES:,} files", f"{MOST_SECONDS} s", measured, max(taken) <= MOST_SECONDS)]
