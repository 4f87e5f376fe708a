"""What comes out of this repository: true words, and diagrams that fit a page. It is documented once for all of it."""

import subprocess
from pathlib import Path

import pytest

from designdoc_tests.audit.tree import audit
from designdoc_tests.audit.words import audit_words
from designdoc_tests.rendered import check_diagrams
from designdoc_tests.support import docs_of, document, make_repo

PROJECT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def documented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this repository's code, with its pages."""
    command = ["git", "ls-files", "*.py", "pyproject.toml"]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    files = [name for name in listed.stdout.split("\n") if name and "/cases/" not in name]
    repo = make_repo(tmp_path_factory.mktemp("own") / "repo", {name: (PROJECT / name).read_bytes() for name in files})
    assert document(repo, writer="static").success
    return repo


def test_its_words_are_true(documented: Path) -> None:
    assert audit_words(documented, docs_of(documented)) == []


def test_every_diagram_is_read_at_the_width_of_a_page(documented: Path) -> None:
    check_diagrams(documented)


def test_no_diagram_has_more_than_twelve_boxes(documented: Path) -> None:
    assert [problem for problem in audit(docs_of(documented)) if "boxes" in problem] == []
