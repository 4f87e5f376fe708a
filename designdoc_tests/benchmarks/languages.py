"""Many files of several languages: planned with nothing known, documented, and run over when nothing has changed."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from designdoc_assets.languages.registry import LANGUAGES
from designdoc_tests.benchmarks.claude import PLAIN_INSTALL
from designdoc_tests.benchmarks.figures import Figure
from designdoc_tests.benchmarks.mixed_targets import make_mixed_target
from designdoc_tests.benchmarks.processes import Cost, execute_job

MOST_COLD_S, MOST_UNCHANGED_S, MOST_MB = 60, 8, 1500
_PLAN = "resources: {designdoc: {config: {plan_only: true}}}\n"


def measure(folder: Path, files: int, documented: int) -> Iterator[Figure]:
    """Measure plans of a target without docs, and runs over one with docs.

    Args:
        folder: Where targets and what the runs leave may stand.
        files: How many files are planned: twice, and the second plan finds what the first one read.
        documented: How many files are documented, and then run over again.
    """
    titles = ", ".join(sorted(language.words.title for language in LANGUAGES))
    target = folder / f"languages-{files}"
    size = make_mixed_target(target, files)
    (folder / "plan.yaml").write_text(_PLAN)
    more = ("-c", str(folder / "plan.yaml"))
    cold, again = (_run(folder / "plan", target, more) for _ in range(2))
    what = f"{files:,} files of five languages ({size / 1e6:.0f} MB; {titles} are read), read and planned"
    yield Figure(f"{what}, cold", f"{MOST_COLD_S} s", _shown(cold), cold.wall_s <= MOST_COLD_S)
    yield Figure("the same planned again, nothing changed, no docs yet", "", _shown(again))
    target = folder / f"languages-documented-{documented}"
    make_mixed_target(target, documented)
    made, unchanged = (_run(folder / "document", target) for _ in range(2))
    yield Figure(f"{documented:,} such files documented, cold", "", _shown(made))
    yield Figure(
        "the same, nothing changed", f"{MOST_UNCHANGED_S} s", _shown(unchanged), unchanged.wall_s <= MOST_UNCHANGED_S
    )
    peak = max(cost.peak_mb for cost in (cold, again, made, unchanged))
    yield Figure("memory of the largest process of these", f"{MOST_MB:,} MB", f"{peak:,.0f} MB", peak <= MOST_MB)


def _run(own: Path, target: Path, more: Sequence[str] = ()) -> Cost:
    environ = {"DESIGNDOC_REPO": str(target)}
    return execute_job("designdoc_assets.definitions", "design_docs", own, environ, PLAIN_INSTALL, arguments=more)


def _shown(cost: Cost) -> str:
    return f"{cost.wall_s:.1f} s ({cost.cpu_s:.1f} s of processor time of all processes)"
