"""Dagster's own database goes away in mid-run: nothing can be reported, so the console says it, and no page is lost."""

from collections.abc import Callable
from pathlib import Path

import pytest

from designdoc_tests.claude.money import exit_code, forked_provider, journal_rows
from designdoc_tests.operations.instances import on_postgres, on_postgres_as_dagster_has_it
from designdoc_tests.operations.postgres import PASSWORD, Server
from designdoc_tests.operations.runs import PARALLELISM, begin, check_payment, small_repo, whole_files
from designdoc_tests.support import docs_of, tree_bytes

_BEFORE = 12


@pytest.mark.parametrize(
    "make_home", [on_postgres, pytest.param(on_postgres_as_dagster_has_it, marks=pytest.mark.long)]
)
def test_a_run_that_cannot_report_says_so_and_the_next_one_reports_what_it_finished(
    *,
    make_home: Callable[[Path, str], Path],
    tmp_path: Path,
    own_server: Server,
    quiet_tree: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    home = make_home(tmp_path / "home", own_server.new_database())
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    # Dagster tries to connect again, six times for each of three events: for a minute, which adds nothing here.
    monkeypatch.setattr("dagster_postgres.utils.calculate_delay", lambda **_: 0.0)
    repo = small_repo(tmp_path)
    with forked_provider(tmp_path, latency=0.1) as provider:
        run = begin(repo, has_instance=True)
        provider.wait_for_more(_BEFORE, run.process.is_alive)
        own_server.crash()
        assert exit_code(run.process) == 1
        own_server.start()
        console = capfd.readouterr().err
        assert "Dagster's own storage cannot be used" in console
        assert "materialize again" in console
        assert PASSWORD not in console
        made = whole_files(docs_of(repo), quiet_tree)
        assert 0 < len(made) < len(quiet_tree)
        again = begin(repo, has_instance=True).end()
        assert again.success, again.failure
        calls = provider.stop()
    assert "artifacts are fresh on disk and new to this instance: only reported." in again.log
    assert tree_bytes(docs_of(repo)) == quiet_tree
    check_payment(calls, journal_rows(home / "designdoc/journal.sqlite"), lost=PARALLELISM)
