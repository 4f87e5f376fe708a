"""An instance that ends with the process is told nothing of single artifacts; one that somebody holds, everything."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import dagster as dg
import pytest
from dagster._cli.utils import TMP_DAGSTER_HOME_PREFIX

from designdoc_tests.support import PAY, docs_of, document, make_repo, regions, tree_bytes


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A small repository without docs."""
    return make_repo(tmp_path / "pay", PAY)


def _lines(repo: Path) -> list[str]:
    counts = Counter(kind for kind, _ in regions(repo))
    return [f"{count} {kind} made." for kind, count in counts.items()]


def test_in_the_home_of_a_process_no_artifact_is_reported_but_a_line_for_each_kind(repo: Path, tmp_path: Path) -> None:
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
    assert set(_lines(repo)) <= set(run.log.splitlines())


def test_an_instance_in_memory_is_told_everything(repo: Path, instance: dg.DagsterInstance) -> None:
    run = document(repo, instance, writer="static")
    assert Counter(run.made) == Counter(regions(repo).keys())
    assert " made." not in run.log


def test_the_command_line_says_what_was_made_and_the_pages_are_the_same(repo: Path, tmp_path: Path) -> None:
    assert document(repo, writer="static").success
    expected, lines = tree_bytes(docs_of(repo)), _lines(repo)
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
    assert all(line in done.stderr for line in lines), done.stderr
    # Links to sources lead from another place.
    assert tree_bytes(output).keys() == expected.keys()
