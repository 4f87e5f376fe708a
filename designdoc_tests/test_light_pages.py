"""Pages are light: little of them is for machines, and what shows nowhere changes none."""

import re
from pathlib import Path

import dagster as dg
import pytest

from designdoc_assets.artifacts.class_doc import ClassDoc, ClassFacts, ClassProse
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.definitions import defs
from designdoc_assets.orchestration import events
from designdoc_assets.orchestration.events import check_specs
from designdoc_assets.pages.stores.folder import FolderStore
from designdoc_assets.pages.stores.store import Location
from designdoc_tests.support import commit, docs_of, document, make_repo, run_git, tree_bytes, tree_stamps, write
from designdoc_tests.test_real_code import copy_of

MOST_BOOKKEEPING = 0.1
_MARKER = re.compile(r"^<!-- designdoc:.*-->\n", re.MULTILINE)
FUNCTIONS = '"""Two functions."""\n\n\n' + "\n\n".join(
    f'def f{number}(value):\n    """Say {number}."""\n    return value + {number}\n' for number in range(8)
)
_CLASSES = '''"""Money."""


class Coin:
    """A piece of metal."""

    def worth(self) -> int:
        """Return cents."""
        return 1


class Purse:
    """Holds coins."""

    coins: list[Coin]
'''


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


@pytest.mark.parametrize("is_seen", [True, False], ids=["events are kept", "nobody sees events"])
def test_a_page_with_its_small_classes_is_written_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, instance: dg.DagsterInstance, *, is_seen: bool
) -> None:
    files = {"shop/money.py": _CLASSES, "shop/other.py": _CLASSES.replace("Coin", "Note"), "alone.py": FUNCTIONS}
    repo = make_repo(tmp_path / "repo", files)
    written: list[str] = []
    write_page = FolderStore.write

    def note(store: FolderStore, location: Location, data: bytes) -> None:
        written.append(location.name)
        write_page(store, location, data)

    if not is_seen:
        monkeypatch.setattr(events, "keeps_events", lambda instance: False)
    monkeypatch.setattr(FolderStore, "write", note)
    run = document(repo, instance)
    assert (run.success, bool(run.made)) == (True, is_seen)
    pages = [name for name in written if name.endswith("money.py.md") or name.endswith("other.py.md")]
    assert sorted(pages) == ["packages/shop/money.py.md", "packages/shop/other.py.md"]


def test_a_small_class_is_reported_once_and_counted_with_those_of_pages_of_their_own(
    tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    large = '"""Large."""\n\n\n' + "\n\n".join(f"class Kind{number}:\n    size = {number}\n" for number in range(40))
    repo = make_repo(tmp_path / "repo", {"shop/money.py": _CLASSES, "shop/kinds.py": large})
    run = document(repo, instance)
    assert run.success
    said = [
        record.asset_materialization.description.partition(":")[0]
        for record in instance.fetch_materializations(dg.AssetKey("class_doc"), limit=100, ascending=True).records
        if record.asset_materialization is not None and record.asset_materialization.description
    ]
    assert said == [f"{number} of 42 class_doc" for number in range(1, 43)]
    checks = {spec.key for spec in check_specs(kinds()["class_doc"])}
    found = instance.event_log_storage.get_latest_asset_check_execution_by_key(sorted(checks))
    assert found.keys() == checks


def test_a_small_class_that_fails_beside_its_file_is_named_once_and_all_else_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = make_repo(tmp_path / "repo", {"shop/money.py": _CLASSES})
    render = ClassDoc.render

    def fail(kind: ClassDoc, facts: ClassFacts, prose: ClassProse) -> str:
        if facts.partition.endswith("::Coin"):
            raise ValueError("of its own")
        return render(kind, facts, prose)

    monkeypatch.setattr(ClassDoc, "render", fail)
    run = document(repo)
    assert not run.success
    assert run.failure.count("class_doc[shop/money.py::Coin]") == 1
    page = (docs_of(repo) / "packages/shop/money.py.md").read_text()
    assert re.findall(r"designdoc:begin class_doc (\S+)", page) == ["::Purse"]
    assert "designdoc:begin file_summary" in page


def test_a_run_without_the_step_of_classes_makes_none_with_the_pages_of_files(
    tmp_path: Path, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIGNDOC_REPO", str(make_repo(tmp_path / "repo", {"shop/money.py": _CLASSES})))
    job = defs.get_job_def("design_docs")
    run = job.execute_in_process(instance=instance, op_selection=["snapshot", "files"])
    assert run.success
    made = {event.asset_key.to_user_string() for event in run.get_asset_materialization_events() if event.asset_key}
    assert made == {"file_summary", "repo_snapshot"}
