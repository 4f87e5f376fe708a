"""What the page of a partition says: where its source is, why it was made, for which commit, and what that took."""

from collections.abc import Iterable
from pathlib import Path

import dagster as dg
import pytest

from designdoc_tests.support import PAY, commit, document, latest_materializations, make_repo, run_git, run_job, write

GATEWAY, ORDER = "pay/gateway.py::Gateway", "pay/order.py::Order"
FIGURES = ("attempts", "seconds", "words", "reason", "commit")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repo(tmp_path / "pay", PAY)


def _shown(instance: dg.DagsterInstance, kind: str, key: str, *names: str) -> list[object]:
    event = latest_materializations(instance, kind)[key]
    return [event.metadata[name].value if name in event.metadata else None for name in names]


def _report(repo: Path, instance: dg.DagsterInstance, kind: str, key: str) -> None:
    assert run_job(repo, instance, "__ASSET_JOB", asset_selection=[dg.AssetKey(kind)], partition_key=key).success


# --- why, and for which commit


def test_an_artifact_says_why_it_was_made_and_for_which_commit(repo: Path, instance: dg.DagsterInstance) -> None:
    first = run_git(repo, "rev-parse", "HEAD")
    assert document(repo, instance, ref="HEAD").success
    assert _shown(instance, "class_doc", ORDER, "reason", "commit", "writer", "model") == [
        "no page yet",
        first,
        "static",
        None,
    ]
    write(repo, "pay/order.py", PAY["pay/order.py"].replace("What somebody buys.", "What a customer buys."))
    second = commit(repo)
    assert document(repo, instance, ref="HEAD").success
    reason, made_for = _shown(instance, "class_doc", ORDER, "reason", "commit")
    assert "purpose changed" in str(reason) and made_for == second
    assert _shown(instance, "class_doc", GATEWAY, "reason", "commit") == ["no page yet", first]


def test_what_was_made_of_a_working_tree_is_not_said_to_be_of_a_commit(
    repo: Path, instance: dg.DagsterInstance, tmp_path: Path
) -> None:
    assert document(repo, instance).success
    head = run_git(repo, "rev-parse", "HEAD")
    assert _shown(instance, "class_doc", ORDER, "commit") == [f"{head} and the working tree"]
    plain = make_repo(tmp_path / "plain" / "pay", PAY, git=False)
    with dg.DagsterInstance.ephemeral() as other:
        assert document(plain, other).success
        assert _shown(other, "class_doc", ORDER, "commit") == [None]


def test_an_unchanged_artifact_that_is_reported_again_keeps_what_its_making_took(
    repo: Path, disk_instance: dg.DagsterInstance
) -> None:
    assert document(repo, disk_instance, ref="HEAD").success
    made = _shown(disk_instance, "class_doc", ORDER, *FIGURES)
    assert None not in made and made[1]
    write(repo, "notes.txt", "of no matter")
    commit(repo)
    for _ in range(2):
        _report(repo, disk_instance, "class_doc", ORDER)
        assert _shown(disk_instance, "class_doc", ORDER, *FIGURES) == made
        assert _shown(disk_instance, "class_doc", ORDER, "cached", "cost_usd") == [True, 0]


def test_what_was_made_elsewhere_has_no_figures_of_an_older_text(repo: Path, disk_instance: dg.DagsterInstance) -> None:
    assert document(repo, disk_instance).success
    write(repo, "pay/order.py", PAY["pay/order.py"].replace("What somebody buys.", "What a customer buys."))
    assert document(repo).success
    _report(repo, disk_instance, "class_doc", ORDER)
    reason, seconds, attempts = _shown(disk_instance, "class_doc", ORDER, "reason", "seconds", "attempts")
    assert "had no record of it" in str(reason) and seconds is None and attempts == 1


# --- where its source is


def _sources(instance: dg.DagsterInstance, artifacts: Iterable[tuple[str, str]]) -> list[dg.MetadataValue]:
    return [latest_materializations(instance, kind)[key].metadata["source"] for kind, key in artifacts]


ARTIFACTS = (
    ("file_summary", "pay/order.py"),
    ("class_doc", ORDER),
    ("package_readme", "pay"),
    ("dependency_report", "pypi:requests"),
    ("document", "README"),
)


def test_the_source_is_the_file_on_this_machine(repo: Path, instance: dg.DagsterInstance) -> None:
    assert document(repo, instance).success
    at = {"file_summary": "pay/order.py", "class_doc": "pay/order.py:6", "package_readme": "pay"}
    at |= {"dependency_report": "pyproject.toml", "document": ""}
    assert _sources(instance, ARTIFACTS) == [dg.MetadataValue.path(str(repo / at[kind])) for kind, _ in ARTIFACTS]


def test_the_source_is_linked_at_its_commit_where_the_git_host_has_it(
    tmp_path: Path, repo: Path, instance: dg.DagsterInstance
) -> None:
    run_git(tmp_path, "clone", "-q", str(repo), "clone")
    clone = tmp_path / "clone"
    run_git(clone, "remote", "set-url", "origin", "https://user:secret@github.com/o/pay.git")
    head = run_git(clone, "rev-parse", "HEAD")
    write(clone, "pay/gateway.py", PAY["pay/gateway.py"].replace("Send money.", "Send all money."))
    assert document(clone, instance).success
    assert _sources(instance, ARTIFACTS) == [
        dg.MetadataValue.url(f"https://github.com/o/pay/{place}")
        for place in (
            f"blob/{head}/pay/order.py",
            f"blob/{head}/pay/order.py#L6",
            f"tree/{head}/pay",
            f"blob/{head}/pyproject.toml",
            f"tree/{head}",
        )
    ]
    [changed] = _sources(instance, [("class_doc", GATEWAY)])
    assert changed == dg.MetadataValue.path(f"{clone}/pay/gateway.py:6"), "the host has another one"

    unpushed = commit(clone)
    assert document(clone, instance, ref=unpushed, force=True).success
    assert _sources(instance, [("class_doc", ORDER)]) == [dg.MetadataValue.path("pay/order.py:6")]
