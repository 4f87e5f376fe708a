"""Docs on a branch: one commit a run, nothing of people's lost, newer docs never replaced by older ones."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from designdoc_assets.pages.branch.branch import DocsBranch
from designdoc_assets.pages.branch.history import History
from designdoc_assets.pages.locks.files import FileLocks
from designdoc_assets.pages.stores.folder import FolderStore
from designdoc_assets.pages.tree import DocsTree, OutputError
from designdoc_assets.pages.turns import SupersededError

DOCS = "docs/design"


def git(repo: Path, *arguments: str, data: str | None = None) -> str:
    done = subprocess.run(["git", *arguments], cwd=repo, input=data, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(repo: Path, message: str, **files: str | None) -> str:
    """Change files of the working tree (`docs_design_a_md` is `docs/design/a.md`), and commit."""
    for name, text in files.items():
        path = repo / name.replace("__", "/").replace("_dot_", ".")
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    git(repo, "add", "-A")
    git(repo, "commit", "-q", "--allow-empty", "-m", message)
    return git(repo, "rev-parse", "HEAD")


def by_hand(repo: Path, **files: str | None) -> str:
    """Commit to the branch `docs` as a person does."""
    place = repo.with_name("by-hand")
    git(repo, "worktree", "add", "-q", str(place), "docs")
    made = commit(place, "note", **files)
    git(repo, "worktree", "remove", str(place))
    return made


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    repo = tmp_path / "repo"
    repo.mkdir()
    git(repo, "init", "-q", "-b", "main")
    git(repo, "config", "user.name", "A Person")
    git(repo, "config", "user.email", "person@example.org")
    commit(repo, "first", code_dot_py="one\n")
    return repo


Open = Callable[..., DocsBranch]


@pytest.fixture
def opened(tmp_path: Path, repo: Path) -> Open:
    """Open the branch `docs` for a commit of the code; `machine` has a folder of its own."""

    def open_branch(
        source: str | None = None, machine: str = "here", of: Path = repo, *, force: bool = False
    ) -> DocsBranch:
        home = tmp_path / machine
        commit = source or git(of, "rev-parse", "main")
        tree = DocsTree(FolderStore(home / "docs"), FileLocks(home / "locks"))
        return DocsBranch(History(of, "docs", DOCS), home, commit, tree, force=force)

    return open_branch


def write(branch: DocsBranch, **pages: str | None) -> None:
    for name, text in pages.items():
        path = branch.folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(text)


def run(branch: DocsBranch, **pages: str | None) -> str | None:
    """Do what a run does: take in, write pages, commit."""
    branch.prepare()
    write(branch, **pages)
    return branch.commit()


def page(repo: Path, name: str, at: str = "docs") -> str:
    return git(repo, "show", f"{at}:{DOCS}/{name}.md")


def parents(repo: Path) -> list[str]:
    return git(repo, "show", "-s", "--format=%P", "refs/heads/docs").split()


def test_a_run_is_one_commit_that_names_its_source_and_adds_nothing_but_docs(repo: Path, opened: Open) -> None:
    source = git(repo, "rev-parse", "main")
    made = run(opened(), a="A\n", b="B\n")
    assert made == git(repo, "rev-parse", "docs")
    assert git(repo, "show", "-s", "--format=%(trailers:key=Designdoc-Source,valueonly)", "docs") == source
    assert parents(repo) == [source]
    assert git(repo, "diff", "--name-only", "main", "docs").splitlines() == [f"{DOCS}/a.md", f"{DOCS}/b.md"]


def test_working_tree_index_and_head_are_not_touched(repo: Path, opened: Open) -> None:
    (repo / "code.py").write_text("changed\n")
    (repo / "new.py").write_text("new\n")
    git(repo, "add", "new.py")
    before = git(repo, "status", "--porcelain=v2", "--branch")
    run(opened(), a="A\n")
    assert git(repo, "status", "--porcelain=v2", "--branch") == before
    assert not (repo / "docs").exists()


def test_nothing_changed_is_no_commit(repo: Path, opened: Open) -> None:
    first = run(opened(), a="A\n")
    assert run(opened()) is None
    source = commit(repo, "second", code_dot_py="two\n")
    assert run(opened(source)) is None
    assert git(repo, "rev-parse", "docs") == first


def test_the_next_commit_follows_the_branch_and_its_source_so_that_a_push_needs_no_force(
    repo: Path, opened: Open
) -> None:
    first = run(opened(), a="A\n")
    source = commit(repo, "second", code_dot_py="two\n")
    run(opened(source), a="A2\n")
    assert parents(repo) == [first, source]
    assert git(repo, "show", "docs:code.py") == "two"


def test_the_same_docs_of_the_same_code_are_the_same_commit_on_every_machine(
    tmp_path: Path, repo: Path, opened: Open
) -> None:
    other = tmp_path / "other"
    git(tmp_path, "clone", "-q", str(repo), str(other))
    git(other, "config", "user.name", "A Person")
    git(other, "config", "user.email", "person@example.org")
    assert run(opened(), a="A\n") == run(opened(machine="there", of=other), a="A\n")


def test_after_a_merge_the_branch_goes_on_from_the_code(repo: Path, opened: Open) -> None:
    run(opened(), a="A\n")
    git(repo, "merge", "-q", "--no-edit", "docs")
    source = commit(repo, "third", code_dot_py="three\n")
    run(opened(source), a="A2\n")
    assert parents(repo) == [source]
    assert page(repo, "a") == "A2"


@pytest.mark.parametrize("squash", [False, True])
def test_what_a_person_wrote_after_a_merge_is_taken_in(repo: Path, opened: Open, *, squash: bool) -> None:
    run(opened(), a="one\n\ntwo\n\nthree\n")
    if squash:
        git(repo, "merge", "-q", "--squash", "docs")
        git(repo, "commit", "-q", "-m", "squashed")
    else:
        git(repo, "merge", "-q", "--no-edit", "docs")
    source = commit(repo, "note", docs__design__a_dot_md="one\n\ntwo\n\nthree\n\na person's note\n")
    branch = opened(source)
    branch.prepare()
    assert "a person's note" in (branch.folder / "a.md").read_text()


def test_what_was_committed_to_the_branch_by_hand_is_taken_in(repo: Path, opened: Open) -> None:
    run(opened(), a="one\n\ntwo\n\nthree\n", b="B\n")
    by_hand(repo, docs__design__a_dot_md="note\n\none\n\ntwo\n\nthree\n", docs__design__b_dot_md=None)
    branch = opened()
    branch.prepare()
    write(branch, a=(branch.folder / "a.md").read_text().replace("three", "3"))
    branch.commit()
    assert page(repo, "a") == "note\n\none\n\ntwo\n\n3"
    assert not (branch.folder / "b.md").exists()


def test_a_commit_by_hand_in_mid_run_is_kept(repo: Path, opened: Open) -> None:
    run(opened(), a="one\n\ntwo\n\nthree\n")
    branch = opened()
    branch.prepare()
    write(branch, a="one\n\ntwo\n\n3\n")
    made = by_hand(repo, docs__design__a_dot_md="note\n\none\n\ntwo\n\nthree\n")
    branch.commit()
    assert page(repo, "a") == "note\n\none\n\ntwo\n\n3"
    assert parents(repo) == [made]


def test_where_both_changed_the_same_lines_the_run_has_its_way(repo: Path, opened: Open) -> None:
    run(opened(), a="one\n")
    branch = opened()
    branch.prepare()
    write(branch, a="uno\n")
    by_hand(repo, docs__design__a_dot_md="eins\n")
    branch.commit()
    assert page(repo, "a") == "uno"


def test_what_a_killed_run_finished_is_still_there(repo: Path, opened: Open) -> None:
    run(opened(), a="A\n")
    killed = opened()
    killed.prepare()
    write(killed, b="B\n")
    run(opened(), c="C\n")
    assert [page(repo, name) for name in "abc"] == ["A", "B", "C"]


def test_two_runs_of_one_commit_share_their_pages(repo: Path, opened: Open) -> None:
    one, other = opened(), opened()
    one.prepare()
    other.prepare()
    write(one, a="A\n")
    one.commit()
    write(other, b="B\n")
    other.commit()
    assert [page(repo, name) for name in "ab"] == ["A", "B"]


def test_docs_of_newer_code_are_not_replaced_by_those_of_older(repo: Path, opened: Open) -> None:
    older = git(repo, "rev-parse", "main")
    late = opened(older, machine="late")
    late.prepare()
    write(late, a="old\n")
    newer = commit(repo, "second", code_dot_py="two\n")
    made = run(opened(newer), a="new\n")
    with pytest.raises(SupersededError) as stopped:
        late.commit()
    assert newer in str(stopped.value)
    with pytest.raises(SupersededError):
        opened(older).prepare()
    assert git(repo, "rev-parse", "docs") == made


def test_on_a_fresh_machine_the_branch_goes_on_from_what_was_pushed(tmp_path: Path, repo: Path, opened: Open) -> None:
    first = run(opened(), a="A\n")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(repo), str(clone))
    source = commit(clone, "second", code_dot_py="two\n")
    branch = opened(source, machine="there", of=clone)
    branch.prepare()
    assert (branch.folder / "a.md").read_text() == "A\n"
    write(branch, a="A2\n")
    branch.commit()
    assert parents(clone) == [first, source]


def test_a_branch_that_somebody_stands_on_is_refused(repo: Path, opened: Open) -> None:
    run(opened(), a="A\n")
    git(repo, "checkout", "-q", "docs")
    with pytest.raises(OutputError, match="checked out in"):
        opened().prepare()


def test_a_bare_repository_has_docs_on_a_branch_as_well(tmp_path: Path, repo: Path, opened: Open) -> None:
    bare = tmp_path / "bare.git"
    git(tmp_path, "clone", "-q", "--bare", str(repo), str(bare))
    run(opened(of=bare), a="A\n")
    assert page(bare, "a") == "A"


def test_names_that_only_git_can_tell_apart_from_commands_stay_what_they_are(repo: Path, opened: Open) -> None:
    names = ['quo"te', "back\\slash", "line\nbreak", "spä t", "-dash"]
    run(opened(), **dict.fromkeys(names, "x\n"))
    listed = git(repo, "ls-tree", "-r", "-z", "--name-only", "docs", "--", f"{DOCS}/").split("\0")
    assert sorted(filter(None, listed)) == sorted(f"{DOCS}/{name}.md" for name in names)


def test_a_link_on_the_branch_is_not_followed(tmp_path: Path, repo: Path, opened: Open) -> None:
    (tmp_path / "secret.md").write_text("secret")
    (repo / DOCS).mkdir(parents=True)
    (repo / DOCS / "link.md").symlink_to(tmp_path / "secret.md")
    source = commit(repo, "link")
    branch = opened(source)
    branch.prepare()
    assert not (branch.folder / "link.md").exists()
