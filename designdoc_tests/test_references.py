"""How references are judged, and that what docs/references.md says of it is what comes out."""

from pathlib import Path

import jedi
import pytest

from designdoc_tests.references.__main__ import PAGE
from designdoc_tests.references.claims import claimed
from designdoc_tests.references.judging import judged
from designdoc_tests.references.key import made_key
from designdoc_tests.references.projects import BUILT_ON, HELD_OUT, UnavailableError, fetch
from designdoc_tests.references.table import COLUMNS, Row, page

BAR = 0.95
"""Of raw precision and of recall, for each project."""
SMALL = next(project for project in BUILT_ON if project.name == "attrs")
CODE = """
class Pump:
    def start(self): ...
    def stop(self): ...

def run(pumps: list[Pump], other: "Pump"):
    for pump in pumps:
        pump.start()

def halt(pump):
    pump.stop()
"""


def rows() -> dict[str, dict[str, str]]:
    """Return the rows of the first table of the page, by project."""
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text().partition("\n## ")[0].splitlines()
        if line.startswith("|") and "---" not in line
    ]
    assert tuple(cells[0]) == COLUMNS
    return {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in cells[1:]}


def test_the_page_tells_of_each_project_and_version_that_is_measured() -> None:
    expected = {project.name: (project.version, "built on") for project in BUILT_ON}
    expected |= {project.name: (project.version, "held out") for project in HELD_OUT}
    assert {name: (row["Version"], row["Used as"]) for name, row in rows().items()} == expected
    assert f"jedi {jedi.__version__}" in PAGE.read_text()


@pytest.mark.parametrize("project", [project.name for project in (*BUILT_ON, *HELD_OUT)])
def test_every_project_alone_is_over_the_bar(project: str) -> None:
    row = rows()[project]
    assert float(row["Precision, raw"]) >= BAR
    assert float(row["Recall"]) >= BAR


def test_what_the_page_says_is_what_comes_out() -> None:
    try:
        files = fetch(SMALL)
    except UnavailableError as reason:
        pytest.skip(str(reason))
    claims = claimed(files)
    row = Row(SMALL, "built on", judged(claims.keys(), made_key(files)), claims)
    made = [line for line in page([row], "jedi").splitlines() if line.startswith(f"| {SMALL.name} ")]
    assert len(made) == 2
    assert {*made} <= {*PAGE.read_text().splitlines()}, "make it anew: python -m designdoc_tests.references"


def test_claims_are_right_wrong_missing_or_not_to_be_judged(tmp_path: Path) -> None:
    (tmp_path / "plant.py").write_text(CODE)
    files = {"plant.py": tmp_path / "plant.py"}
    key, claims = made_key(files), claimed(files).keys()
    run, pump, start, stop = (("plant.py", name) for name in ("run", "Pump", "Pump.start", "Pump.stop"))
    halt = ("plant.py", "halt")
    assert key.pairs == {(run, pump), (run, start)}
    assert claims == key.pairs
    assert judged(claims, key).recall == judged(claims, key).raw_precision == 1
    guessed = judged({(run, start), (start, pump), (halt, stop), (halt, start)}, key)
    assert guessed.right == {(run, start)}
    assert guessed.missed == {(run, pump)}
    assert guessed.unjudged == {(start, pump), (halt, stop), (halt, start)}
    wrong = judged({(run, ("plant.py", "Valve.start"))}, key)
    assert (wrong.raw_precision, len(wrong.wrong)) == (0, 1)
    denied = judged(wrong.wrong, key, struck_out=wrong.wrong)
    assert (denied.raw_precision, denied.precision, len(denied.wrong)) == (0, 1, 0)
