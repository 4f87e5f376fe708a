"""Where source can be opened: on a git host only what is known to be there, and to be the same."""

from pathlib import Path

import pytest

from designdoc_assets.source.commit_tree import CommitTree
from designdoc_assets.source.remote import Remote
from designdoc_assets.source.source_links import source_links
from designdoc_assets.source.working_tree import WorkingTree
from designdoc_tests.support import make_repo, run_git, write

FILES = {"src/a b.py": "A = 1\n", "src/c.py": "C = 1\n", "top.py": ""}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    make_repo(tmp_path / "origin", FILES)
    run_git(tmp_path, "clone", "-q", str(tmp_path / "origin"), "clone")
    run_git(tmp_path / "clone", "remote", "set-url", "origin", "git@gitlab.example.org:g/r.git")
    return tmp_path / "clone"


def _head(repo: Path) -> str:
    return run_git(repo, "rev-parse", "HEAD")


def test_a_file_has_the_address_of_its_commit(clone: Path) -> None:
    links = source_links(clone, WorkingTree(clone), _head(clone))
    at = f"https://gitlab.example.org/g/r/-/{{}}/{_head(clone)}"
    assert links.url("src/a b.py", 1) == f"{at.format('blob')}/src/a%20b.py#L1"
    assert links.folder_url("src") == f"{at.format('tree')}/src"
    assert links.folder_url("") == at.format("tree")


def test_a_folder_of_a_repository_is_a_target_too(clone: Path) -> None:
    links = source_links(clone / "src", WorkingTree(clone / "src"), _head(clone))
    assert links.url("c.py") == f"https://gitlab.example.org/g/r/-/blob/{_head(clone)}/src/c.py"


def test_a_file_that_is_not_as_committed_has_none(clone: Path) -> None:
    write(clone, "src/c.py", "C = 2\n")
    write(clone, "new.py", "")
    run_git(clone, "add", "-A")
    links = source_links(clone, WorkingTree(clone), _head(clone))
    assert links.url("src/c.py") is None and links.url("new.py") is None
    assert links.location("src/c.py", 3) == f"{clone}/src/c.py:3"
    committed = source_links(clone, CommitTree(clone, _head(clone), "r"), _head(clone))
    assert committed.url("src/c.py") == f"https://gitlab.example.org/g/r/-/blob/{_head(clone)}/src/c.py"


def test_a_commit_that_was_not_pushed_has_none(clone: Path) -> None:
    write(clone, "src/c.py", "C = 2\n")
    run_git(clone, "commit", "-q", "-a", "-m", "mine")
    links = source_links(clone, WorkingTree(clone), _head(clone))
    assert links.url("top.py") is None and links.folder_url("src") is None


def test_what_is_fetched_from_a_url_is_there(clone: Path) -> None:
    remote = Remote.parse("https://user:secret@github.com/o/r.git")
    assert remote is not None
    links = source_links(remote, CommitTree(clone, _head(clone), "r"), _head(clone))
    assert links.url("top.py") == f"https://github.com/o/r/blob/{_head(clone)}/top.py"


def test_without_a_known_host_there_are_paths(tmp_path: Path) -> None:
    plain = make_repo(tmp_path / "plain", FILES, git=False)
    own = make_repo(tmp_path / "own", FILES)
    for repo, commit in ((plain, None), (own, _head(own))):
        links = source_links(repo, WorkingTree(repo), commit)
        assert links.url("top.py") is None and links.folder_url("") is None
        assert links.location("top.py") == str(repo / "top.py")
