import os
import select
from pathlib import Path

import pytest

from designdoc_assets.source import git
from designdoc_tests.source.repositories import Target
from designdoc_tests.waiting import LIMIT_MS


@pytest.fixture
def target(tmp_path: Path) -> Target:
    root = tmp_path / "shop"
    root.mkdir()
    return Target(root)


def grow(target: Target, content: str) -> str:
    target.write("a.py", content)
    return target.track("-b", "main")


def test_a_name_stands_for_its_commit(target: Target) -> None:
    commit = grow(target, "x = 1\n")
    target.git("tag", "-a", "-m", "t", "v1")
    target.git("branch", "other")
    for name in ("main", "v1", "other", commit, commit[:8], "refs/heads/main", "HEAD"):
        assert git.resolve(target.root, name) == commit


@pytest.mark.parametrize("name", ["gone", "", "--all", "-rf", "--output=/tmp/x", "a\0b", "main:a.py", "0" * 40])
def test_a_name_that_stands_for_no_commit_is_none_and_never_an_option(target: Target, name: str) -> None:
    grow(target, "x = 1\n")
    assert git.resolve(target.root, name) is None


def test_a_name_of_two_things_is_ambiguous(target: Target) -> None:
    first = grow(target, "x = 1\n")
    grow(target, "x = 2\n")
    target.git("tag", "main", first)
    with pytest.raises(git.AmbiguousNameError, match="main"):
        git.resolve(target.root, "main")
    target.git("update-ref", f"refs/heads/{first}", "main^0")
    assert git.resolve(target.root, first) == first, "the whole id of a commit is never in doubt"


def test_histories_are_compared_by_their_ids(target: Target) -> None:
    first = grow(target, "x = 1\n")
    second = grow(target, "x = 2\n")
    target.git("checkout", "-q", "-b", "other", first)
    third = grow(target, "x = 3\n")
    target.git("checkout", "-q", "--orphan", "stranger")
    fourth = grow(target, "x = 4\n")
    assert git.is_ancestor(target.root, first, second)
    assert git.is_ancestor(target.root, first, first)
    assert not git.is_ancestor(target.root, second, third)
    assert not git.is_ancestor(target.root, second, fourth)
    with pytest.raises(git.GitError):
        git.is_ancestor(target.root, "0" * 40, first)


def test_grafts_do_not_change_history(target: Target) -> None:
    first = grow(target, "x = 1\n")
    second = grow(target, "x = 2\n")
    target.write(".git/info/grafts", f"{second}\n")
    assert git.is_ancestor(target.root, first, second)


def test_input_reaches_a_command_and_its_output_comes_back_whole(target: Target) -> None:
    grow(target, "")
    content = os.urandom(3 << 20)
    name = git.run(target.root, "hash-object", "-w", "--stdin", input=content).decode().strip()
    assert git.run(target.root, "cat-file", "blob", name) == content


def test_what_git_complains_of_is_told_without_credentials(target: Target) -> None:
    grow(target, "")
    with pytest.raises(git.GitError) as raised:
        git.run(target.root, "fetch", "https://user:secret@127.0.0.1:1/x.git", env={"GIT_ALLOW_PROTOCOL": "https"})
    assert "secret" not in str(raised.value) + raised.value.output
    assert "127.0.0.1" in str(raised.value)


def test_a_command_that_takes_too_long_is_ended_with_all_that_it_started(target: Target, tmp_path: Path) -> None:
    grow(target, "")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    target.git("config", "alias.waits", f"!sleep 600 > {pipe}")
    with pytest.raises(git.GitTimeout, match="no answer within 1 seconds"):
        git.run(target.root, "waits", timeout=1)
    hung_up = select.poll()
    hung_up.register(reader, 0)
    assert hung_up.poll(LIMIT_MS), "the last process that could write is gone"
    os.close(reader)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a folder away")
@pytest.mark.parametrize("bare", [False, True])
def test_a_repository_of_somebody_else_is_not_trusted_bare_or_not(tmp_path: Path, bare: bool) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    Target(folder).git("init", "-q", *(["--bare"] if bare else []))
    for path in (folder, folder / ".git"):
        if path.exists():
            os.chown(path, 54_321, 54_321)
    with pytest.raises(git.GitUnavailable, match=r"safe\.directory"):
        git.resolve(folder, "HEAD")


def test_a_bare_repository_counts_where_it_is_named_and_not_where_it_is_found(target: Target) -> None:
    target.git("init", "-q", "--bare", "planted.git")
    with pytest.raises(git.NoRepository):
        git.run(target.root / "planted.git" / "objects", "rev-parse", "--git-dir")
    assert git.run(target.root / "planted.git", "rev-parse", "--is-bare-repository").strip() == b"true"
