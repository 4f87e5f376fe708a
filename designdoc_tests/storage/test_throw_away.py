"""An instance that ends with the process is told nothing of single artifacts; one that somebody holds, everything."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import dagster as dg
import pytest
from dagster._cli.utils import TMP_DAGSTER_HOME_PREFIX

from designdoc_tests.support import PAY, docs_of, document, make_repo, regions, run_job, tree_bytes


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A small repository without docs."""
    return make_repo(tmp_path / "pay", PAY)


def _rows(repo: Path) -> set[tuple[str, ...]]:
    """Return the rows of a summary that says of each kind what was made."""
    return {(kind, str(count)) for kind, count in Counter(kind for kind, _ in regions(repo)).items()}


def _words(log: str) -> set[tuple[str, ...]]:
    return {tuple(line.split()) for line in log.splitlines()}


def test_in_the_home_of_a_process_no_artifact_is_reported_but_each_kind_in_the_summary(
    repo: Path, tmp_path: Path
) -> None:
    home = tmp_path / f"{TMP_DAGSTER_HOME_PREFIX}x"
    home.mkdir()
    with dg.DagsterInstance.local_temp(str(home)) as instance:
        run = document(repo, instance, writer="static")
        [record] = instance.get_run_records()
        logged = instance.all_logs(record.dagster_run.run_id)
        assert instance.all_asset_keys() == [dg.AssetKey("repo_snapshot")]
    assert run.success, run.failure
    assert run.made == ()
    assert not [entry for entry in logged if entry.asset_check_evaluation]
    assert _rows(repo) <= _words(run.log)


def test_an_instance_in_memory_is_told_everything(repo: Path, instance: dg.DagsterInstance) -> None:
    run = document(repo, instance, writer="static")
    assert Counter(run.made) == Counter(regions(repo).keys())


def test_a_run_of_assets_there_says_in_a_line_what_it_made(repo: Path, tmp_path: Path) -> None:
    home = tmp_path / f"{TMP_DAGSTER_HOME_PREFIX}x"
    home.mkdir()
    with dg.DagsterInstance.local_temp(str(home)) as instance:
        instance.add_dynamic_partitions("classes", ["pay/order.py::Order"])
        selected = [dg.AssetKey("class_doc")]
        run = run_job(repo, instance, "__ASSET_JOB", asset_selection=selected, partition_key="pay/order.py::Order")
        assert "1 class_doc made." in [entry.user_message for entry in instance.all_logs(run.run_id)]


def test_the_command_line_says_what_was_made_and_the_pages_are_the_same(repo: Path, tmp_path: Path) -> None:
    assert document(repo, writer="static").success
    expected = tree_bytes(docs_of(repo))
    environment = {name: value for name, value in os.environ.items() if name != "DAGSTER_HOME"}
    output = tmp_path / "docs"
    done = subprocess.run(
        [sys.executable, "-m", "dagster", "job", "execute", "-m", "designdoc_assets.definitions", "-j", "design_docs"],
        env=environment | {"DESIGNDOC_REPO": str(repo), "DESIGNDOC_OUTPUT": str(output)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert _rows(repo) <= _words(done.stderr), done.stderr
    # Links to sources lead from another place.
    assert tree_bytes(output).keys() == expected.keys()
