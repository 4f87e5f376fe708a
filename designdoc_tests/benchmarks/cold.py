"""Everything is new: wall time against a bare job that logs as much through Dagster's own storage; growth; memory."""

import json
import math
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import linear_regression, mean

from designdoc_assets.orchestration.events import PREVIEW_CHARACTERS
from designdoc_tests.benchmarks import bare_job
from designdoc_tests.benchmarks.figures import Figure, cpu_s, wall_s
from designdoc_tests.benchmarks.processes import Cost, execute_job
from designdoc_tests.benchmarks.targets import make_target

MOST_WITH_HOME, MOST_WITHOUT = 0.4, 0.25
"""Times the bare job: with a Dagster home that keeps every event, and where nobody can read one."""
MOST_EXPONENT = 1.05
MOST_MB = 400
DAGSTER_YAML = Path(__file__).parents[2] / "deploy" / "dagster.yaml"

_BODY = re.compile(r"<!-- designdoc:begin .*?-->\n(.*?)\n<!-- designdoc:end", re.DOTALL)


def measure(folder: Path, sizes: Sequence[int], compared: int, repeats: int) -> list[Figure]:
    """Measure cold runs.

    Args:
        folder: Where targets and what the runs leave may stand.
        sizes: Numbers of files with two classes each.
        compared: The one of `sizes` that is compared with the bare job.
        repeats: How often each is run; `compared` also with a Dagster home, and with the parser of diagrams.
    """
    ours: dict[int, list[Cost]] = {size: [] for size in sizes}
    with_home: list[Cost] = []
    with_parser: list[Cost] = []
    bare: list[Cost] = []
    for size in sizes:
        make_target(folder / f"target-{size}", size)
    for _ in range(repeats):
        for size in sizes:
            ours[size].append(_document(folder, size))
            if size == compared:
                bare.append(execute_job(bare_job.__name__, "bare", folder / "bare", _as_much(folder / f"docs-{size}")))
                with_home.append(_document(folder, size, has_home=True))
                with_parser.append(_document(folder, size, diagrams_parsed=True))
    growth = sorted(sizes)
    largest = growth[-1]
    figures = [
        _compared(f"cold, {compared} files, with a Dagster home", with_home, bare, MOST_WITH_HOME),
        _compared("the same without a home", ours[compared], bare, MOST_WITHOUT),
        _compared("the same with every diagram parsed by mermaid.js (extra `mermaid`)", with_parser, bare),
    ]
    if len(growth) > 1:
        exponent = _exponent({size: wall_s(ours[size]) for size in growth})
        by_cpu = _exponent({size: cpu_s(ours[size]) for size in growth})
        walls = ", ".join(f"{wall_s(ours[size]):.0f} s" for size in growth)
        what = f"cold, growth over {', '.join(map(str, growth))} files"
        measured = f"exponent {exponent:.2f} ({by_cpu:.2f} by processor time): {walls}"
        figures.append(Figure(what, f"exponent {MOST_EXPONENT}", measured, exponent <= MOST_EXPONENT))
    peak = max(cost.peak_mb for cost in ours[largest])
    figures.append(Figure(f"cold, {largest} files: peak memory", f"{MOST_MB} MB", f"{peak:.0f} MB", peak <= MOST_MB))
    return figures


def _document(folder: Path, size: int, *, has_home: bool = False, diagrams_parsed: bool = False) -> Cost:
    """Document a target on a machine that knows nothing of it."""
    docs, own, home = folder / f"docs-{size}", folder / "cold", folder / "cold-home"
    for old in (docs, own, home):
        shutil.rmtree(old, ignore_errors=True)
    environ = {"DESIGNDOC_REPO": f"{folder}/target-{size}", "DESIGNDOC_OUTPUT": str(docs)}
    if has_home:
        home.mkdir()
        shutil.copy(DAGSTER_YAML, home)
        environ["DAGSTER_HOME"] = str(home)
    hidden = () if diagrams_parsed else ("mermaidx",)
    return execute_job("designdoc_assets.definitions", "design_docs", own, environ, hidden)


def _as_much(docs: Path) -> Mapping[str, str]:
    """Return what tells the bare job to log as many materializations as those of a docs tree, with previews as long."""
    bodies = [body for page in docs.rglob("*.md") for body in _BODY.findall(page.read_text())]
    previews = [min(len(body), PREVIEW_CHARACTERS) for body in bodies]
    # JSON, since that is how events are stored: a line break takes two characters there.
    escapes = mean(len(json.dumps(body)) / len(body) for body in bodies)
    return {bare_job.EVENTS: str(len(bodies)), bare_job.PREVIEW_CHARACTERS: str(round(mean(previews) * escapes))}


def _compared(what: str, ours: Sequence[Cost], bare: Sequence[Cost], most: float | None = None) -> Figure:
    ratio = wall_s(ours) / wall_s(bare)
    by_cpu = cpu_s(ours) / cpu_s(bare)
    measured = f"{ratio:.2f} x ({by_cpu:.2f} x by processor time): {wall_s(ours):.0f} s and {wall_s(bare):.0f} s"
    if most is None:
        return Figure(what, "", measured)
    return Figure(what, f"{most} x a bare job's wall time", measured, ratio <= most)


def _exponent(seconds: Mapping[int, float]) -> float:
    """Return the slope of log time over log size, by least squares."""
    return linear_regression([math.log(size) for size in seconds], [math.log(time) for time in seconds.values()]).slope
