"""What a run remembers of the last one: it saves work where not a byte changed, and never changes what a run does."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import pytest
from platformdirs import user_cache_path

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.session.folders import APPLICATION
from designdoc_assets.session.opening import open_session
from designdoc_assets.session.session import Session
from designdoc_tests.support import (
    PAY,
    commit,
    docs_of,
    document,
    document_again,
    make_repo,
    run_git,
    tree_bytes,
    tree_stamps,
    write,
)

GATEWAY_PAGE = "docs/design/packages/pay/gateway.py.md"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def documented(tmp_path: Path) -> Path:
    """A repository of which the docs are in order, on a machine that remembers it."""
    repo = make_repo(tmp_path / "pay", PAY)
    run = document(repo)
    assert run.success, run.failure
    return repo


def _edit(repo: Path, path: str, old: str, new: str) -> None:
    text = (repo / path).read_text()
    assert old in text
    write(repo, path, text.replace(old, new))


def _session(repo: Path) -> Session:
    return open_session({"repo": str(repo)}, force=False)


def _receipt_files() -> list[Path]:
    return list((user_cache_path(APPLICATION) / "receipts").iterdir())


def _receipts_in_tree(repo: Path) -> list[str]:
    return [file.name for file in (docs_of(repo) / ".designdoc/receipts").iterdir()]


def test_where_nothing_changed_nothing_is_parsed_and_nothing_is_written(documented: Path) -> None:
    facts = user_cache_path(APPLICATION) / "facts.sqlite"
    facts.unlink()
    before = tree_stamps(documented)
    run = document_again(documented)
    assert run.success, run.failure
    assert run.assets == ()
    assert not facts.exists()
    assert tree_stamps(documented) == before


def test_the_log_shows_the_same_plan(documented: Path) -> None:
    remembered, planned = (re.sub(r"Done in \S+ s", "Done", run(documented).log) for run in (document_again, document))
    assert planned.endswith(remembered)
    assert "Nothing has changed." in remembered


def test_a_commit_of_the_same_files_changes_nothing(documented: Path) -> None:
    commit(documented)
    assert _session(documented).in_order is not None
    run_git(documented, "add", "-f", "docs")
    run_git(documented, "commit", "-q", "-m", "docs")
    assert _session(documented).in_order is not None


def test_an_instance_that_knows_nothing_is_told_all(documented: Path, disk_instance: dg.DagsterInstance) -> None:
    told = document_again(documented, disk_instance)
    assert told.success, told.failure
    assert len(told.made) == sum(map(len, _session(documented).production.plan.items.values()))
    assert set(disk_instance.get_dynamic_partitions("files")) == {path for path in PAY if path.endswith(".py")}
    assert document_again(documented, disk_instance).assets == ()


CHANGES: dict[str, Callable[[Path], object]] = {
    "a comment": lambda repo: _edit(repo, "pay/order.py", "class Order", "# Buying.\nclass Order"),
    "a docstring": lambda repo: _edit(repo, "pay/order.py", "What somebody buys.", "What somebody bought."),
    "a new file": lambda repo: (write(repo, "pay/tax.py", "RATE = 19\n"), commit(repo)),
    "a file that is no source": lambda repo: (write(repo, "NOTES.txt", "x"), commit(repo)),
    "a file less": lambda repo: (repo / "pay/order.py").unlink(),
    "a file that cannot be parsed as text": lambda repo: write(repo, "pay/order.py", b"\0\0\0"),
    "a dependency": lambda repo: _edit(repo, "pyproject.toml", "requests>=2", "requests>=3"),
    "a link": lambda repo: (repo.joinpath("pay/link.py").symlink_to("order.py"), commit(repo)),
    "a region that a person edited": lambda repo: _edit(
        repo, GATEWAY_PAGE, "\n\nWhere money goes.", "\n\nMy own words."
    ),
    "a page to which a person added text": lambda repo: _edit(
        repo, GATEWAY_PAGE, "# pay/gateway.py\n", "# pay/gateway.py\n\nMine.\n"
    ),
    "a page less": lambda repo: (repo / GATEWAY_PAGE).unlink(),
    "a page of a person": lambda repo: write(repo, "docs/design/packages/mine.md", "Mine.\n"),
    "a file of disputes": lambda repo: write(repo, "docs/design/hil-issues.yaml", "version: 1\nissues: []\n"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_a_run_does_what_it_would_do_without_memory(documented: Path, change: str) -> None:
    other = documented.with_name("other") / "pay"
    shutil.copytree(documented, other, symlinks=True)
    assert document_again(documented).assets == ()
    for repo in (documented, other):
        CHANGES[change](repo)
    with_memory = document_again(documented)
    without = document(other)
    assert with_memory.success, with_memory.failure
    assert with_memory.made == without.made
    assert tree_bytes(docs_of(documented)) == tree_bytes(docs_of(other))


@pytest.mark.parametrize(
    "setting", [{"force": True}, {"only": ["class_doc"]}, {"include_tests": True}, {"exclude_paths": ["pay/order.py"]}]
)
def test_other_settings_are_planned_for_themselves(documented: Path, setting: dict[str, object]) -> None:
    write(documented, "tests/test_order.py", "from pay.order import Order\n\n\ndef test_it():\n    Order(None)\n")
    commit(documented)
    assert document_again(documented).success
    assert document_again(documented).assets == ()
    other = documented.with_name("other") / "pay"
    shutil.copytree(documented, other)
    assert document_again(documented, **setting).made == document(other, **setting).made
    assert tree_bytes(docs_of(documented)) == tree_bytes(docs_of(other))


def test_what_a_person_writes_while_a_run_is_at_work_is_not_taken_for_the_run_s_own(documented: Path) -> None:
    _edit(documented, "pay/gateway.py", "Where money goes.", "Where all money goes.")
    session = _session(documented)
    production = session.production
    assert list(production.due(Grain.CLASSES)) == ["pay/gateway.py::Gateway"]
    _edit(documented, GATEWAY_PAGE, "Relations of `Gateway`\n", "Relations of `Gateway`\n\nMy own words.\n")
    for grain in Grain:
        list(production.make(grain, production.due(grain)))
    production.settle()
    assert production.outcomes.failures == []
    session.leave_receipt()
    assert _session(documented).in_order is None


WAITING: dict[str, Callable[[Path], object]] = {
    "an edited page": lambda repo: _edit(repo, GATEWAY_PAGE, "\n\nWhere money goes.", "\n\nMy own words."),
    "an edited page whose sources changed": lambda repo: (
        _edit(repo, GATEWAY_PAGE, "\n\nWhere money goes.", "\n\nMy own words."),
        _edit(repo, "pay/gateway.py", "Where money goes.", "Where all money goes."),
    ),
    "an orphan": lambda repo: (
        _edit(repo, "docs/design/packages/pay/order.py.md", "# pay/order.py\n", "# Orders, as we know them\n"),
        (repo / "pay/order.py").unlink(),
    ),
}


@pytest.mark.parametrize("what", WAITING)
def test_while_a_person_has_to_decide_nothing_is_worked_out_again_either(documented: Path, what: str) -> None:
    WAITING[what](documented)
    first = document_again(documented)
    assert first.success, first.failure
    assert _session(documented).in_order is not None
    before = tree_stamps(docs_of(documented))
    assert document_again(documented).assets == document(documented).assets == ()
    assert tree_stamps(docs_of(documented)) == before


@pytest.mark.parametrize("decision", ["keep", "replace"])
def test_a_decision_is_carried_out_at_once(documented: Path, decision: str) -> None:
    WAITING["an edited page whose sources changed"](documented)
    assert document_again(documented).success
    _edit(documented, "docs/design/hil-issues.yaml", "resolution:", f"resolution: {decision}")
    assert _session(documented).in_order is None
    assert ("class_doc", "pay/gateway.py::Gateway") in document_again(documented).made
    assert _session(documented).in_order is not None
    assert document(documented).assets == ()


def test_a_machine_that_has_never_run_it_parses_nothing_where_the_docs_are_committed(documented: Path) -> None:
    run_git(documented, "add", "-f", "docs")
    run_git(documented, "commit", "-q", "-m", "docs")
    run_git(documented, "clone", "-q", ".", "../clone")
    shutil.rmtree(user_cache_path(APPLICATION))
    clone = documented.parent / "clone"
    before = tree_stamps(clone)
    assert document_again(clone).assets == ()
    assert not (user_cache_path(APPLICATION) / "facts.sqlite").exists()
    assert tree_stamps(clone) == before


def test_a_change_that_no_page_shows_leaves_nothing_to_commit(documented: Path) -> None:
    before = tree_stamps(docs_of(documented))
    CHANGES["a comment"](documented)
    assert document_again(documented).assets == ()
    assert tree_stamps(docs_of(documented)) == before
    assert _session(documented).in_order is not None


def test_branches_that_were_both_documented_merge(documented: Path) -> None:
    (receipt,) = _receipts_in_tree(documented)
    for path, branch in (("pay/order.py", "one"), ("pay/gateway.py", "two")):
        run_git(documented, "checkout", "-q", "-b", branch, "main")
        _edit(documented, path, "    def ", "    def added(self) -> None:\n        pass\n\n    def ")
        assert document_again(documented).success
        assert receipt not in _receipts_in_tree(documented)
        run_git(documented, "add", "-f", "-A")
        run_git(documented, "commit", "-q", "-m", branch)
    run_git(documented, "merge", "-q", "-m", "both", "one", "-X", "ours")
    assert document_again(documented).success
    assert len(_receipts_in_tree(documented)) == 1


def test_a_run_that_failed_leaves_nothing_to_rely_on(documented: Path) -> None:
    page = documented / GATEWAY_PAGE
    page.unlink()
    page.mkdir()
    assert not document_again(documented).success
    page.rmdir()
    # With the README, which says in the meantime that the page is missing.
    assert document_again(documented).kinds == {"file_summary": 1, "class_doc": 2, "class_diagram": 2, "document": 1}


@pytest.mark.parametrize("damage", [b"", b"\n", b"no digest", b"\xff"])
def test_a_damaged_memory_is_as_none(documented: Path, damage: bytes) -> None:
    (file,) = _receipt_files()
    file.write_bytes(damage)
    shutil.rmtree(docs_of(documented) / ".designdoc/receipts")
    assert _session(documented).in_order is None
    assert document_again(documented).assets == ()
    assert _session(documented).in_order is not None


def test_a_cache_that_cannot_be_written_fails_no_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    repo = make_repo(tmp_path / "pay", PAY)
    assert document_again(repo).success
    assert document_again(repo).assets == ()


def test_only_the_latest_docs_trees_are_remembered(documented: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("designdoc_assets.making.receipts.MOST_RECEIPTS", 2)
    for number in range(3):
        os.utime(_receipt_files()[0], (number, number))
        assert document_again(documented, output=f"docs/other-{number}").success
    assert len(_receipt_files()) == 2
    assert document_again(documented, output="docs/other-2").assets == ()
