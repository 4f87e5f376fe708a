"""Many files of several languages: read and planned with nothing known, and when nothing has changed."""

from pathlib import Path

from designdoc_assets.languages.registry import LANGUAGES
from designdoc_tests.benchmarks.figures import Figure
from designdoc_tests.benchmarks.mixed_targets import make_mixed_target
from designdoc_tests.benchmarks.processes import Cost, execute_job

MOST_COLD_S, MOST_UNCHANGED_S, MOST_MB = 60, 8, 1500
_PLAN = "resources: {designdoc: {config: {plan_only: true}}}\n"


def measure(folder: Path, files: int) -> list[Figure]:
    """Measure a plan twice: the second finds what the first one read."""
    target = folder / f"languages-{files}"
    size = make_mixed_target(target, files)
    (folder / "plan.yaml").write_text(_PLAN)
    environ = {"DESIGNDOC_REPO": str(target)}
    more = ("-c", str(folder / "plan.yaml"))
    cold, again = (
        execute_job("designdoc_assets.definitions", "design_docs", folder / "plan", environ, arguments=more)
        for _ in range(2)
    )
    titles = ", ".join(sorted(language.words.title for language in LANGUAGES))
    what = f"{files:,} files of five languages ({size / 1e6:.0f} MB; {titles} are read), read and planned"
    peak = max(cold.peak_mb, again.peak_mb)
    return [
        Figure(f"{what}, cold", f"{MOST_COLD_S} s", _shown(cold), cold.wall_s <= MOST_COLD_S),
        Figure("the same, nothing changed", f"{MOST_UNCHANGED_S} s", _shown(again), again.wall_s <= MOST_UNCHANGED_S),
        Figure("the same, memory of the largest process", f"{MOST_MB:,} MB", f"{peak:,.0f} MB", peak <= MOST_MB),
    ]


def _shown(cost: Cost) -> str:
    return f"{cost.wall_s:.1f} s ({cost.cpu_s:.1f} s of processor time of all processes)"
