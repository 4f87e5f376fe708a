"""A small disk is full: under the docs, under the Dagster home with the journal, under the cache."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from designdoc_tests.claude.money import billed, exit_code, forked_provider, journal_rows, ledger
from designdoc_tests.operations.instances import on_sqlite
from designdoc_tests.operations.runs import PARALLELISM, begin, check_payment, small_repo, whole_files
from designdoc_tests.support import docs_of, tree_bytes

_BEFORE = 12
_SIZE = "16m"


class Disk:
    """A file system of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self) -> None:
        """Leave room for nothing."""
        with self._filler.open("wb", buffering=0) as file:
            for size in (1 << 20, 4096, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError:
                    continue

    def make_room(self) -> None:
        """Let things be written again."""
        self._filler.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("needs to mount a small disk, which takes root")
    yield Disk(folder)
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_under_the_docs_ends_the_run_and_what_was_paid_is_used_by_the_next(
    tmp_path: Path, disk: Disk, quiet_tree: dict[str, bytes]
) -> None:
    repo = small_repo(disk.folder)
    docs = docs_of(repo)
    with forked_provider(tmp_path, latency=0.1) as provider:
        run = begin(repo)
        provider.wait_for_more(_BEFORE, run.process.is_alive)
        disk.fill()
        ended = run.end()
        assert ended.failure.startswith("Stopped after the same failure 5 times in a row: The page "), ended.failure
        assert "No space left on device" in ended.failure
        made = whole_files(docs, quiet_tree)
        assert 0 < len(made) < len(quiet_tree)
        disk.make_room()
        again = begin(repo).end()
        assert again.success, again.failure
        calls = provider.stop()
    assert tree_bytes(docs) == quiet_tree
    check_payment(calls, journal_rows())
    assert billed(calls) == ledger()


def test_a_full_disk_under_the_dagster_home_loses_no_record_of_money(
    tmp_path: Path,
    disk: Disk,
    quiet_tree: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    home = on_sqlite(disk.folder / "home")
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    repo = small_repo(tmp_path)
    with forked_provider(tmp_path, latency=0.1) as provider:
        run = begin(repo, has_instance=True)
        provider.wait_for_more(_BEFORE, run.process.is_alive)
        disk.fill()
        assert exit_code(run.process) == 1
        assert re.search("disk is full|disk I/O error|No space left", capfd.readouterr().err)
        assert whole_files(docs_of(repo), quiet_tree)
        disk.make_room()
        again = begin(repo, has_instance=True).end()
        assert again.success, again.failure
        calls = provider.stop()
    rows = journal_rows(home / "designdoc/journal.sqlite")
    assert tree_bytes(docs_of(repo)) == quiet_tree
    check_payment(calls, rows, lost=PARALLELISM)
    assert billed(calls) <= sum(row.amount for row in rows)


def test_a_full_disk_under_the_cache_costs_time_and_nothing_else(
    tmp_path: Path, disk: Disk, quiet_tree: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(disk.folder / "cache"))
    disk.fill()
    repo = small_repo(tmp_path)
    with forked_provider(tmp_path) as provider:
        ended = begin(repo).end()
        calls = provider.stop()
    assert ended.success, ended.failure
    assert tree_bytes(docs_of(repo)) == quiet_tree
    check_payment(calls, journal_rows())
