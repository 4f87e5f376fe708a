import os
import shutil
from pathlib import Path

import pytest

from designdoc_assets.source.commit_tree import CommitTree
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.identity import identity
from designdoc_assets.source.remote import Remote
from designdoc_assets.source.snapshot import read_snapshot
from designdoc_assets.source.targets import open_target
from designdoc_assets.source.tip import Tip, tip
from designdoc_assets.source.working_tree import WorkingTree
from designdoc_tests.source.repositories import Target


@pytest.fixture
def target(tmp_path: Path) -> Target:
    root = tmp_path / "shop"
    root.mkdir()
    target = Target(root)
    target.write("a.py", "x = 1\n")
    return target


def commit_of(repo: Path | Remote, ref: str | None, mirrors: Path) -> str | None:
    tree = open_target(repo, ref, mirrors)
    try:
        return read_snapshot(tree).commit
    finally:
        tree.close()


def remote(folder: Path) -> Remote:
    found = Remote.parse(f"file://{folder}")
    assert found
    return found


# What is opened


def test_a_folder_is_read_as_it_is_and_at_a_commit_where_one_is_named(target: Target, tmp_path: Path) -> None:
    commit = target.track("-b", "main")
    target.git("tag", "-a", "-m", "t", "v1")
    assert isinstance(open_target(target.root, None, tmp_path), WorkingTree)
    for ref in ("main", "v1", commit, commit[:9], "HEAD"):
        tree = open_target(target.root, ref, tmp_path)
        assert isinstance(tree, CommitTree)
        assert tree.discover().commit == commit


def test_of_a_bare_repository_and_of_a_url_the_default_branch_is_read(target: Target, tmp_path: Path) -> None:
    commit = target.track("-b", "trunk")
    target.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    assert commit_of(tmp_path / "bare.git", None, tmp_path / "mirrors") == commit
    assert commit_of(remote(target.root), None, tmp_path / "mirrors") == commit


@pytest.mark.parametrize("ref", ["gone", "--help", "0" * 40, "a.py", "v1:a.py"])
def test_a_commit_that_is_not_there_is_named_with_what_to_do(target: Target, ref: str, tmp_path: Path) -> None:
    target.track()
    with pytest.raises(TargetError, match=rf"no commit, branch or tag {ref}.*git fetch.*DESIGNDOC_REF"):
        open_target(target.root, ref, tmp_path)
    with pytest.raises(TargetError, match=rf"no branch, tag or commit {ref}.*DESIGNDOC_REF"):
        open_target(remote(target.root), ref, tmp_path / "mirrors")


def test_in_a_shallow_clone_a_missing_commit_asks_for_the_rest_of_history(target: Target, tmp_path: Path) -> None:
    first = target.track()
    target.write("a.py", "x = 2\n")
    target.track()
    target.git("clone", "-q", "--depth=1", f"file://{target.root}", str(tmp_path / "ci"))
    with pytest.raises(TargetError, match=r"--unshallow.*fetch-depth: 0"):
        open_target(tmp_path / "ci", first, tmp_path)


def test_an_ambiguous_name_is_refused(target: Target, tmp_path: Path) -> None:
    target.track("-b", "main")
    target.git("tag", "main")
    with pytest.raises(TargetError, match="more than one commit"):
        open_target(target.root, "main", tmp_path)


def test_a_branch_that_is_checked_out_and_gone_is_named(target: Target) -> None:
    target.track("-b", "main")
    target.git("symbolic-ref", "HEAD", "refs/heads/gone")
    with pytest.raises(TargetError, match="has no commit on gone, the branch that is checked out"):
        tip(target.root, None)


def test_a_ref_of_what_has_no_history_says_so(target: Target, tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="in no git repository"):
        open_target(target.root, "main", tmp_path)
    target.git("init", "-q")
    with pytest.raises(TargetError, match="no commit yet"):
        open_target(target.root, "HEAD", tmp_path)
    with pytest.raises(TargetError, match="There is no folder"):
        open_target(target.root / "gone", "main", tmp_path)


# The tip of a branch


@pytest.mark.parametrize("kind", ["folder", "bare", "url"])
def test_the_tip_is_that_of_the_default_branch_or_of_the_one_named(target: Target, kind: str, tmp_path: Path) -> None:
    first = target.track("-b", "main")
    target.git("branch", "release/1")
    target.git("branch", "x/refs/heads/release/1")
    target.write("a.py", "x = 2\n")
    second = target.track()
    target.git("tag", "release/1")
    target.git("clone", "-q", "--bare", ".", str(tmp_path / "bare.git"))
    repo = {"folder": target.root, "bare": tmp_path / "bare.git", "url": remote(target.root)}[kind]
    assert tip(repo, None) == Tip(second, "main")
    assert tip(repo, "release/1") == Tip(first, "release/1")
    with pytest.raises(TargetError, match="no branch gone"):
        tip(repo, "gone")
    with pytest.raises(TargetError, match="no branch --all"):
        tip(repo, "--all")


@pytest.mark.parametrize("kind", ["folder", "url"])
def test_a_detached_head_has_a_tip_and_no_branch(target: Target, kind: str) -> None:
    commit = target.track()
    target.git("checkout", "-q", "--detach")
    assert tip(target.root if kind == "folder" else remote(target.root), None) == Tip(commit, None)


def test_what_has_no_tip_says_so_in_one_sentence(target: Target, tmp_path: Path) -> None:
    for repo in (target.root, remote(target.root)):
        with pytest.raises(TargetError) as raised:
            tip(repo, None)
        assert str(raised.value).count(". ") == 0
    target.git("init", "-q")
    for repo in (target.root, remote(target.root)):
        with pytest.raises(TargetError, match="no commit"):
            tip(repo, None)


def test_the_tip_is_one_git_process(target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = target.track()
    log = tmp_path / "log"
    spy = tmp_path / "bin" / "git"
    spy.parent.mkdir()
    spy.write_text(f'#!/bin/sh\necho run >> {log}\nexec {shutil.which("git")} "$@"\n')
    spy.chmod(0o755)
    monkeypatch.setenv("PATH", f"{spy.parent}{os.pathsep}{os.environ['PATH']}")
    for repo in (target.root, remote(target.root)):
        log.unlink(missing_ok=True)
        assert tip(repo, None).commit == commit
        assert log.read_text() == "run\n"


# Names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("https://user:secret@github.com/o/r.git", "github.com/o/r"),
        ("https://github.com:443/o/r", "github.com/o/r"),
        ("git@GitHub.com:o/r.git", "github.com/o/r"),
        ("ssh://git@github.com:22/o/r.git/", "github.com/o/r"),
        ("file:///srv/r.git", "/srv/r"),
    ],
)
def test_a_url_has_the_name_of_its_clones(target: Target, text: str, name: str) -> None:
    target.track()
    target.git("remote", "add", "origin", text)
    found = Remote.parse(text)
    assert found
    assert identity(found) == identity(target.root) == name
    assert "secret" not in repr(found) + found.url


@pytest.mark.parametrize("text", ["/srv/r", "./a:b", "r", "../r.git", "a/b:c", "C", "~/r"])
def test_a_path_is_no_url(text: str) -> None:
    assert Remote.parse(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "ext::sh -c touch% /tmp/x",
        "fd::17",
        "ftp://host/r",
        "https:///r",
        "https://host/r?token=secret",
        "https://a\nb/r",
        "ssh://-oProxyCommand=x/r",
        "https://host:port/r",
        "https://a%0ab:secret@host/r",
        "git@host:o r",
    ],
)
def test_a_url_that_cannot_be_fetched_is_refused_without_being_shown(text: str) -> None:
    with pytest.raises(TargetError, match="DESIGNDOC_REPO") as raised:
        Remote.parse(text)
    assert "secret" not in str(raised.value)
