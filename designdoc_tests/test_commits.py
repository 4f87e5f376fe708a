"""Documenting commits: read from git alone, written to a folder or a branch, and never back to older code."""

import shutil
from pathlib import Path

import dagster as dg
import pytest

from designdoc_tests.support import (
    PAY,
    commit,
    docs_of,
    document,
    make_repo,
    run_git,
    run_job,
    tree_bytes,
    tree_stamps,
    write,
)

ORDER = "pay/order.py"
CHANGED = PAY[ORDER].replace("Pay it.", "Pay it at once.")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repo(tmp_path / "pay", PAY)


def branch_docs(repo: Path, branch: str = "docs") -> dict[str, str]:
    names = run_git(repo, "ls-tree", "-r", "--name-only", branch, "--", "docs/design").splitlines()
    return {name: run_git(repo, "show", f"{branch}:{name}") for name in names if "/receipts/" not in name}


def working_tree(repo: Path) -> dict[str, tuple[int, int, bytes]]:
    return {name: stamp for name, stamp in tree_stamps(repo).items() if not name.startswith((".git/", "docs/design/"))}


class TestACommit:
    def test_has_the_very_pages_that_its_checkout_has(self, tmp_path: Path, repo: Path) -> None:
        run_git(tmp_path, "clone", "-q", str(repo), "checkout")
        assert document(tmp_path / "checkout").success
        write(repo, ORDER, "broken(")
        run = document(repo, ref="main", output=str(repo / "docs" / "out"))
        assert run.success, run.failure
        assert tree_bytes(repo / "docs" / "out") == tree_bytes(docs_of(tmp_path / "checkout"))

    def test_is_read_without_touching_the_working_tree(self, repo: Path) -> None:
        write(repo, "pay/new.py", "x = 1\n")
        before = working_tree(repo), run_git(repo, "status", "--porcelain", "--", "pay")
        assert document(repo, ref="HEAD").success
        assert (working_tree(repo), run_git(repo, "status", "--porcelain", "--", "pay")) == before

    def test_that_was_documented_makes_nothing_the_second_time(self, repo: Path) -> None:
        assert document(repo, ref="HEAD").made
        before = tree_stamps(docs_of(repo))
        assert document(repo, ref="HEAD").assets == ()
        assert tree_stamps(docs_of(repo)) == before

    def test_that_is_not_there_is_an_error_that_says_what_to_do(self, repo: Path) -> None:
        run = document(repo, ref="f" * 40)
        assert not run.success
        assert "ffffffffffff" in run.failure
        assert "fetch" in run.failure
        assert not docs_of(repo).exists()

    def test_brings_its_own_settings(self, repo: Path) -> None:
        write(repo, ".designdoc.toml", '[languages]\nexclude_paths = ["order.py"]\n')
        commit(repo)
        (repo / ".designdoc.toml").unlink()
        run = document(repo, ref="HEAD")
        assert ("file_summary", ORDER) not in run.made
        assert ("file_summary", "pay/gateway.py") in run.made


class TestNeighbouringCommits:
    def test_a_late_run_for_the_older_one_undoes_nothing_and_is_no_failure(self, repo: Path) -> None:
        older = run_git(repo, "rev-parse", "HEAD")
        write(repo, ORDER, CHANGED)
        newer = commit(repo)
        assert document(repo, ref=newer).success
        before = tree_stamps(docs_of(repo))
        run = document(repo, ref=older)
        assert run.success, run.failure
        assert run.made == ()
        assert newer[:12] in run.log
        assert tree_stamps(docs_of(repo)) == before

    def test_the_newer_one_brings_what_changed(self, repo: Path) -> None:
        assert document(repo, ref="HEAD").success
        write(repo, ORDER, CHANGED)
        run = document(repo, ref=commit(repo))
        assert "class_doc" in {kind for kind, _ in run.made}
        assert {key for kind, key in run.made if kind == "class_doc"} == {f"{ORDER}::Order"}

    def test_a_forced_push_to_other_code_is_followed(self, repo: Path) -> None:
        assert document(repo, ref="HEAD").success
        run_git(repo, "checkout", "-q", "--orphan", "other")
        write(repo, ORDER, CHANGED)
        run = document(repo, ref=commit(repo))
        assert ("class_doc", f"{ORDER}::Order") in run.made

    def test_a_plan_of_the_older_one_hinders_nobody(self, repo: Path) -> None:
        older = run_git(repo, "rev-parse", "HEAD")
        write(repo, ORDER, CHANGED)
        newer = commit(repo)
        assert document(repo, ref=older, plan_only=True).success
        assert document(repo, ref=newer).made


class TestABranch:
    def test_gets_the_docs_in_one_commit_that_names_its_source(self, tmp_path: Path, repo: Path) -> None:
        source = run_git(repo, "rev-parse", "HEAD")
        run = document(repo, branch="docs")
        assert run.success, run.failure
        assert run_git(repo, "rev-list", "--count", "main..docs") == "1"
        assert f"Designdoc-Source: {source}" in run_git(repo, "show", "-s", "--format=%B", "docs")
        assert run_git(repo, "diff", "--name-only", "--diff-filter=a", "main", "docs") == ""
        assert not docs_of(repo).exists()
        assert document(repo, output=str(tmp_path / "out")).success
        assert {name.removeprefix("docs/design/") for name in branch_docs(repo)} == set(tree_bytes(tmp_path / "out"))

    def test_gets_no_commit_where_nothing_changed(self, repo: Path) -> None:
        assert document(repo, branch="docs").success
        before = run_git(repo, "rev-parse", "docs")
        assert document(repo, branch="docs").assets == ()
        assert run_git(repo, "rev-parse", "docs") == before

    def test_gets_what_one_change_changed(self, repo: Path) -> None:
        assert document(repo, branch="docs").success
        before = branch_docs(repo)
        write(repo, ORDER, CHANGED)
        source = commit(repo)
        assert document(repo, branch="docs", ref=source).success
        changed = {name for name, text in branch_docs(repo).items() if before.get(name) != text}
        assert f"docs/design/packages/{ORDER}.md" in changed
        assert f"docs/design/packages/{ORDER.replace('order', 'gateway')}.Gateway.md" not in changed
        assert run_git(repo, "show", f"docs:{ORDER}") == CHANGED.strip()

    def test_is_not_set_back_by_a_late_run_on_another_machine(
        self, tmp_path: Path, repo: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        older = run_git(repo, "rev-parse", "HEAD")
        write(repo, ORDER, CHANGED)
        newer = commit(repo)
        assert document(repo, branch="docs", ref=newer).success
        before = run_git(repo, "rev-parse", "docs")
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another machine"))
        run = document(repo, branch="docs", ref=older)
        assert run.success, run.failure
        assert newer[:12] in run.log
        assert run_git(repo, "rev-parse", "docs") == before

    def test_gets_a_commit_from_a_run_of_assets_as_well(self, repo: Path, instance: dg.DagsterInstance) -> None:
        assert document(repo, instance, branch="docs").success
        write(repo, ORDER, CHANGED)
        source = commit(repo)
        before = run_git(repo, "rev-parse", "docs")
        order = f"{ORDER}::Order"
        selected = [dg.AssetKey("class_doc")]
        run = run_job(repo, instance, "__ASSET_JOB", asset_selection=selected, partition_key=order, branch="docs")
        assert run.success
        assert run_git(repo, "show", "-s", "--format=%P", "docs").split() == [before, source]
        assert "Pay it at once." in branch_docs(repo)[f"docs/design/packages/{ORDER}.md"]

    def test_that_is_checked_out_is_refused_before_anything_is_made(self, repo: Path) -> None:
        run = document(repo, branch="main")
        assert not run.success
        assert "checked out" in run.failure
        assert run.made == ()

    def test_keeps_what_is_finished_when_the_run_fails(self, repo: Path) -> None:
        run = document(repo, branch="docs", only=["file_summary"], writer="claude")
        assert not run.success  # there is no key
        assert document(repo, branch="docs").success
        assert branch_docs(repo)


class TestAUrl:
    @pytest.fixture
    def url(self, repo: Path) -> str:
        return f"file://{repo}"

    def test_is_documented_from_a_mirror_to_the_state_folder(
        self, tmp_path: Path, repo: Path, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        home = tmp_path / "home"
        monkeypatch.setenv("DAGSTER_HOME", str(home))
        before = tree_stamps(repo)
        run = document(url)
        assert run.success, run.failure
        found = list((home / "designdoc" / "docs").rglob("SYSTEM_DESIGN.md"))
        assert len(found) == 1
        assert tree_stamps(repo) == before
        assert document(repo, output=str(tmp_path / "out")).success
        assert tree_bytes(found[0].parent) == tree_bytes(tmp_path / "out")

    def test_is_fetched_anew_by_each_run(self, tmp_path: Path, repo: Path, url: str) -> None:
        out = str(tmp_path / "out")
        assert document(url, output=out).success
        write(repo, ORDER, CHANGED)
        commit(repo)
        assert ("class_doc", f"{ORDER}::Order") in document(url, output=out).made

    def test_may_have_its_docs_on_a_branch_of_the_mirror(self, repo: Path, url: str) -> None:
        run = document(url, branch="docs")
        assert run.success, run.failure
        assert "docs" not in run_git(repo, "branch", "--list")

    def test_needs_a_place_for_docs_that_is_not_relative_to_it(self, url: str) -> None:
        run = document(url, output="book")
        assert not run.success
        assert "relative to the target" in run.failure

    def test_has_no_say_in_money_and_paths(self, tmp_path: Path, repo: Path, url: str) -> None:
        write(
            repo,
            ".designdoc.toml",
            '[pipeline]\nmax_budget_usd = 500\n[output]\ndir = "/tmp/elsewhere"\nbranch = "main"\n[languages]\n'
            'exclude_paths = ["order.py"]\n',
        )
        commit(repo)
        run = document(url, output=str(tmp_path / "out"))
        assert run.success, run.failure
        for setting in ("max_budget_usd", "dir", "branch"):
            assert f"{setting} in .designdoc.toml is not taken" in run.log
        assert ("file_summary", ORDER) not in run.made

    def test_that_cannot_be_reached_is_an_error_without_its_password(self, tmp_path: Path) -> None:
        run = document("http://me:hunter2@127.0.0.1:9/pay.git", output=str(tmp_path / "out"))
        assert not run.success
        assert "127.0.0.1:9/pay.git" in run.failure
        assert "hunter2" not in run.failure + run.log
        assert not (tmp_path / "out").exists()

    def test_of_a_bare_repository_on_this_machine_needs_no_mirror(self, tmp_path: Path, repo: Path) -> None:
        run_git(tmp_path, "clone", "-q", "--bare", str(repo), "bare.git")
        run = document(tmp_path / "bare.git", output=str(tmp_path / "out"))
        assert run.success, run.failure
        assert document(repo, output=str(tmp_path / "other")).success
        assert tree_bytes(tmp_path / "out") == tree_bytes(tmp_path / "other")
        shutil.rmtree(tmp_path / "out")
        assert "relative to the target" in document(tmp_path / "bare.git", output="docs").failure
