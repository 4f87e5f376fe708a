"""A diagram's checks: how long they take, mermaid.js started; what starting it takes, and that it may not be needed."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median, quantiles

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.checks import Draft, check
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.markup.mermaid import parser
from designdoc_assets.session.opening import open_session
from designdoc_tests.benchmarks.figures import Figure
from designdoc_tests.benchmarks.targets import make_target
from designdoc_tests.pages.parsers import parsers
from designdoc_tests.support import document

MOST_MS = 10.0
_UNCHANGED = """
import sys
from designdoc_tests.pages.parsers import parsers
from designdoc_tests.support import document
run = document(sys.argv[1])
print(run.success, run.made, parsers())
"""


def measure(folder: Path, size: int) -> list[Figure]:
    """Time the checks of every class diagram of a target."""
    if not parser.parser_available():
        return [Figure("a diagram's checks", f"{MOST_MS:g} ms", "not measured: the extra `mermaid` is not installed")]
    started = time.perf_counter()
    parser.parse("classDiagram\n    A <|-- B")
    start_s = time.perf_counter() - started
    target = folder / f"diagrams-{size}"
    make_target(target, size)
    run = document(target)
    assert run.success, run.failure
    production = open_session({"repo": str(target)}, force=False).production
    pages = frozenset(production.survey.layout.pages())
    kind = kinds()["class_diagram"]
    times_ms = []
    for key in production.survey.keys(Grain.CLASSES):
        facts = kind.facts(key, production.survey)
        prose = kind.describe(facts)
        draft = Draft(kind, facts, prose, kind.render(facts, prose))
        started = time.perf_counter()
        verdicts = check(draft, pages)
        times_ms.append((time.perf_counter() - started) * 1_000)
        assert all(verdict.status == "pass" for verdict in verdicts)
    typical, slow = median(times_ms), quantiles(times_ms, n=20)[-1]
    program = [sys.executable, "-c", _UNCHANGED, str(target)]
    done = subprocess.run(program, check=True, capture_output=True, text=True)
    is_lazy = done.stdout.strip() == "True () set()"
    return [
        Figure(
            "a diagram's checks",
            f"{MOST_MS:g} ms",
            f"{typical:.1f} ms; 19 of 20 under {slow:.1f} ms",
            typical < MOST_MS,
        ),
        Figure(
            "mermaid.js in its process: start; peak memory",
            "",
            f"{start_s:.1f} s; {sum(map(_peak_mb, parsers())):.0f} MB",
        ),
        Figure(
            "no diagram changed: processes of mermaid.js", "none", "none" if is_lazy else done.stdout.strip(), is_lazy
        ),
    ]


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
