"""Nothing changed: what a run takes more than a job that does nothing, and that it writes and records nothing."""

import shutil
from pathlib import Path

import dagster as dg

from designdoc_tests.benchmarks import bare_job
from designdoc_tests.benchmarks.figures import Figure, cpu_s, wall_s
from designdoc_tests.benchmarks.processes import execute_job
from designdoc_tests.benchmarks.targets import make_target
from designdoc_tests.support import tree_stamps

MOST_SECONDS_MORE = 2.0


def measure(folder: Path, size: int, repeats: int) -> list[Figure]:
    """Measure runs with a Dagster home in which everything is known, and without what an earlier run noted."""
    target = folder / f"unchanged-{size}"
    make_target(target, size)
    own = folder / "own"
    home = folder / "home"
    home.mkdir()
    (home / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
    environ = {"DESIGNDOC_REPO": str(target), "DAGSTER_HOME": str(home)}
    empty, ours, forgetful = [], [], []

    def document() -> None:
        ours.append(execute_job("designdoc_assets.definitions", "design_docs", own, environ))

    document()
    before = tree_stamps(target), _records(home)
    ours.clear()
    for _ in range(repeats):
        empty.append(execute_job(bare_job.__name__, "empty", folder / "empty", {"DAGSTER_HOME": str(home)}))
        document()
    leftovers = {"changed files": tree_stamps(target) != before[0], "events": _records(home) != before[1]}
    for _ in range(repeats):
        shutil.rmtree(own / "cache" / "designdoc-assets" / "receipts")
        forgetful.append(execute_job("designdoc_assets.definitions", "design_docs", own, environ))
    more = wall_s(ours) - wall_s(empty)
    by_cpu = cpu_s(ours) - cpu_s(empty)
    planned_anew = cpu_s(forgetful) - cpu_s(empty)
    found = [name for name, is_there in leftovers.items() if is_there]
    return [
        Figure(
            f"nothing changed, {size} files",
            f"{MOST_SECONDS_MORE:g} s more than an empty job",
            f"{more:.1f} s more ({by_cpu:.1f} s by processor time): {wall_s(ours):.1f} s and {wall_s(empty):.1f} s",
            more <= MOST_SECONDS_MORE,
        ),
        Figure(
            "the same where the machine's cache is empty of what the last run noted",
            "",
            f"{wall_s(forgetful) - wall_s(empty):.1f} s more ({planned_anew:.1f} s by processor time)",
        ),
        Figure("nothing changed: writes and events", "none", ", ".join(found) or "none", not found),
    ]


def _records(home: Path) -> int:
    """Return how many materializations and evaluations of checks an instance has."""
    with dg.DagsterInstance.from_config(str(home)) as instance:
        types = {dg.DagsterEventType.ASSET_MATERIALIZATION, dg.DagsterEventType.ASSET_CHECK_EVALUATION}
        return sum(len(instance.all_logs(run.run_id, of_type=types)) for run in instance.get_runs())
