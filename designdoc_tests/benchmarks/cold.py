"""Everything is new: wall time against a bare job that logs as many materializations, growth, memory."""

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

MOST_TIMES_BARE = 1.5
MOST_EXPONENT = 1.1
MOST_MB = 400

_BODY = re.compile(r"<!-- designdoc:begin .*?-->\n(.*?)\n<!-- designdoc:end", re.DOTALL)


def measure(folder: Path, sizes: Sequence[int], compared: int, repeats: int) -> list[Figure]:
    """Measure cold runs.

    Args:
        folder: Where targets and what the runs leave may stand.
        sizes: Numbers of files with two classes each.
        compared: The one of `sizes` that is compared with the bare job.
        repeats: How often each is run; of `compared` with and without the parser of diagrams.
    """
    ours: dict[int, list[Cost]] = {size: [] for size in sizes}
    with_parser: list[Cost] = []
    bare: list[Cost] = []
    for size in sizes:
        make_target(folder / f"target-{size}", size)
    for _ in range(repeats):
        for size in sizes:
            ours[size].append(_document(folder, size, diagrams_parsed=False))
            if size == compared:
                bare.append(execute_job(bare_job.__name__, "bare", folder / "bare", _as_much(folder / f"docs-{size}")))
                with_parser.append(_document(folder, size, diagrams_parsed=True))
    growth = sorted(sizes)
    largest = growth[-1]
    figures = [
        _compared(f"cold, {compared} files", ours[compared], bare),
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


def _document(folder: Path, size: int, *, diagrams_parsed: bool) -> Cost:
    """Document a target on a machine that knows nothing of it."""
    docs = folder / f"docs-{size}"
    home = folder / "cold"
    for old in (docs, home):
        shutil.rmtree(old, ignore_errors=True)
    environ = {"DESIGNDOC_REPO": f"{folder}/target-{size}", "DESIGNDOC_OUTPUT": str(docs)}
    return execute_job(
        "designdoc_assets.definitions", "design_docs", home, environ, hidden=() if diagrams_parsed else ("mermaidx",)
    )


def _as_much(docs: Path) -> Mapping[str, str]:
    """Return what tells the bare job to log as many materializations as those of a docs tree, with previews as long."""
    bodies = [body for page in docs.rglob("*.md") for body in _BODY.findall(page.read_text())]
    previews = [min(len(body), PREVIEW_CHARACTERS) for body in bodies]
    # JSON, since that is how events are stored: a line break takes two characters there.
    escapes = mean(len(json.dumps(body)) / len(body) for body in bodies)
    return {bare_job.EVENTS: str(len(bodies)), bare_job.PREVIEW_CHARACTERS: str(round(mean(previews) * escapes))}


def _compared(what: str, ours: Sequence[Cost], bare: Sequence[Cost]) -> Figure:
    ratio = wall_s(ours) / wall_s(bare)
    by_cpu = cpu_s(ours) / cpu_s(bare)
    measured = f"{ratio:.2f} x ({by_cpu:.2f} x by processor time): {wall_s(ours):.0f} s and {wall_s(bare):.0f} s"
    return Figure(what, f"{MOST_TIMES_BARE} x a bare job's wall time", measured, ratio <= MOST_TIMES_BARE)


def _exponent(seconds: Mapping[int, float]) -> float:
    """Return the slope of log time over log size, by least squares."""
    return linear_regression([math.log(size) for size in seconds], [math.log(time) for time in seconds.values()]).slope
