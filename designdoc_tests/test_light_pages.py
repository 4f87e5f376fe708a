"""Pages are light: little of them is for machines, and what shows nowhere changes none."""

import re
from pathlib import Path

import pytest

from designdoc_tests.support import commit, docs_of, document, make_repo, run_git, tree_bytes, tree_stamps, write
from designdoc_tests.test_real_code import copy_of

MOST_BOOKKEEPING = 0.1
_MARKER = re.compile(r"^<!-- designdoc:.*-->\n", re.MULTILINE)
FUNCTIONS = '"""Two functions."""\n\n\n' + "\n\n".join(
    f'def f{number}(value):\n    """Say {number}."""\n    return value + {number}\n' for number in range(8)
)


def test_at_most_a_tenth_of_all_pages_is_bookkeeping(tmp_path: Path) -> None:
    target = copy_of("packaging", tmp_path / "target")
    assert document(target).success
    pages = [page.read_text() for page in docs_of(target).rglob("*.md")]
    markers = sum(len(marker[0]) for page in pages for marker in _MARKER.finditer(page))
    assert 0 < markers <= MOST_BOOKKEEPING * sum(map(len, pages))


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository whose docs are committed with it."""
    repo = make_repo(tmp_path / "repo", {"two.py": FUNCTIONS})
    assert document(repo).success
    _commit_all(repo)
    return repo


def _commit_all(repo: Path) -> None:
    run_git(repo, "add", "-A")
    run_git(repo, "commit", "-q", "--allow-empty", "-m", "change")


def test_a_change_that_shows_nowhere_changes_no_page(repo: Path) -> None:
    before = tree_stamps(docs_of(repo))
    write(repo, "two.py", FUNCTIONS.replace("value + 3", "3 + value"))
    commit(repo)
    run = document(repo)
    assert (run.success, run.made) == (True, ())
    assert tree_stamps(docs_of(repo)) == before


def test_branches_that_change_two_functions_of_a_file_merge_without_a_conflict(repo: Path) -> None:
    for branch, function in (("one", 1), ("other", 6)):
        run_git(repo, "checkout", "-q", "-b", branch, "main")
        write(repo, "two.py", FUNCTIONS.replace(f"value + {function}", f"{function} + value"))
        assert document(repo).success
        _commit_all(repo)
    run_git(repo, "merge", "-q", "one")
    merged = tree_bytes(docs_of(repo))
    assert document(repo).made == ()
    assert tree_bytes(docs_of(repo)) == merged
