"""How much work there is: it grows with what there is in a file, and no faster; what nobody asks for is not done.

Lines that run are counted, not seconds.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from designdoc_assets.analysis.folder_groups import groups
from designdoc_assets.making.plan import State
from designdoc_assets.making.production import Production
from designdoc_assets.session.opening import open_session
from designdoc_tests.growth import FEW, FILES, TIMES, lines_run
from designdoc_tests.support import PAY, commit, document, make_repo, write

MOST_TIMES = 1.25 * TIMES
"""Sorting, and lines that grow with their numbers."""


@pytest.mark.parametrize("name", FILES)
def test_four_times_as_much_in_one_file_takes_no_more_than_four_times_the_work(name: str) -> None:
    found = subprocess.run([sys.executable, "-m", "designdoc_tests.growth", name], stdout=subprocess.PIPE, check=True)
    assert {stage: times for stage, times in json.loads(found.stdout).items() if times > MOST_TIMES} == {}


def test_four_times_as_many_files_in_one_folder_take_no_more_than_four_times_the_work_to_group() -> None:
    few, many = (
        lines_run(lambda count=count: groups([f"app/b{i}.py" for i in range(count)], 12))  # type: ignore[misc]
        for count in (FEW, FEW * TIMES)
    )
    assert many <= MOST_TIMES * few


def test_a_plan_of_a_target_without_pages_takes_no_relations(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    with _production(repo) as production:
        assert {item.state for item in production.plan.due()} == {State.MISSING}
        assert not production.survey.relations.are_found
    assert document(repo).success
    write(repo, "pay/more.py", "def more() -> int:\n    return 1\n")
    commit(repo)
    with _production(repo) as production:
        assert [item.artifact.key for item in production.plan.items["file_summary"] if item.is_due] == ["pay/more.py"]
        assert production.survey.relations.are_found


@contextmanager
def _production(repo: Path) -> Iterator[Production]:
    session = open_session({"repo": str(repo)}, force=False)
    try:
        yield session.production
    finally:
        session.close()
