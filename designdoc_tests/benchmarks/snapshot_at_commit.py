"""Reading a commit from git's objects against reading the same files from the disk, with nothing parsed before."""

import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from designdoc_assets.source.cache import FactsCache
from designdoc_assets.source.commit_tree import CommitTree
from designdoc_assets.source.snapshot import Snapshot, read_snapshot
from designdoc_assets.source.tree import SourceTree
from designdoc_assets.source.working_tree import WorkingTree
from designdoc_tests.benchmarks.figures import Figure
from designdoc_tests.benchmarks.targets import make_target

MOST_TIMES_WORKING_TREE = 1.3


def measure(folder: Path, size: int, repeats: int, target: Path | None = None) -> list[Figure]:
    """Measure both in turn, so that other load hits them alike.

    Args:
        folder: Where caches and the synthetic target may stand.
        size: The number of files of the synthetic target.
        repeats: How often each is read.
        target: A clean checkout to read instead of a synthetic one.
    """
    if target is None:
        target = folder / f"at-commit-{size}"
        make_target(target, size)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=target, check=True, capture_output=True, text=True)
    commit = head.stdout.strip()
    from_disk: list[float] = []
    from_git: list[float] = []
    for number in range(repeats):
        cache = folder / f"facts-{number}"
        one = _timed(lambda: WorkingTree(target), cache / "disk.sqlite", from_disk)
        other = _timed(lambda: CommitTree(target, commit, str(target)), cache / "git.sqlite", from_git)
        assert replace(one, fingerprint="") == replace(other, fingerprint=""), "it is no clean checkout"
    ratio = median(from_git) / median(from_disk)
    measured = f"{ratio:.2f} x: {median(from_git):.2f} s and {median(from_disk):.2f} s"
    what = f"snapshot of a commit, {len(one.files) + len(one.tests):,} files, nothing cached"
    limit = f"{MOST_TIMES_WORKING_TREE} x that of its working tree"
    return [Figure(what, limit, measured, ratio <= MOST_TIMES_WORKING_TREE)]


def _timed(open_tree: Callable[[], SourceTree], cache: Path, taken: list[float]) -> Snapshot:
    cache.parent.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    tree = open_tree()
    snapshot = read_snapshot(tree, cache=FactsCache(cache))
    tree.close()
    taken.append(time.perf_counter() - started)
    return snapshot
