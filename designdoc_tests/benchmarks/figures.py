"""A figure: what was promised, what was measured; and the table of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from designdoc_tests.benchmarks.processes import Cost


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `reached` is None for what is shown only to be compared."""

    what: str
    limit: str
    measured: str
    reached: bool | None = None


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as a Markdown table."""
    lines = ["| figure | at most | measured | |", "| --- | --- | --- | --- |"]
    for figure in figures:
        mark = "" if figure.reached is None else "reached" if figure.reached else "**missed**"
        lines.append(f"| {figure.what} | {figure.limit} | {figure.measured} | {mark} |")
    return "\n".join(lines)


def wall_s(costs: Sequence[Cost]) -> float:
    """Return the median wall time."""
    return median(cost.wall_s for cost in costs)


def cpu_s(costs: Sequence[Cost]) -> float:
    """Return the median processor time, which other load on the machine disturbs less."""
    return median(cost.cpu_s for cost in costs)
