"""Where pages can be read on the web: only what the clone knows to be there."""

from pathlib import Path

import pytest

from designdoc_assets.source.published import published
from designdoc_tests.support import make_repo, run_git

DOCS = {"docs/design/README.md": "", "docs/design/packages/a b.py.md": "", "a.py": ""}


def _clone(folder: Path, url: str) -> Path:
    """Clone a repository with docs, as if from that URL."""
    origin = make_repo(folder / "origin", DOCS)
    run_git(origin, "add", "docs")
    run_git(origin, "commit", "-q", "-m", "docs")
    run_git(folder, "clone", "-q", str(folder / "origin"), "clone")
    clone = folder / "clone"
    run_git(clone, "remote", "set-url", "origin", url)
    return clone


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://github.com/o/r.git", "https://github.com/o/r/blob/HEAD/docs/design/README.md"),
        ("git@github.com:o/r.git", "https://github.com/o/r/blob/HEAD/docs/design/README.md"),
        ("https://gitlab.com/g/sub/r", "https://gitlab.com/g/sub/r/-/blob/HEAD/docs/design/README.md"),
        (
            "ssh://git@gitlab.example.org:2222/g/r.git",
            "https://gitlab.example.org/g/r/-/blob/HEAD/docs/design/README.md",
        ),
        ("https://git.example.org/o/r.git", None),
        ("https://notgithub.com/o/r.git", None),
        ("/srv/git/r.git", None),
    ],
)
def test_a_page_that_is_on_the_server_has_an_address_there(tmp_path: Path, url: str, address: str | None) -> None:
    clone = _clone(tmp_path, url)
    assert published(clone, clone / "docs/design").url("README.md") == address


def test_credentials_in_the_url_are_not_in_the_address(tmp_path: Path) -> None:
    clone = _clone(tmp_path, "https://user:ghp_secret@github.com/o/r.git")
    found = published(clone, clone / "docs/design").url("packages/a b.py.md")
    assert found == "https://github.com/o/r/blob/HEAD/docs/design/packages/a%20b.py.md"


def test_a_page_that_was_not_pushed_has_no_address(tmp_path: Path) -> None:
    clone = _clone(tmp_path, "https://github.com/o/r.git")
    (clone / "docs/design/NEW.md").write_text("")
    run_git(clone, "add", "-A")
    run_git(clone, "commit", "-q", "-m", "new")
    assert published(clone, clone / "docs/design").url("NEW.md") is None


def test_the_target_may_be_a_folder_of_its_repository(tmp_path: Path) -> None:
    make_repo(tmp_path / "origin", {"part/docs/design/README.md": "", "part/a.py": ""})
    run_git(tmp_path, "clone", "-q", str(tmp_path / "origin"), "clone")
    part = tmp_path / "clone" / "part"
    run_git(part, "remote", "set-url", "origin", "https://github.com/o/r.git")
    expected = "https://github.com/o/r/blob/HEAD/part/docs/design/README.md"
    assert published(part, part / "docs/design").url("README.md") == expected


def test_where_nothing_is_known_of_a_server_nothing_has_an_address(tmp_path: Path) -> None:
    plain = make_repo(tmp_path / "plain", DOCS, git=False)
    new = make_repo(tmp_path / "new", DOCS)
    run_git(new, "remote", "add", "origin", "https://github.com/o/r.git")
    clone = _clone(tmp_path, "https://github.com/o/r.git")
    for root, folder in (
        (plain, plain / "docs/design"),
        (new, new / "docs/design"),
        (clone, tmp_path),
        (clone, clone / "x"),
    ):
        assert published(root, folder).url("README.md") is None
