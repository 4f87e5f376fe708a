"""The page docs/references.md: what was measured, as tables."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, get_args

from designdoc_assets.program.evidence import LINKED, Evidence
from designdoc_tests.references.judging import Judgement
from designdoc_tests.references.key import Pair
from designdoc_tests.references.projects import Project

COLUMNS = (
    *("Project", "Version", "Used as", "Precision, raw", "Precision", "Recall"),
    *("Right", "Wrong", "Struck out", "Missed", "Unjudged"),
)
_ABOUT = """\
# References in Python

Made by `python -m designdoc_tests.references`, and not to be edited. A reference is a pair: a function, method, class
or module uses a class, function, method, property, attribute or constant of the same project. Claimed is what the
relations of this product say. The key is {key}, asked about every name that the code loads (`Script.goto`, imports
followed).

*Unjudged* are claims of which the key says nothing: it knows no answer for a name there, the name stands in a quoted
annotation, or an object is called. *Struck out* are claims that the key denies although the source proves them, each
with its reason in `designdoc_tests/references/struck_out.py`; in the raw precision they count as wrong. Nobody looked
at a held-out project while the reader was worked on, and nothing of it is struck out.
"""


ORIGINS = tuple(origin for origin in get_args(Evidence) if origin in LINKED - {"same unit"})
"""Python's modules know nothing of each other but what they import."""
_ABOUT_ORIGINS = """
## By origin

Of the claims that the key says something of, how many are right (struck out ones included), by how the relation is
known: the file itself defines what is meant, or imports it; something is declared to be of a type that has it, or is
made by what is; a base of the class has it. That nothing else in the project is called so is never a reason.
"""


class Row(NamedTuple):
    """A project, what it is used as (`built on`, `held out`), what became of the claims about it, and their origins."""

    project: Project
    use: str
    judgement: Judgement
    origins: Mapping[Pair, Evidence]


def page(rows: Sequence[Row], key: str, skipped: Sequence[str] = ()) -> str:
    """Return the page: the figures of each project, and none over all of them.

    Args:
        rows: What was measured.
        key: The key and its version.
        skipped: Sentences on what was not measured.
    """
    lines = [_ABOUT.format(key=key), f"| {' | '.join(COLUMNS)} |", f"|{' --- |' * 3}{' ---: |' * (len(COLUMNS) - 3)}"]
    for project, use, found, _ in rows:
        shares = (f"{share:.3f}" for share in (found.raw_precision, found.precision, found.recall))
        counts = (
            str(len(pairs)) for pairs in (found.right, found.wrong, found.struck_out, found.missed, found.unjudged)
        )
        lines.append(f"| {' | '.join((project.name, project.version, use, *shares, *counts))} |")
    lines += [_ABOUT_ORIGINS, f"| Project | {' | '.join(map(str.capitalize, ORIGINS))} |"]
    lines += [f"| --- |{' ---: |' * len(ORIGINS)}", *map(_by_origin, rows)]
    return "\n".join([*lines, *(f"\n{sentence}" for sentence in skipped)]) + "\n"


def _by_origin(row: Row) -> str:
    proven = row.judgement.right | row.judgement.struck_out
    cells = []
    for origin in ORIGINS:
        right, wrong = (sum(row.origins[pair] == origin for pair in pairs) for pairs in (proven, row.judgement.wrong))
        cells.append(f"{right} of {right + wrong}" if right + wrong else "")
    return f"| {' | '.join((row.project.name, *cells))} |"
